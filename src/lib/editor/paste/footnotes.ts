/**
 * Notes at the end of what was copied, back at the place they belong to. Word, LibreOffice and Google
 * Docs all write a pair of links that lead to each other: the sign in the text and the note's own.
 */
const CONTAINER =
  '[id^="ftn"]:is(div, li), [id^="edn"]:is(div, li), [id^="sdfootnote"]:is(div, li), [id^="sdendnote"]:is(div, li), [style*="mso-element:footnote"], li, p, div';

export function footnotesInPlace(body: HTMLElement): void {
  const anchors = [...body.querySelectorAll<HTMLAnchorElement>('a[href]')];
  const byName = new Map<string, HTMLAnchorElement>();
  for (const anchor of anchors)
    for (const name of namesOf(anchor)) if (!byName.has(name)) byName.set(name, anchor);
  const done = new Set<Element>();
  const containers: Element[] = [];
  for (const sign of anchors) {
    const back = byName.get(targetOf(sign));
    const isPair = back && back !== sign && byName.get(targetOf(back)) === sign;
    if (!isPair || done.has(sign) || done.has(back) || !isBefore(sign, back)) continue;
    done.add(sign).add(back);
    const container = back.closest(CONTAINER);
    if (!container || container.contains(sign)) continue;
    back.remove();
    placeOf(sign).replaceWith(noteOf(container));
    containers.push(container);
  }
  for (const container of containers) removeWithFrame(container);
}

/** On web pages it is the raised sign or the note's own entry that has the name. */
const namesOf = (anchor: HTMLAnchorElement): readonly string[] =>
  [
    anchor.id,
    anchor.getAttribute('name'),
    anchor.parentElement?.matches('sup, span, b, li, p') ? anchor.parentElement.id : null,
  ].filter((name) => typeof name === 'string' && name !== '') as string[];

const targetOf = (anchor: HTMLAnchorElement): string => {
  // Word writes the address of the file before the sign on some ways of copying.
  const href = anchor.getAttribute('href') ?? '';
  const at = href.indexOf('#');
  if (at < 0) return '';
  const name = href.slice(at + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    // An address of elsewhere, in an older encoding.
    return name;
  }
};

const isBefore = (one: Node, other: Node): boolean =>
  (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

/** The sign with what makes it small. */
function placeOf(sign: Element): Element {
  let place = sign;
  while (
    place.parentElement?.matches('sup, span, font') &&
    place.parentElement.textContent.trim() === sign.textContent.trim()
  )
    place = place.parentElement;
  return place;
}

/** A note here is a line of text, its paragraphs one after the other. */
function noteOf(container: Element): Element {
  const note = container.ownerDocument.createElement('span');
  note.setAttribute('data-footnote', '');
  const paragraphs = container.matches('p') ? [container] : [...container.querySelectorAll('p')];
  for (const paragraph of paragraphs.length > 0 ? paragraphs : [container]) {
    if (note.childNodes.length > 0) note.append(' ');
    for (const number of paragraph.querySelectorAll('sup'))
      if (number.textContent.trim() === '') number.remove();
    note.append(...paragraph.childNodes);
  }
  note.normalize();
  const first = note.ownerDocument.createTreeWalker(note, NodeFilter.SHOW_TEXT).nextNode();
  if (first) first.textContent = (first.textContent ?? '').replace(/^[\s\u00a0]+/, '');
  for (const child of note.querySelectorAll('br')) child.replaceWith(' ');
  return note;
}

/** The list of notes, the line above it, and whatever only held them. */
function removeWithFrame(container: Element): void {
  let frame: Element = container;
  while (
    frame.parentElement &&
    frame.parentElement.tagName !== 'BODY' &&
    frame.parentElement.textContent.trim() === frame.textContent.trim()
  )
    frame = frame.parentElement;
  const line = frame.previousElementSibling;
  if (line?.tagName === 'HR') line.remove();
  frame.remove();
}

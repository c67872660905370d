import { rawStyle, unwrap } from './dom.ts';

/** What Word writes that no other program does: its lists, styles, comments and boxes. */
export function fromWord(body: HTMLElement): void {
  removeComments(body);
  for (const element of [...body.querySelectorAll('*')]) {
    const name = element.tagName.toLowerCase();
    if (name.startsWith('v:')) element.remove();
    // Smart tags, paragraph ends, form fields: what they hold is text.
    else if (name.includes(':')) unwrap(element);
  }
  for (const contents of body.querySelectorAll('[class^="MsoToc"]')) contents.remove();
  for (const space of body.querySelectorAll('span'))
    if (/mso-(tab-count|spacerun)/.test(rawStyle(space))) space.replaceWith(' ');
  styles(body);
  lists(body);
  for (const mark of body.querySelectorAll('span'))
    if (/mso-list:\s*Ignore/i.test(rawStyle(mark))) mark.remove();
}

function removeComments(body: HTMLElement): void {
  for (const element of [...body.querySelectorAll<HTMLElement>('div, a, span, hr')]) {
    const style = rawStyle(element);
    if (
      /mso-element:\s*comment/.test(style) ||
      element.matches('.MsoCommentReference, .msocomanchor, .msocomoff')
    )
      element.remove();
    else if (/mso-comment-reference/.test(style)) unwrap(element);
  }
}

const STYLES: Readonly<Record<string, string>> = {
  MsoTitle: 'h1',
  MsoQuote: 'blockquote',
  MsoIntenseQuote: 'blockquote',
};

function styles(body: HTMLElement): void {
  for (const [name, tag] of Object.entries(STYLES))
    for (const paragraph of body.querySelectorAll(`p[class^="${name}"]`)) {
      const styled = body.ownerDocument.createElement(tag);
      paragraph.replaceWith(styled);
      if (tag === 'blockquote') styled.append(paragraph);
      else styled.append(...paragraph.childNodes);
      const language = paragraph.getAttribute('lang');
      if (language) styled.setAttribute('lang', language);
    }
}

interface Place {
  readonly level: number;
  /** Which of Word's lists: another one begins anew. */
  readonly key: string;
  readonly isOrdered: boolean;
  readonly list: Element;
}

/** Word writes paragraphs with a level and the sign in front as text. */
function lists(body: HTMLElement): void {
  const paragraphs = [...body.querySelectorAll('p')];
  let open: Place[] = [];
  let last: Element | null = null;
  for (const paragraph of paragraphs) {
    const item = itemOf(paragraph);
    const top = open[0]?.list ?? null;
    const goesOn =
      top !== null && (last === paragraph.previousElementSibling || top === paragraph.previousElementSibling);
    if (!item) {
      const isContinued = goesOn && /^MsoListParagraph/.test(paragraph.className);
      if (isContinued) open.at(-1)?.list.lastElementChild?.append(paragraph);
      else open = [];
      continue;
    }
    if (!goesOn) open = [];
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > item.level) open.pop();
    const same = open.at(-1);
    if (same?.level === item.level && (same.key !== item.key || same.isOrdered !== item.isOrdered))
      open.pop();
    if (open.at(-1)?.level !== item.level) open.push(begin(paragraph, item, open));
    const list = open.at(-1)?.list;
    const entry = body.ownerDocument.createElement('li');
    if (list?.contains(paragraph)) paragraph.remove();
    list?.append(entry);
    entry.append(paragraph);
    last = open[0]?.list ?? null;
  }
}

interface Item {
  readonly level: number;
  readonly key: string;
  readonly isOrdered: boolean;
  readonly start: number;
}

function itemOf(paragraph: Element): Item | null {
  const found = /mso-list:\s*(l\d+)\s+level(\d+)\s+(lfo\d+)/i.exec(rawStyle(paragraph));
  if (!found) return null;
  const mark = [...paragraph.querySelectorAll('span')].find((it) => /mso-list:\s*Ignore/i.test(rawStyle(it)));
  const sign = mark?.textContent.replaceAll('\u00a0', ' ').trim() ?? '';
  mark?.remove();
  return {
    level: Number(found[2]),
    key: `${found[1]} ${found[3]}`,
    isOrdered: /^\(?(\d+[.)]?|[a-z]{1,4}[.)])(\d+[.)]?)*$/i.test(sign),
    start: Number(/\d+/.exec(sign)?.[0] ?? 1),
  };
}

/** A new list: inside the entry above it, after the list that it follows, or in the paragraph's place. */
function begin(paragraph: Element, { level, key, isOrdered, start }: Item, open: readonly Place[]): Place {
  const list = paragraph.ownerDocument.createElement(isOrdered ? 'ol' : 'ul');
  if (isOrdered && start > 1) list.setAttribute('start', String(start));
  const entry = open.at(-1)?.list.lastElementChild;
  if (entry) entry.append(list);
  else paragraph.before(list);
  return { level, key, isOrdered, list };
}

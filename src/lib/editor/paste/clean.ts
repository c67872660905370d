import type { Source } from './source.ts';
import { emphasisFromStyles } from './emphasis.ts';
import { footnotesInPlace } from './footnotes.ts';
import { keepLanguages } from './languages.ts';
import { fromGoogleDocs } from './google-docs.ts';
import { nestLists, taskLists } from './lists.ts';
import { unwrap } from './dom.ts';
import { fromWord } from './word.ts';

/**
 * What another program put on the clipboard, as plain HTML that the schema's own rules read: blocks,
 * lists, tables, notes in place, marks by their tags, languages where they differ.
 *
 * Invariant: no address of elsewhere is ever loaded (the page it is read in is never shown), and no
 * attribute of theirs passes for one of ours.
 */
export interface Cleaned {
  readonly html: string;
  /** How many were left out: their addresses lead elsewhere, and this program fetches nothing. */
  readonly pictures: number;
}

export function cleanHtml(html: string, language: string): Cleaned {
  // A document of its own, without a window: it runs no script and loads no picture.
  const page = new DOMParser().parseFromString(html, 'text/html');
  const source = sourceOf(html);
  const body = page.body;
  const around = languageAround(page);
  removeForeignAttributes(body);
  removeInvisible(body);
  if (source === 'word') fromWord(body);
  if (source === 'google-docs') fromGoogleDocs(body);
  acceptChanges(body);
  taskLists(body);
  const pictures = removePictures(body);
  footnotesInPlace(body);
  emphasisFromStyles(body, source);
  tables(body, source);
  headings(body);
  links(body);
  nestLists(body);
  keepLanguages(body, around, language);
  if (source !== 'web') removeEmptyLines(body);
  for (const inline of body.querySelectorAll(
    'span:not([data-lang], [data-footnote]), font, label, small, big',
  ))
    unwrap(inline);
  return { html: body.innerHTML, pictures };
}

function sourceOf(html: string): Source {
  if (/docs-internal-guid-/.test(html)) return 'google-docs';
  if (/urn:schemas-microsoft-com:office|class="?Mso|mso-/.test(html)) return 'word';
  return /<meta[^>]+content="(LibreOffice|OpenOffice)/i.test(html) ? 'libreoffice' : 'web';
}

const languageAround = (page: Document): string | null =>
  page.body.getAttribute('lang') ?? page.documentElement.getAttribute('lang');

/** Ours are all `data-…`: a page that has its own would lend them to our blocks. */
function removeForeignAttributes(body: HTMLElement): void {
  for (const element of body.querySelectorAll('*'))
    for (const { name } of [...element.attributes])
      if (name.startsWith('data-') && name !== 'data-checked') element.removeAttribute(name);
}

const NOTHING_TO_READ =
  'script, style, meta, link, title, xml, template, noscript, iframe, object, embed, svg, button, select, [hidden]';

function removeInvisible(body: HTMLElement): void {
  for (const element of body.querySelectorAll(NOTHING_TO_READ)) element.remove();
  for (const element of body.querySelectorAll<HTMLElement>('[style]'))
    if (element.style.display === 'none' || /mso-hide:\s*all/i.test(element.getAttribute('style') ?? ''))
      element.remove();
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.parentNode?.removeChild(comment);
}

/** Someone else's tracked changes are taken as they would read accepted. */
function acceptChanges(body: HTMLElement): void {
  for (const deleted of body.querySelectorAll('del, .msoDel')) deleted.remove();
  for (const inserted of body.querySelectorAll('ins')) unwrap(inserted);
}

function removePictures(body: HTMLElement): number {
  let count = 0;
  for (const picture of body.querySelectorAll('img, picture, video, canvas')) {
    // A point that counts readers is no picture.
    const isPoint = picture.getAttribute('width') === '1' || picture.getAttribute('height') === '1';
    if (!isPoint && !picture.closest('picture picture, picture img')) count += 1;
    picture.remove();
  }
  return count;
}

function tables(body: HTMLElement, source: Source): void {
  for (const caption of body.querySelectorAll('caption')) {
    const words = body.ownerDocument.createElement('p');
    words.append(...caption.childNodes);
    caption.closest('table')?.before(words);
    caption.remove();
  }
  for (const table of body.querySelectorAll('table')) {
    const [first, ...others] = table.rows;
    const isBold = (cell: Element): boolean =>
      [...cell.querySelectorAll('b, strong')]
        .map((it) => it.textContent)
        .join('')
        .trim() === cell.textContent.trim();
    const namesColumns =
      source !== 'web' &&
      first &&
      others.length > 0 &&
      first.textContent.trim() !== '' &&
      [...first.cells].every(isBold);
    for (const row of table.rows)
      if (row.parentElement?.tagName === 'THEAD' || (namesColumns && row === first))
        for (const cell of [...row.cells]) rename(cell, 'th');
  }
  for (const bold of body.querySelectorAll('th b, th strong')) unwrap(bold);
}

function headings(body: HTMLElement): void {
  for (const heading of body.querySelectorAll('h5, h6')) rename(heading, 'h4');
  for (const bold of body.querySelectorAll(':is(h1, h2, h3, h4) :is(b, strong)')) unwrap(bold);
}

function rename(element: Element, tag: string): void {
  if (element.tagName.toLowerCase() === tag) return;
  const named = element.ownerDocument.createElement(tag);
  for (const { name, value } of element.attributes) named.setAttribute(name, value);
  named.append(...element.childNodes);
  element.replaceWith(named);
}

/** A link into the document it came from leads nowhere here; a search page's detour is cut short. */
function links(body: HTMLElement): void {
  for (const link of body.querySelectorAll('a')) {
    const href = straight(link.getAttribute('href')?.trim() ?? '');
    if (/^(https?:|mailto:)/i.test(href)) link.setAttribute('href', href);
    else unwrap(link);
  }
  for (const underline of body.querySelectorAll('a u')) unwrap(underline);
  for (const underline of body.querySelectorAll('u'))
    if (underline.querySelector('a')?.textContent === underline.textContent) unwrap(underline);
}

function straight(href: string): string {
  const detour = /^https:\/\/www\.google\.[a-z.]+\/url\?(.*)$/i.exec(href)?.[1];
  return (detour && new URLSearchParams(detour).get('q')) || href;
}

/** Word processors space paragraphs with empty ones; a text here has its distances from its style. */
function removeEmptyLines(body: HTMLElement): void {
  for (const block of body.querySelectorAll('p, h1, h2, h3, h4')) {
    for (let last = block.lastChild; last && isBlank(last); last = block.lastChild) last.remove();
    const isEmpty = block.textContent.trim() === '' && !block.querySelector('br, [data-footnote]');
    if (!isEmpty) continue;
    if (block.parentElement?.matches('td, th') && block.parentElement.children.length === 1)
      block.replaceChildren();
    else block.remove();
  }
  for (const line of body.querySelectorAll('br')) if (line.parentElement === body) line.remove();
}

const isBlank = (node: ChildNode): boolean =>
  node.nodeName === 'BR' || (node.nodeType === Node.TEXT_NODE && node.textContent?.trim() === '');

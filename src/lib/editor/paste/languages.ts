import { BLOCKS } from './dom.ts';

/**
 * Which language the pasted words are in, where it is not the document's. Word processors say it of
 * nearly every stretch, of commas too: a block is in the language of most of its letters, and only
 * words in another one are marked.
 */
export function keepLanguages(body: HTMLElement, around: string | null, document: string): void {
  const own = baseOf(document) ?? document;
  const blocks = new Map<Element, { readonly text: Text; readonly language: string }[]>();
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (!/\p{L}/u.test(text.data)) continue;
    const block = text.parentElement?.closest(BLOCKS) ?? body;
    const said = text.parentElement?.closest('[lang]')?.getAttribute('lang') ?? around;
    const language = baseOf(said) ?? own;
    blocks.set(block, [...(blocks.get(block) ?? []), { text, language }]);
  }
  const all = [...blocks.keys()];
  for (const [block, runs] of blocks) {
    const isEnd = block === all[0] || block === all.at(-1);
    const main = block === body || (isEnd && joins(block)) ? own : mostOf(runs);
    if (main !== own) block.setAttribute('data-lang', main);
    for (const { text, language } of runs) if (language !== main) mark(text, language);
  }
}

/** The first and the last paragraph become part of the one that they are pasted into: there the words say it. */
const joins = (block: Element): boolean =>
  /^(P|DIV)$/.test(block.tagName) && block.closest('li, td, th, blockquote') === null;

/** `EN-GB` of a spelling checker says little of a country: `en`. Word's “no proofing” is no language. */
function baseOf(tag: string | null): string | null {
  if (!tag || /^(x-none|zxx|und|mul)/i.test(tag)) return null;
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return null;
  }
}

function mostOf(runs: readonly { readonly text: Text; readonly language: string }[]): string {
  const letters = new Map<string, number>();
  for (const { text, language } of runs)
    letters.set(language, (letters.get(language) ?? 0) + text.data.trim().length);
  return [...letters].reduce((one, other) => (other[1] > one[1] ? other : one))[0];
}

function mark(text: Text, language: string): void {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text.data) ?? [];
  const span = text.ownerDocument.createElement('span');
  span.setAttribute('data-lang', language);
  span.textContent = words;
  text.replaceWith(before, span, after);
}

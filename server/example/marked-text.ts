import { assert } from '#lib/core/assert.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import {
  bold,
  hardBreak,
  heading,
  inLanguage,
  italic,
  link,
  listItem,
  paragraph,
  superscript,
  text,
  type Inline,
} from './prose.ts';

/**
 * Reads the example's own texts (`call.fr.md`, `call.en.md`): a small part of Markdown in which every
 * block ends with its id. Blocks are parted by an empty line; a line of a list is a block of its own.
 *
 *     ## A heading {#its-id}          # to ####
 *     A **bold**, *italic*, 1^er^ paragraph with [words]{la} of a language and a [link](https://…). {#its-id}
 *     - an item {#its-id}             also 1. 2. 3.
 *     a line that ends with \         a line break
 *
 * It is not Markdown for people's files: those come through imports.
 */
export function parseMarkedText(source: string): ContentNode {
  const blocks: ContentNode[] = [];
  for (const chunk of source.trim().split(/\n\s*\n/)) {
    const listType = listTypeOf(chunk);
    if (listType) blocks.push(list(listType, chunk.split('\n')));
    else blocks.push(plainBlock(chunk));
  }
  return { type: 'doc', content: blocks };
}

const ITEM = /^(?:-|\d+\.) /;

const listTypeOf = (chunk: string): 'bulletList' | 'orderedList' | null =>
  !ITEM.test(chunk) ? null : chunk.startsWith('-') ? 'bulletList' : 'orderedList';

/** A list is named after its first item. */
function list(type: 'bulletList' | 'orderedList', lines: readonly string[]): ContentNode {
  const items = lines.map((line) => {
    const { id, words } = withId(line.replace(ITEM, ''));
    return listItem(id, inlinesOf(words));
  });
  return { type, attrs: { id: `${String(items[0]?.attrs?.id)}-list` }, content: items };
}

function plainBlock(chunk: string): ContentNode {
  const { id, words } = withId(chunk);
  const found = /^(#{1,4}) /.exec(words);
  if (!found?.[1]) return paragraph(id, inlinesOf(words));
  return heading(id, found[1].length as 1 | 2 | 3 | 4, inlinesOf(words.slice(found[0].length)));
}

function withId(source: string): { id: string; words: string } {
  const found = /^([\s\S]*?)\s*\{#([a-z0-9-]+)\}\s*$/.exec(source);
  assert(found?.[1] !== undefined && found[2] !== undefined, `a block without an id: ${source.slice(0, 60)}`);
  return { id: found[2], words: found[1] };
}

const MARKED =
  /\*\*(?<bold>.+?)\*\*|\*(?<italic>.+?)\*|\^(?<sup>.+?)\^|\[(?<words>.+?)\](?:\{(?<lang>[a-z-]+)\}|\((?<href>\S+?)\))|(?<br>\\\n)/gs;

/** Marks may stand inside each other: each is read again with the mark around it. */
function inlinesOf(source: string, marks: readonly { type: string }[] = []): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  const plain = (until: number) => {
    const words = source.slice(at, until).replaceAll('\n', ' ');
    if (words !== '') found.push(text(words, ...marks));
  };
  for (const match of source.matchAll(MARKED)) {
    plain(match.index);
    at = match.index + match[0].length;
    const { bold: strong, italic: emphasis, sup, words, lang, href, br } = match.groups ?? {};
    if (br !== undefined) found.push(hardBreak);
    else if (strong !== undefined) found.push(...inlinesOf(strong, [...marks, bold]));
    else if (emphasis !== undefined) found.push(...inlinesOf(emphasis, [...marks, italic]));
    else if (sup !== undefined) found.push(...inlinesOf(sup, [...marks, superscript]));
    else if (words !== undefined)
      found.push(...inlinesOf(words, [...marks, lang === undefined ? link(href ?? '') : inLanguage(lang)]));
  }
  plain(source.length);
  return found;
}

import type { ContentMark, ContentNode } from '#lib/schema/text/convert.ts';

/**
 * Builders of text content with readable block ids. A container names its parts after itself, so that the
 * language versions of one work get the same ids for the same places.
 */
export type Inline = ContentNode;

export const text = (words: string, ...marks: ContentMark[]): Inline => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
export const bold: ContentMark = { type: 'bold' };
export const italic: ContentMark = { type: 'italic' };
export const superscript: ContentMark = { type: 'superscript' };
export const link = (href: string): ContentMark => ({ type: 'link', attrs: { href } });
/** Words in another language than the text around them. */
export const inLanguage = (lang: string): ContentMark => ({ type: 'lang', attrs: { lang } });
export const hardBreak: Inline = { type: 'hardBreak' };
export const footnote = (words: string): Inline => ({ type: 'footnote', content: [text(words)] });

type Words = string | readonly Inline[];
const inlines = (words: Words): readonly Inline[] => (typeof words === 'string' ? [text(words)] : words);

export const heading = (id: string, level: 1 | 2 | 3 | 4, words: Words): ContentNode => ({
  type: 'heading',
  attrs: { id, level },
  content: inlines(words),
});

export const paragraph = (id: string, words: Words, attrs: { lang?: string } = {}): ContentNode => ({
  type: 'paragraph',
  attrs: { id, ...attrs },
  content: inlines(words),
});

export const listItem = (id: string, words: Words): ContentNode => ({
  type: 'listItem',
  attrs: { id },
  content: [paragraph(`${id}-text`, words)],
});

export const bulletList = (id: string, items: readonly Words[]): ContentNode => ({
  type: 'bulletList',
  attrs: { id },
  content: items.map((words, index) => listItem(`${id}-${index + 1}`, words)),
});

export const callout = (
  id: string,
  kind: 'note' | 'tip' | 'warning' | 'example',
  words: Words,
): ContentNode => ({
  type: 'callout',
  attrs: { id, kind },
  content: [paragraph(`${id}-text`, words)],
});

/** The first row and the first cell of each row are headers: a screen reader says them with each cell. */
export function table(
  id: string,
  header: readonly Words[],
  rows: readonly (readonly Words[])[],
): ContentNode {
  const cell = (type: 'tableHeader' | 'tableCell', cellId: string, words: Words): ContentNode => ({
    type,
    attrs: { id: cellId },
    content: [paragraph(`${cellId}-text`, words)],
  });
  const row = (rowId: string, cells: readonly Words[], isHeader: boolean): ContentNode => ({
    type: 'tableRow',
    attrs: { id: rowId },
    content: cells.map((words, column) =>
      cell(isHeader || column === 0 ? 'tableHeader' : 'tableCell', `${rowId}-${column + 1}`, words),
    ),
  });
  return {
    type: 'table',
    attrs: { id },
    content: [
      row(`${id}-head`, header, true),
      ...rows.map((cells, index) => row(`${id}-${index + 1}`, cells, false)),
    ],
  };
}

import type { Block, HeadingLevel, Inline, Part, PrintModel } from './print-model.ts';

export interface ContentsEntry {
  readonly level: HeadingLevel;
  readonly content: readonly Inline[];
  readonly language: string;
}

/** What fits on one page. */
const CONTENTS_ENTRIES_MAX = 42;

/** How deep the contents go; 0: none. Contents of more than a page guide nobody. */
export function contentsDepth(model: PrintModel): 0 | 1 | 2 | 3 {
  const entries = contentsOf(model);
  if (entries.length < 2) return 0;
  const fits = ([3, 2] as const).find(
    (depth) => entries.filter((entry) => entry.level <= depth).length <= CONTENTS_ENTRIES_MAX,
  );
  return fits ?? 1;
}

/**
 * What the contents list, in printed order: headings, records, annexes. Of two languages side by
 * side the first stands for both. A renderer that numbers its targets walks the model in this order.
 */
export function contentsOf(model: PrintModel): ContentsEntry[] {
  return [
    ...model.parts.flatMap((part) => ofPart(part)),
    ...model.annexes.flatMap((annex, index): ContentsEntry[] => [
      {
        level: 1,
        content: [{ kind: 'text', text: annexTitle(model, annex.title, index) }],
        language: annex.language,
      },
      ...annex.parts.flatMap((part) => ofPart(part, 1)),
    ]),
  ];
}

export const annexTitle = (model: PrintModel, title: string, index: number): string =>
  `${model.words.annex} ${index + 1} – ${title}`;

export const deeper = (level: HeadingLevel, by: number): HeadingLevel =>
  Math.min(4, level + by) as HeadingLevel;

function ofPart(part: Part, shift = 0): ContentsEntry[] {
  switch (part.kind) {
    case 'text':
      return ofBlocks(part.blocks, part.language, shift);
    case 'parallel':
      return part.rows.flatMap(([first]) => ofBlocks(first, part.languages[0], shift));
    case 'record': {
      const { level, title, language } = part.record;
      return [{ level: deeper(level, shift), content: [{ kind: 'text', text: title }], language }];
    }
  }
}

const ofBlocks = (blocks: readonly Block[], language: string, shift: number): ContentsEntry[] =>
  blocks.flatMap((block) =>
    block.kind === 'heading'
      ? [{ level: deeper(block.level, shift), content: block.content, language: block.language ?? language }]
      : [],
  );

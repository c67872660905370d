import type { ContentNode } from './convert.ts';

/**
 * The parts of a text. A section is opened by a heading of level 1 or 2 among the body's own blocks
 * and is known by that heading's block id; what stands before the first is `front`.
 */
export const SECTION_LEVEL_MAX = 2;
export const FRONT = 'front';

export interface OutlineEntry {
  readonly id: string;
  readonly level: number;
  readonly text: string;
  readonly lang: string | null;
}

export interface Section {
  readonly id: string;
  /** 0 for the front. */
  readonly level: number;
  readonly title: string;
  /** Its blocks, the opening heading included. */
  readonly blocks: readonly ContentNode[];
}

/** The headings, in order. One that has no id yet (its server has not seen it) has an empty one. */
export const outlineOf = (content: ContentNode): OutlineEntry[] =>
  (content.content ?? [])
    .filter((block) => block.type === 'heading')
    .map((heading) => ({
      id: stringOr(heading.attrs?.id, ''),
      level: levelOf(heading),
      text: plainText(heading).trim(),
      lang: typeof heading.attrs?.lang === 'string' ? heading.attrs.lang : null,
    }));

export function sectionsOf(content: ContentNode, levelMax = SECTION_LEVEL_MAX): Section[] {
  const sections: { id: string; level: number; title: string; blocks: ContentNode[] }[] = [];
  for (const block of content.content ?? []) {
    const opens = block.type === 'heading' && levelOf(block) <= levelMax;
    if (opens)
      sections.push({
        id: stringOr(block.attrs?.id, ''),
        level: levelOf(block),
        title: plainText(block).trim(),
        blocks: [],
      });
    else if (sections.length === 0) sections.push({ id: FRONT, level: 0, title: '', blocks: [] });
    sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

/** The words of a node as they are read; notes are not part of the sentence they hang on. */
export function plainText(node: ContentNode): string {
  if (node.type === 'text') return node.text ?? '';
  if (node.type === 'footnote') return '';
  if (node.type === 'hardBreak') return ' ';
  return (node.content ?? []).map(plainText).join('');
}

const levelOf = (heading: ContentNode): number =>
  typeof heading.attrs?.level === 'number' ? heading.attrs.level : 1;

const stringOr = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);

import type { ContentMark, ContentNode } from '../convert.ts';

/** Tiny builders, so that a test reads like the text it is about. */
export const doc = (...content: ContentNode[]): ContentNode => ({ type: 'doc', content });

export const node = (
  type: string,
  attrs: Record<string, unknown>,
  ...content: (ContentNode | string)[]
): ContentNode => ({
  type,
  ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
  ...(content.length > 0
    ? { content: content.map((child) => (typeof child === 'string' ? text(child) : child)) }
    : {}),
});

export const text = (words: string, ...marks: ContentMark[]): ContentNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});

export const p = (id: string, ...content: (ContentNode | string)[]): ContentNode =>
  node('paragraph', { id }, ...content);

export const h = (id: string, level: number, words: string): ContentNode =>
  node('heading', { id, level }, words);

/** `mint('n')` gives n1, n2, … */
export function mint(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${(count += 1)}`;
}

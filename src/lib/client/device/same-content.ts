import * as Y from 'yjs';
import { contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { contentHash } from '#lib/schema/text/hash.ts';

/**
 * Whether a copy may be dropped: judged by all that a text holds (pictures, mentions, citations, marks, who
 * is addressed), never by its words alone, because what was dropped cannot be had again.
 */
export const saysTheSame = (one: ContentNode, other: ContentNode): boolean =>
  contentHash(one) === contentHash(other);

/** Each block of the copy stands in the text as well, as often as in the copy. */
export function holdsAll(text: ContentNode, copy: ContentNode): boolean {
  const blocks = new Map<string, number>();
  for (const block of text.content ?? []) {
    const hash = contentHash(block);
    blocks.set(hash, (blocks.get(hash) ?? 0) + 1);
  }
  return (copy.content ?? []).every((block) => {
    const hash = contentHash(block);
    const left = blocks.get(hash) ?? 0;
    blocks.set(hash, left - 1);
    return left > 0;
  });
}

export function contentOfUpdate(update: Uint8Array): ContentNode {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  const content = contentOf(doc);
  doc.destroy();
  return content;
}

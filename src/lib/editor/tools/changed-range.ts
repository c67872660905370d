import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { StepMap } from '@tiptap/pm/transform';

/**
 * What changed between two states of a text, as one stretch. The binding brings other people's edits
 * as a replacement of everything, so a transaction's own mapping would forget every position; the
 * blocks that stayed are the same objects, which makes comparing cheap.
 */
export function changedRange(before: ProseMirrorNode, after: ProseMirrorNode): StepMap | null {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return null;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return new StepMap([start, end.a + overlap - start, end.b + overlap - start]);
}

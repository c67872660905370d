import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';

/** The heading above the first block that a transaction changed; `null`: none stands above it. */
export const headingOfChange = ({ before, doc }: Pick<Transaction, 'before' | 'doc'>): string | null => {
  // Blocks that nobody touched are the same objects, and so passed over quickly.
  const at = doc.content.findDiffStart(before.content);
  if (at === null) return null;
  return headingAbove(doc, doc.resolve(Math.min(at, doc.content.size)).index(0));
};

function headingAbove(doc: ProseMirrorNode, index: number): string | null {
  for (let child = Math.min(index, doc.childCount - 1); child >= 0; child -= 1) {
    const block = doc.child(child);
    if (block.type.name === 'heading' && block.textContent.trim() !== '') return block.textContent;
  }
  return null;
}

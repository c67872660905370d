import { NodeRange, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import { TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import { liftTarget } from '@tiptap/pm/transform';

/** What boxes of blocks (callouts, details) have in common: a way out, and being taken away. */

export interface Around {
  readonly at: number;
  readonly depth: number;
  readonly node: ProseMirrorNode;
}

/** The nearest block of this kind around the cursor. */
export function around(state: EditorState, name: string): Around | undefined {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type.name === name) return { at: $from.before(depth), depth, node };
  }
  return undefined;
}

/** Enter in an empty last paragraph goes on after the box; anywhere else it stays in it. */
export const leaveBox =
  (name: string): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const box = around(state, name);
    const isEmpty = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0;
    if (!empty || !box || !isEmpty || box.depth !== $from.depth - 1) return false;
    const isLast = $from.index(box.depth) === box.node.childCount - 1;
    if (!isLast || box.node.childCount < 2) return false;
    if (!dispatch) return true;
    const after = box.at + box.node.nodeSize;
    const transaction = state.tr.delete($from.before(), $from.after());
    const at = transaction.mapping.map(after);
    transaction.insert(at, $from.parent);
    transaction.setSelection(TextSelection.create(transaction.doc, at + 1));
    dispatch(transaction.scrollIntoView());
    return true;
  };

/** An empty paragraph in the middle of a box is split as any other; the box is never cut in two. */
export const staysInBox =
  (name: string): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const box = around(state, name);
    const isEmpty = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0;
    if (!empty || !box || !isEmpty || box.depth !== $from.depth - 1) return false;
    if ($from.index(box.depth) === box.node.childCount - 1) return false;
    const { paragraph } = state.schema.nodes;
    if (!paragraph) return false;
    if (!dispatch) return true;
    const transaction = state.tr.insert($from.after(), paragraph.create());
    transaction.setSelection(TextSelection.create(transaction.doc, $from.after() + 1));
    dispatch(transaction.scrollIntoView());
    return true;
  };

/** Takes the box away and leaves what is in it. */
export const unwrap =
  (name: string): Command =>
  (state, dispatch) => {
    const box = around(state, name);
    if (!box) return false;
    const start = state.doc.resolve(box.at + 1);
    const end = state.doc.resolve(box.at + box.node.nodeSize - 1);
    const range = new NodeRange(start, end, box.depth);
    const target = liftTarget(range);
    if (target === null) return false;
    dispatch?.(state.tr.lift(range, target).scrollIntoView());
    return true;
  };

/** At the very start of a box, in a block of its own: lists and boxes inside it come first. */
export function isAtStartOf(state: EditorState, name: string): boolean {
  const { $from, empty } = state.selection;
  const box = around(state, name);
  return empty && box?.depth === $from.depth - 1 && $from.pos === box.at + 2;
}

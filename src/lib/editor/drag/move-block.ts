import { Fragment, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import {
  NodeSelection,
  Selection,
  TextSelection,
  type Command,
  type EditorState,
  type Transaction,
} from '@tiptap/pm/state';
import { blocksAt, type BlockRange } from './blocks-at.ts';

/**
 * Moves the selected blocks one place up or down: past their neighbour, or out of the box that they
 * are at the edge of. They stay the same blocks, with their addresses, and stay selected.
 */
export const moveBlocks =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const range = blocksAt(state);
    const target = range && targetOf(state, range, direction);
    if (!range || target === undefined) return false;
    dispatch?.(moved(state, range, target).scrollIntoView());
    return true;
  };

/** Where they go, in positions before they are taken out. */
function targetOf(state: EditorState, range: BlockRange, direction: -1 | 1): number | undefined {
  const { container, depth, first, last, from, to } = range;
  const neighbour = container.maybeChild(direction < 0 ? first - 1 : last + 1);
  if (neighbour && neighbour.type.name !== 'detailsSummary')
    return direction < 0 ? from - neighbour.nodeSize : to + neighbour.nodeSize;
  // Out of a box that keeps something; a list's items have no place outside it.
  const isBox = depth > 0 && !container.type.name.endsWith('List');
  const rest = container.childCount - (last - first + 1);
  const isKept = neighbour ? rest > 1 : rest > 0;
  if (!isBox || !isKept) return undefined;
  const $from = state.doc.resolve(from);
  const block = container.child(first).type;
  const outside = direction < 0 ? $from.index(depth - 1) : $from.index(depth - 1) + 1;
  if (!$from.node(depth - 1).canReplaceWith(outside, outside, block)) return undefined;
  return direction < 0 ? $from.before(depth) : $from.after(depth);
}

function moved(
  state: EditorState,
  { container, first, last, from, to }: BlockRange,
  target: number,
): Transaction {
  const blocks: ProseMirrorNode[] = [];
  for (let index = first; index <= last; index += 1) blocks.push(container.child(index));
  const transaction = state.tr.delete(from, to);
  const at = transaction.mapping.map(target);
  transaction.insert(at, blocks);
  return transaction.setSelection(shifted(state.selection, transaction.doc, at - from));
}

function shifted(selection: Selection, doc: ProseMirrorNode, by: number): Selection {
  if (selection instanceof NodeSelection) return NodeSelection.create(doc, selection.from + by);
  if (selection instanceof TextSelection)
    return TextSelection.create(doc, selection.anchor + by, selection.head + by);
  return Selection.near(doc.resolve(selection.from + by));
}

/** A copy below, as blocks of their own: with new addresses, translating nothing yet. */
export const duplicateBlocks: Command = (state, dispatch) => {
  const range = blocksAt(state);
  if (!range) return false;
  const { container, first, last, to, from } = range;
  const copies: ProseMirrorNode[] = [];
  for (let index = first; index <= last; index += 1) copies.push(asNew(container.child(index)));
  if (!container.canReplace(last + 1, last + 1, Fragment.fromArray(copies))) return false;
  if (!dispatch) return true;
  const transaction = state.tr.insert(to, copies);
  dispatch(transaction.setSelection(shifted(state.selection, transaction.doc, to - from)).scrollIntoView());
  return true;
};

function asNew(node: ProseMirrorNode): ProseMirrorNode {
  if (node.isText) return node;
  const own = ['id', 'of', 'ofHash'].filter((name) => name in node.attrs);
  const attrs = { ...node.attrs, ...Object.fromEntries(own.map((name) => [name, null])) };
  const children: ProseMirrorNode[] = [];
  node.forEach((child) => void children.push(asNew(child)));
  return node.type.create(attrs, children, node.marks);
}

/** The container keeps at least one block; the last of a list or box takes that along. */
export const deleteBlocks: Command = (state, dispatch) => {
  const range = blocksAt(state);
  if (!range) return false;
  if (!dispatch) return true;
  const $from = state.doc.resolve(range.from);
  let { from, to } = range;
  let count = range.last - range.first + 1;
  for (let depth = range.depth; depth > 0 && $from.node(depth).childCount === count; depth -= 1) {
    [from, to] = [$from.before(depth), $from.after(depth)];
    count = 1;
  }
  const isLast = from === 0 && to === state.doc.content.size;
  const { paragraph } = state.schema.nodes;
  const transaction =
    isLast && paragraph ? state.tr.replaceWith(from, to, paragraph.create()) : state.tr.delete(from, to);
  const at = Math.min(from, transaction.doc.content.size);
  dispatch(transaction.setSelection(Selection.near(transaction.doc.resolve(at))).scrollIntoView());
  return true;
};

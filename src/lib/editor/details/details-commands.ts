import ListCollapse from '@lucide/svelte/icons/list-collapse';
import { Fragment, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import { TextSelection, type Command } from '@tiptap/pm/state';
import { around } from '../callouts/containers.ts';
import { doing, type EditorCommand } from '../commands/editor-command.ts';

/** Puts the block at hand into a part that unfolds, with the cursor where its summary is to be written. */
export const insertDetails: Command = (state, dispatch) => {
  const { details, detailsSummary, paragraph } = state.schema.nodes;
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to);
  if (!details || !detailsSummary || !paragraph || !range || $from.parent.type === detailsSummary)
    return false;
  const isFit = range.parent.canReplaceWith(range.startIndex, range.endIndex, details);
  if (!isFit) return false;
  if (!dispatch) return true;
  const blocks: ProseMirrorNode[] = [];
  for (let index = range.startIndex; index < range.endIndex; index += 1)
    blocks.push(range.parent.child(index));
  const made = details.create(null, [detailsSummary.create(), ...blocks]);
  const transaction = state.tr.replaceWith(range.start, range.end, made);
  transaction.setSelection(TextSelection.create(transaction.doc, range.start + 2));
  dispatch(transaction.scrollIntoView());
  return true;
};

/** Enter in a summary goes on below it, with what stood behind the cursor. */
export const enterDetails: Command = (state, dispatch) => {
  const { paragraph } = state.schema.nodes;
  const { $from, $to, empty } = state.selection;
  const box = around(state, 'details');
  if (!paragraph || !box || $from.parent.type.name !== 'detailsSummary' || !$from.sameParent($to))
    return false;
  if (!dispatch) return true;
  const rest = $from.parent.content.cut($to.parentOffset);
  const next = box.node.maybeChild($from.index(box.depth) + 1);
  const after = $from.after();
  const transaction = state.tr;
  if (empty && rest.size === 0 && next?.type === paragraph && next.content.size === 0)
    transaction.setSelection(TextSelection.create(state.doc, after + 1));
  else {
    transaction.insert(after, paragraph.create(null, rest));
    transaction.delete($from.pos, $from.end());
    const at = transaction.mapping.map(after, -1) + 1;
    transaction.setSelection(TextSelection.create(transaction.doc, at));
  }
  dispatch(transaction.scrollIntoView());
  return true;
};

/** Enter at the end of a block below the summary begins a paragraph: a summary is written once. */
export const goOnInDetails: Command = (state, dispatch) => {
  const { paragraph } = state.schema.nodes;
  const { $from, empty, $to } = state.selection;
  const box = around(state, 'details');
  if (!paragraph || !empty || !box || box.depth !== $from.depth - 1) return false;
  const { parent } = $from;
  if (parent.type.name === 'detailsSummary' || parent.type.spec.code) return false;
  if (!parent.isTextblock || $to.parentOffset !== parent.content.size) return false;
  if (!dispatch) return true;
  const after = $from.after();
  const transaction = state.tr.insert(after, paragraph.create({ lang: parent.attrs.lang as unknown }));
  dispatch(transaction.setSelection(TextSelection.create(transaction.doc, after + 1)).scrollIntoView());
  return true;
};

/** Takes the folding away; the summary becomes a paragraph before what it folded. */
export const removeDetails: Command = (state, dispatch) => {
  const { paragraph } = state.schema.nodes;
  const box = around(state, 'details');
  if (!paragraph || !box) return false;
  const blocks: ProseMirrorNode[] = [];
  box.node.forEach((child) => {
    const isSummary = child.type.name === 'detailsSummary';
    if (!isSummary) blocks.push(child);
    else if (child.content.size > 0 || box.node.childCount === 1)
      blocks.push(paragraph.create(child.attrs, child.content, child.marks));
  });
  const $at = state.doc.resolve(box.at);
  const content = Fragment.fromArray(blocks);
  if (!$at.parent.canReplace($at.index(), $at.index() + 1, content)) return false;
  if (!dispatch) return true;
  const transaction = state.tr.replaceWith(box.at, box.at + box.node.nodeSize, content);
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(box.at + 1)));
  dispatch(transaction.scrollIntoView());
  return true;
};

export const unwrapDetailsAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const isStart = empty && $from.parent.type.name === 'detailsSummary' && $from.parentOffset === 0;
  return isStart && removeDetails(state, dispatch);
};

export const detailsCommands: readonly EditorCommand[] = [
  {
    id: 'details',
    group: 'blocks',
    places: ['slash', 'insert'],
    label: 'blocks.details.insert',
    words: 'details toggle fold unfold collapsible summary accordion',
    icon: ListCollapse,
    ...doing(insertDetails),
  },
];

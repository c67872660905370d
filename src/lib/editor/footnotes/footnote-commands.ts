import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import { NodeSelection, TextSelection, type Command } from '@tiptap/pm/state';
import { doing, type EditorCommand } from '../commands/editor-command.ts';
import { noteAt } from './footnotes-in.ts';

/** A new note after the selection, with the cursor in it. */
export const insertFootnote: Command = (state, dispatch) => {
  const { footnote } = state.schema.nodes;
  const { $to } = state.selection;
  const { parent } = $to;
  if (!footnote || !parent.isTextblock || !parent.contentMatchAt($to.index()).matchType(footnote))
    return false;
  if (!dispatch) return true;
  const transaction = state.tr.insert($to.pos, footnote.create());
  transaction.setSelection(TextSelection.create(transaction.doc, $to.pos + 1));
  dispatch(transaction.scrollIntoView());
  return true;
};

/** From a note's words back to the sentence it belongs to. */
export const leaveNote: Command = (state, dispatch) => {
  const note = noteAt(state);
  if (!note) return false;
  const after = note.at + note.node.nodeSize;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, after)).scrollIntoView());
  return true;
};

/** Into the words of the note that is selected as a whole. */
export const enterNote: Command = (state, dispatch) => {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'footnote') return false;
  const end = selection.to - 1;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, end)).scrollIntoView());
  return true;
};

/**
 * A note is one step of the cursor, and is selected before a key deletes it: nobody removes the words
 * behind a small figure unawares.
 */
export const selectNote =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const node = direction < 0 ? $from.nodeBefore : $from.nodeAfter;
    if (!empty || node?.type.name !== 'footnote') return false;
    const at = direction < 0 ? $from.pos - node.nodeSize : $from.pos;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, at)).scrollIntoView());
    return true;
  };

/** At the edge of a note's words: the arrow leaves it; deleting takes an empty note away and nothing else. */
export const stepOut =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const note = atEdge(state, direction);
    if (!note) return false;
    const to = direction < 0 ? note.at : note.at + note.node.nodeSize;
    dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, to)));
    return true;
  };

export const deleteAtEdge =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const note = atEdge(state, direction);
    if (!note) return false;
    if (note.node.content.size === 0) dispatch?.(state.tr.delete(note.at, note.at + note.node.nodeSize));
    return true;
  };

function atEdge(state: Parameters<Command>[0], direction: -1 | 1) {
  const { $from, empty } = state.selection;
  const edge = direction < 0 ? 0 : $from.parent.content.size;
  const isAtEdge = empty && $from.parent.type.name === 'footnote' && $from.parentOffset === edge;
  return isAtEdge ? noteAt(state) : undefined;
}

export const footnoteCommands: readonly EditorCommand[] = [
  {
    id: 'footnote',
    group: 'references',
    places: ['slash', 'insert', 'keys'],
    label: 'blocks.footnote.insert',
    words: 'footnote note endnote reference',
    icon: NotebookPen,
    keys: 'Mod-Alt-f',
    ...doing(insertFootnote),
  },
];

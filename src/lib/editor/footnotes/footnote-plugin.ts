import { keydownHandler } from '@tiptap/pm/keymap';
import { Fragment, Slice, type Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { Translate } from '#lib/i18n/catalogue.ts';
import {
  deleteAtEdge,
  enterNote,
  insertFootnote,
  leaveNote,
  selectNote,
  stepOut,
} from './footnote-commands.ts';
import { FootnoteView, type NoteSpec } from './footnote-view.ts';
import { footnotesIn, noteAt, type PlacedNote } from './footnotes-in.ts';

/** The notes of the text as it is: their numbers follow from their order, nothing is stored. */
export interface Notes {
  /** In order; the same array as long as no note was added, removed, moved or changed. */
  readonly nodes: readonly ProseMirrorNode[];
  readonly open: number | undefined;
  readonly placed: readonly PlacedNote[];
  readonly decorations: DecorationSet;
}

export const footnotesKey = new PluginKey<Notes>('footnotes');

export const footnotePlugin = (options: { readonly t: Translate; readonly uid: string }): Plugin<Notes> =>
  new Plugin<Notes>({
    key: footnotesKey,
    state: {
      init: (_, state) => notesOf(state),
      apply: (transaction, before, _old, state) => following(transaction, before, state),
    },
    props: {
      decorations: (state) => footnotesKey.getState(state)?.decorations,
      nodeViews: {
        footnote: (_node, view, position, decorations) =>
          new FootnoteView(view, position, decorations, options),
      },
      handleKeyDown: keydownHandler({
        'Mod-Alt-f': insertFootnote,
        Enter: (...given) => enterNote(...given) || leaveNote(...given),
        'Shift-Enter': leaveNote,
        Escape: leaveNote,
        F2: enterNote,
        ArrowLeft: (...given) => stepOut(-1)(...given) || selectNote(-1)(...given),
        ArrowRight: (...given) => stepOut(1)(...given) || selectNote(1)(...given),
        Backspace: (...given) => deleteAtEdge(-1)(...given) || selectNote(-1)(...given),
        Delete: (...given) => deleteAtEdge(1)(...given) || selectNote(1)(...given),
      }),
      handleTextInput: (view, from, to, words) => {
        const { state } = view;
        const note = noteAt(state);
        if (!note) return false;
        // Typing on a selected note writes in it: replacing it would drop its words unseen.
        if (state.selection instanceof NodeSelection) {
          const end = note.at + note.node.nodeSize - 1;
          view.dispatch(state.tr.insertText(words, end));
          enterNote(view.state, view.dispatch);
          return true;
        }
        // `- ` begins a list in a paragraph; a note has no blocks.
        const before = note.node.textBetween(0, from - note.at - 1);
        if (words !== ' ' || !/^\s*([-+*>]|\d+\.|\[[ x]?\]|#{1,4}|`{3}.*)$/.test(before)) return false;
        view.dispatch(state.tr.insertText(words, from, to));
        return true;
      },
      handlePaste: (view, _event, slice) => {
        const note = noteAt(view.state);
        if (!note || view.state.selection instanceof NodeSelection) return false;
        view.dispatch(view.state.tr.replaceSelection(wordsOf(slice)).scrollIntoView());
        return true;
      },
    },
  });

/** What a note can take of something pasted: its words with their marks. */
function wordsOf(slice: Slice): Slice {
  const words: ProseMirrorNode[] = [];
  slice.content.descendants((node) => {
    const last = words.at(-1);
    if (node.isTextblock && last) words.push(node.type.schema.text(' '));
    if (node.isText) words.push(node);
    return !node.isText;
  });
  return new Slice(Fragment.fromArray(words), 0, 0);
}

function notesOf(state: EditorState): Notes {
  const placed = footnotesIn(state.doc);
  const open = openNote(state);
  return { placed, open, nodes: placed.map(({ node }) => node), decorations: decorate(state, placed, open) };
}

const openNote = (state: EditorState): number | undefined => noteAt(state)?.at;

function following(transaction: Transaction, before: Notes, state: EditorState): Notes {
  const open = openNote(state);
  if (!transaction.docChanged && open === before.open) return before;
  const placed = transaction.docChanged ? footnotesIn(state.doc) : before.placed;
  if (placed.length === 0 && before.placed.length === 0) return before;
  const isSame = same(
    placed.map(({ node }) => node),
    before.nodes,
  );
  return {
    placed,
    open,
    nodes: isSame ? before.nodes : placed.map(({ node }) => node),
    decorations: decorate(state, placed, open),
  };
}

const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((it, at) => it === right[at]);

const decorate = (state: EditorState, placed: readonly PlacedNote[], open: number | undefined) =>
  DecorationSet.create(
    state.doc,
    placed.map(({ at, node }, index) => {
      const spec: NoteSpec = { number: index + 1, open: at === open };
      return Decoration.node(at, at + node.nodeSize, {}, spec);
    }),
  );

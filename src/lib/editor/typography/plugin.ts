import type { ResolvedPos } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { undo } from '@tiptap/y-tiptap';
import { separateUndo } from '../tools/separate-undo.ts';
import { typographic } from './rules.ts';

/**
 * Puts the typographic sign where a plain one was typed. The plain one is written first, in a step of
 * its own: one undo, or Backspace at once, brings it back, and then it stays.
 */
interface Done {
  readonly from: number;
  readonly to: number;
  /** What was typed. */
  readonly plain: string;
}

const doneKey = new PluginKey<Done | null>('typography');

export interface TypographyOptions {
  /** Of the document. */
  readonly language: string;
  readonly isOn: () => boolean;
}

export const typographyPlugin = (options: TypographyOptions): Plugin =>
  new Plugin<Done | null>({
    key: doneKey,
    state: {
      init: () => null,
      apply: (transaction, done) => {
        const fresh = transaction.getMeta(doneKey) as Done | undefined;
        if (fresh) return fresh;
        return transaction.docChanged || transaction.selectionSet ? null : done;
      },
    },
    props: {
      handleTextInput: (view, from, to, typed) =>
        options.isOn() &&
        !view.composing &&
        typed.length === 1 &&
        replace(view, from, to, typed, options.language),
      handleKeyDown: (view, event) => {
        if (event.altKey || event.shiftKey) return false;
        const isCommand = event.ctrlKey || event.metaKey;
        if (event.key === 'Backspace' && !isCommand) return takeBack(view);
        return event.key.toLowerCase() === 'z' && isCommand && undoHere(view);
      },
    },
  });

function replace(view: EditorView, from: number, to: number, typed: string, language: string): boolean {
  const { state } = view;
  const $from = state.doc.resolve(from);
  if ($from.parent.type.spec.code || isCode(state, $from)) return false;
  const before = $from.parent.textBetween(
    Math.max(0, $from.parentOffset - 200),
    $from.parentOffset,
    null,
    '\ufffc',
  );
  const replacement = typographic(before, typed, languageAt(state, $from, language));
  if (!replacement) return false;
  view.dispatch(state.tr.insertText(typed, from, to).scrollIntoView());
  const start = from - replacement.before;
  const end = from + typed.length;
  const plain = before.slice(before.length - replacement.before) + typed;
  separateUndo(view.state);
  const change = view.state.tr.insertText(replacement.text, start, end);
  view.dispatch(change.setMeta(doneKey, { from: start, to: start + replacement.text.length, plain }));
  separateUndo(view.state);
  return true;
}

function takeBack(view: EditorView): boolean {
  const done = doneKey.getState(view.state);
  if (!done || !view.state.selection.empty || view.state.selection.from !== done.to) return false;
  const change = view.state.tr.insertText(done.plain, done.from, done.to);
  change.setSelection(TextSelection.create(change.doc, done.from + done.plain.length));
  view.dispatch(change);
  separateUndo(view.state);
  return true;
}

/** Undone, the words are the old ones; the cursor belongs behind them, where undo alone leaves it before. */
function undoHere(view: EditorView): boolean {
  const done = doneKey.getState(view.state);
  if (!done || !view.state.selection.empty || view.state.selection.from !== done.to) return false;
  undo(view.state);
  const { doc, tr } = view.state;
  const end = done.from + done.plain.length;
  if (doc.textBetween(done.from, Math.min(end, doc.content.size), '\n', '\n') === done.plain)
    view.dispatch(tr.setSelection(TextSelection.create(doc, end)));
  return true;
}

const marksAt = (state: EditorState, $from: ResolvedPos) => state.storedMarks ?? $from.marks();

const isCode = (state: EditorState, $from: ResolvedPos): boolean =>
  marksAt(state, $from).some((mark) => mark.type.spec.code);

/** The words' own language, else the nearest block's that says one, else the document's. */
export function languageAt(state: EditorState, $from: ResolvedPos, fallback: string): string {
  const own = marksAt(state, $from).find((mark) => mark.type.name === 'lang')?.attrs.lang as unknown;
  if (typeof own === 'string') return own;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const lang = $from.node(depth).attrs.lang as unknown;
    if (typeof lang === 'string') return lang;
  }
  return fallback;
}

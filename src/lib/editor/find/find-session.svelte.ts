import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, type EditorView } from '@tiptap/pm/view';
import { changedRange } from '../tools/changed-range.ts';
import { separateUndo } from '../tools/separate-undo.ts';
import { foundWords } from '../tools/tool-extensions.ts';
import { Finder, type FindOptions, type Match } from './matches.ts';

/**
 * One search while its panel is open: what is found, which of it one is at, and replacing it.
 * The search follows the text while others type; the selection moves when the panel is left.
 */

/** More matches than these are counted as “more than”: a single letter in 300 pages is found 500,000 times. */
export const MATCHES_MAX = 20_000;
/** Shown around the one at hand; so many fill the largest screen many times over. */
const SHOWN_MAX = 600;

export class FindSession {
  query = $state('');
  options = $state<FindOptions>({ matchCase: false, wholeWord: false, ignoreAccents: true });
  matches = $state.raw<readonly Match[]>([]);
  /** -1: none. */
  current = $state(-1);

  readonly #view: EditorView;
  #finder: Finder | undefined;
  #doc: ProseMirrorNode;
  /** Where the search goes on from: the match at hand, or the cursor when it began. */
  #place: number;

  constructor(view: EditorView) {
    this.#view = view;
    this.#doc = view.state.doc;
    this.#place = view.state.selection.from;
    const { from, to } = view.state.selection;
    const chosen = view.state.doc.textBetween(from, Math.min(to, from + 101), '\n', '\n');
    if (chosen.length <= 100 && !chosen.includes('\n')) this.query = chosen;
  }

  /** What is looked for has changed. */
  search(): void {
    this.#finder = this.query === '' ? undefined : new Finder(this.query, this.options);
    this.#find();
    this.#show();
  }

  /** Someone changed the text. */
  follow(): void {
    const { doc } = this.#view.state;
    if (doc === this.#doc) return;
    const change = changedRange(this.#doc, doc);
    if (change) this.#place = change.map(this.#place);
    this.#find();
    this.#mark();
  }

  go(direction: -1 | 1): void {
    const { length } = this.matches;
    if (length === 0) return;
    this.current = (this.current + direction + length) % length;
    this.#place = this.matches[this.current]?.from ?? this.#place;
    this.#show();
  }

  /** The one at hand; then on to the next. */
  replace(words: string): void {
    const match = this.matches[this.current];
    if (!match) return;
    const change = this.#view.state.tr;
    put(change, this.#view.state, match, words);
    this.#place = match.from + words.length;
    this.#dispatch(change);
    this.#find();
    this.#show();
  }

  /** Every one, as one step to undo. How many that were. */
  replaceAll(words: string): number {
    const { state } = this.#view;
    const all = this.#finder?.matchesIn(state.doc) ?? [];
    if (all.length === 0) return 0;
    const change = state.tr;
    // From the end, so that the places before stay where they are.
    for (const match of all.toReversed()) put(change, state, match, words);
    this.#dispatch(change);
    this.#find();
    this.#mark();
    return all.length;
  }

  /** Back to the text, at the match. */
  leave(): void {
    foundWords.show(this.#view, []);
    const match = this.matches[this.current];
    if (match) {
      const { state } = this.#view;
      this.#view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, match.from, match.to)));
    }
    this.#view.focus();
  }

  #dispatch(change: Transaction): void {
    separateUndo(this.#view.state);
    this.#view.dispatch(change);
    separateUndo(this.#view.state);
  }

  #find(): void {
    this.#doc = this.#view.state.doc;
    this.matches = this.#finder?.matchesIn(this.#doc, MATCHES_MAX) ?? [];
    const next = this.matches.findIndex(({ from }) => from >= this.#place);
    this.current = this.matches.length === 0 ? -1 : Math.max(0, next);
  }

  #mark(): void {
    const first = Math.max(0, this.current - SHOWN_MAX / 2);
    const shown = this.matches
      .slice(first, first + SHOWN_MAX)
      .map(({ from, to }, at) =>
        Decoration.inline(from, to, { class: first + at === this.current ? 'found current' : 'found' }),
      );
    foundWords.show(this.#view, shown);
  }

  #show(): void {
    this.#mark();
    const match = this.matches[this.current];
    if (!match) return;
    const { node } = this.#view.domAtPos(match.from + 1);
    const element = node instanceof Element ? node : node.parentElement;
    element?.closest('.found')?.scrollIntoView({ block: 'center', inline: 'nearest' });
    if (!element?.closest('.found')) element?.scrollIntoView({ block: 'center' });
  }
}

/** The new words look as the first of the old ones did. */
function put(change: Transaction, state: EditorState, { from, to }: Match, words: string): void {
  if (words === '') change.delete(from, to);
  else change.replaceWith(from, to, state.schema.text(words, state.doc.nodeAt(from)?.marks ?? []));
}

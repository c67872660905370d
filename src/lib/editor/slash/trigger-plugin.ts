import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { isChangeOrigin } from '../binding/binding.ts';
import type { OverlayState } from '../overlay/overlay-state.svelte.ts';

/**
 * Notices `/` and `@` as they are typed, and what is typed after them. A sign that merely stands in
 * the text (a date, `km/h`, an address) opens nothing.
 */
export interface Trigger {
  readonly sign: '/' | '@';
  /** Where the sign stands. */
  readonly from: number;
  readonly to: number;
  readonly query: string;
}

export const triggerKey = new PluginKey<Trigger | null>('trigger');

const QUERY_LENGTH_MAX = 40;

/** `/` at the start of a block or after a space; `@` after an opening bracket too. */
const TYPED = /(?:^|\s)(\/)([^\s/@][^/@]*)?$|(?:^|[\s(])(@)([^\s/@][^/@]*)?$/u;

export const triggerPlugin = (overlay: OverlayState): Plugin<Trigger | null> =>
  new Plugin<Trigger | null>({
    key: triggerKey,
    state: {
      init: () => null,
      apply: (transaction, before, _old, state) => following(transaction, before, state),
    },
    props: {
      handleKeyDown: (view, event) => {
        if (!triggerKey.getState(view.state)) return false;
        if (event.key === 'Escape') {
          view.dispatch(dismissed(view.state));
          return true;
        }
        return overlay.onKey?.(event) ?? false;
      },
    },
  });

/** The sign stays as a sign; the menu goes. */
export const dismissed = (state: EditorState): Transaction => state.tr.setMeta(triggerKey, 'dismiss');

function following(transaction: Transaction, before: Trigger | null, state: EditorState): Trigger | null {
  if (transaction.getMeta(triggerKey) === 'dismiss') return null;
  if (!before && (!transaction.docChanged || isChangeOrigin(transaction))) return null;
  const now = typedAt(state);
  if (!now) return null;
  if (!before) return now.query === '' && isTyped(transaction) ? now : null;
  // What others write replaces everything on the screen: positions are then no help.
  if (isChangeOrigin(transaction)) return now.sign === before.sign && now.query === before.query ? now : null;
  return now.sign === before.sign && now.from === transaction.mapping.map(before.from, -1) ? now : null;
}

/** One sign was put in, as a key does; a paste or an undo brings more, or something else. */
function isTyped(transaction: Transaction): boolean {
  let inserted = 0;
  for (const map of transaction.mapping.maps)
    map.forEach((_from, _to, from, to) => {
      inserted += to - from;
    });
  return inserted === 1;
}

function typedAt(state: EditorState): Trigger | null {
  const { selection } = state;
  if (!(selection instanceof TextSelection) || !selection.empty) return null;
  const { $from } = selection;
  if (!$from.parent.isTextblock || $from.parent.type.spec.code) return null;
  if ($from.marks().some((mark) => mark.type.name === 'code')) return null;
  const start = Math.max(0, $from.parentOffset - QUERY_LENGTH_MAX);
  // Anything that is not a letter (a note, a reference) ends the query.
  const words = $from.parent.textBetween(start, $from.parentOffset, undefined, '/');
  const match = TYPED.exec(words);
  if (!match) return null;
  const sign = match[1] === '/' ? '/' : '@';
  const query = (sign === '/' ? match[2] : match[4]) ?? '';
  return { sign, query, from: $from.pos - query.length - 1, to: $from.pos };
}

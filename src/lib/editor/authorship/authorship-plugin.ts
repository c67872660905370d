import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { authorRunAt, type AuthorRun } from './author-at.ts';

const key = new PluginKey<AuthorRun | null>('authorship');

/**
 * Marks the passage under the pointer or at the cursor that one browser wrote, and reports it.
 * It looks at the one passage only, so that it costs the same in a long text as in a short one.
 */
export const authorshipPlugin = (report: (run: AuthorRun | null) => void): Plugin<AuthorRun | null> =>
  new Plugin({
    key,
    state: {
      init: () => null,
      apply(transaction, run) {
        const chosen = transaction.getMeta(key) as AuthorRun | null | undefined;
        if (chosen !== undefined) return chosen;
        // The passage may not be one any more.
        return transaction.docChanged ? null : run;
      },
    },
    props: {
      decorations(state) {
        const run = key.getState(state);
        if (!run) return null;
        return DecorationSet.create(state.doc, [
          Decoration.inline(run.from, run.to, { class: 'author-run' }),
        ]);
      },
    },
    view(view) {
      const follower = new Follower(view, report);
      return {
        update: (current, previous) => {
          if (!current.state.selection.eq(previous.selection)) follower.look(current.state.selection.head);
        },
        destroy: () => follower.destroy(),
      };
    },
  });

/** Follows the pointer, once per frame. */
class Follower {
  readonly #view: EditorView;
  readonly #report: (run: AuthorRun | null) => void;
  readonly #move = (event: PointerEvent) => {
    const { clientX: left, clientY: top } = event;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const at = this.#view.posAtCoords({ left, top });
      if (at) this.look(at.pos);
    });
  };
  #frame = 0;

  constructor(view: EditorView, report: (run: AuthorRun | null) => void) {
    this.#view = view;
    this.#report = report;
    view.dom.addEventListener('pointermove', this.#move);
  }

  look(position: number): void {
    const { state } = this.#view;
    const known = key.getState(state);
    if (known && known.from <= position && position < known.to) return;
    const run = authorRunAt(state, position) ?? (position > 0 ? authorRunAt(state, position - 1) : null);
    if (run === null && known === null) return;
    // Not inside another transaction: views are told of one while it is being applied.
    queueMicrotask(() => {
      if (!this.#view.isDestroyed) this.#view.dispatch(this.#view.state.tr.setMeta(key, run));
    });
    this.#report(run);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#view.dom.removeEventListener('pointermove', this.#move);
  }
}

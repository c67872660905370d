import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { authorRunAt, type AuthorRun } from './author-at.ts';

const key = new PluginKey<AuthorRun | null>('authorship');

/** Whom to tell; `null`: nobody asks, and nothing is followed. */
export interface AuthorshipAsker {
  report: ((run: AuthorRun | null) => void) | null;
}

/**
 * Marks the passage under the pointer or at the cursor that one browser wrote, and reports it.
 * It looks at the one passage only, so that it costs the same in a long text as in a short one.
 */
export const authorshipPlugin = (asker: AuthorshipAsker): Plugin<AuthorRun | null> =>
  new Plugin<AuthorRun | null>({
    key,
    state: {
      init: (): AuthorRun | null => null,
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
      const follower = new Follower(view, asker);
      return {
        update: (current, previous) => follower.updated(!current.state.selection.eq(previous.selection)),
        destroy: () => follower.destroy(),
      };
    },
  });

/** Follows the pointer, once per frame. */
class Follower {
  readonly #view: EditorView;
  readonly #asker: AuthorshipAsker;
  readonly #move = (event: PointerEvent) => {
    // A browser tells of a move also when the page moved under a resting pointer.
    const hasMoved = event.movementX !== 0 || event.movementY !== 0;
    if (!this.#asker.report || !hasMoved) return;
    const { clientX: left, clientY: top } = event;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const at = this.#view.posAtCoords({ left, top });
      if (at) this.look(at.pos);
    });
  };
  /** Marking a passage puts the cursor where the state has it: not between a key and the cursor’s move by it. */
  readonly #key = () => cancelAnimationFrame(this.#frame);
  #frame = 0;
  #isAsked = false;

  constructor(view: EditorView, asker: AuthorshipAsker) {
    this.#view = view;
    this.#asker = asker;
    view.dom.addEventListener('pointermove', this.#move);
    view.dom.addEventListener('keydown', this.#key);
  }

  /** Whoever begins to ask is told at once of the passage at their cursor. */
  updated(hasMoved: boolean): void {
    const begins = this.#asker.report !== null && !this.#isAsked;
    this.#isAsked = this.#asker.report !== null;
    if (!begins && !hasMoved) return;
    // What was done last counts: a move of the pointer that is not looked at yet came before.
    cancelAnimationFrame(this.#frame);
    this.look(this.#view.state.selection.head);
  }

  look(position: number): void {
    if (!this.#asker.report) return;
    const { state } = this.#view;
    const known = key.getState(state);
    if (known && known.from <= position && position < known.to) return;
    const run = authorRunAt(state, position) ?? (position > 0 ? authorRunAt(state, position - 1) : null);
    if (run === null && known === null) return;
    // Not inside another transaction: views are told of one while it is being applied.
    queueMicrotask(() => {
      if (!this.#view.isDestroyed) this.#view.dispatch(this.#view.state.tr.setMeta(key, run));
    });
    this.#asker.report(run);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#view.dom.removeEventListener('pointermove', this.#move);
    this.#view.dom.removeEventListener('keydown', this.#key);
  }
}

/** After somebody began or ceased to ask: nothing is marked that nobody asks for. */
export const askedAnew = (view: EditorView): void => view.dispatch(view.state.tr.setMeta(key, null));

import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Mapping } from '@tiptap/pm/transform';
import { DecorationSet, type Decoration, type EditorView } from '@tiptap/pm/view';
import { changedRange } from './changed-range.ts';

/**
 * Decorations that a tool loaded later puts on the text: adding a plugin to a running editor would
 * make the binding start anew, so the place for them is there from the beginning.
 */
export class Highlights {
  readonly #key: PluginKey<DecorationSet>;
  readonly plugin: Plugin<DecorationSet>;

  constructor(name: string) {
    const key = new PluginKey<DecorationSet>(name);
    this.#key = key;
    this.plugin = new Plugin<DecorationSet>({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, shown, before, after) => {
          const fresh = transaction.getMeta(key) as readonly Decoration[] | undefined;
          if (fresh) return DecorationSet.create(after.doc, [...fresh]);
          if (!transaction.docChanged || shown === DecorationSet.empty) return shown;
          const change = changedRange(before.doc, after.doc);
          return change ? shown.map(new Mapping([change]), after.doc) : shown;
        },
      },
      props: { decorations: (state) => key.getState(state) },
    });
  }

  show(view: EditorView, decorations: readonly Decoration[]): void {
    const isEmpty = this.#key.getState(view.state) === DecorationSet.empty;
    if (decorations.length === 0 && isEmpty) return;
    view.dispatch(view.state.tr.setMeta(this.#key, decorations).setMeta('addToHistory', false));
  }
}

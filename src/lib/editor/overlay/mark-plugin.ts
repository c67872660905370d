import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';

/** Marks the block that somebody was led to, for a moment. On this screen only. */
const markKey = new PluginKey<DecorationSet>('mark');

export const markPlugin = (): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    key: markKey,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, before, _old, { doc }) => {
        const at = transaction.getMeta(markKey) as number | null | undefined;
        if (at === undefined) return before.map(transaction.mapping, transaction.doc);
        const node = at === null ? null : doc.nodeAt(at);
        if (at === null || !node) return DecorationSet.empty;
        return DecorationSet.create(doc, [Decoration.node(at, at + node.nodeSize, { class: 'led-to' })]);
      },
    },
    props: { decorations: (state) => markKey.getState(state) },
  });

export function markBlock(view: EditorView, at: number, forMs: number): void {
  view.dispatch(view.state.tr.setMeta(markKey, at));
  setTimeout(() => {
    if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(markKey, null));
  }, forMs);
}

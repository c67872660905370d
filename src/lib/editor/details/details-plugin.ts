import { keydownHandler } from '@tiptap/pm/keymap';
import { Plugin, type Command, type EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { Translate } from '#lib/i18n/catalogue.ts';
import { around, leaveBox } from '../callouts/containers.ts';
import { enterDetails, goOnInDetails, unwrapDetailsAtStart } from './details-commands.ts';
import { detailsViewOf, DetailsView } from './details-view.ts';

export const detailsPlugin = (t: Translate): Plugin =>
  new Plugin({
    props: {
      nodeViews: { details: (node) => new DetailsView(node, t) },
      handleKeyDown: keydownHandler({
        Enter: (...given) =>
          enterDetails(...given) || leaveBox('details')(...given) || goOnInDetails(...given),
        Backspace: unwrapDetailsAtStart,
        'Mod-Enter': toggleDetails,
      }),
    },
    view: () => ({
      update: (view, before) => {
        // What others write moves a selection that nobody has set.
        if (!view.hasFocus()) return;
        if (!view.state.selection.eq(before.selection) || view.state.doc !== before.doc) openAround(view);
      },
    }),
  });

/** Opens what the selection has come into, below a summary: nobody writes where they cannot see. */
export function openAround(view: EditorView): void {
  const { $from } = view.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name !== 'details') continue;
    const isInSummary = $from.node(depth + 1).type.name === 'detailsSummary';
    const shown = detailsViewOf(view.nodeDOM($from.before(depth)));
    if (!isInSummary && shown?.isOpen === false) shown.toggle(true);
  }
}

const toggleDetails: Command = (state: EditorState, _dispatch, view) => {
  const box = around(state, 'details');
  const shown = box && view ? detailsViewOf(view.nodeDOM(box.at)) : undefined;
  shown?.toggle();
  return shown !== undefined;
};

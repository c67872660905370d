import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { cursorOf, type Binding } from './cursor.ts';

/**
 * Tells the others where the cursor is, while the text has the focus. What others write moves nobody's
 * relative position, so it makes nobody speak: else each edit would be answered by everybody in the room.
 */
export const ownCaret = (awareness: Awareness): Plugin =>
  new Plugin({
    view: (view) => {
      const tell = (): void => publish(view, awareness);
      view.dom.addEventListener('focusin', tell);
      view.dom.addEventListener('focusout', tell);
      return {
        update: ({ state }, before) => {
          if (state.doc !== before.doc || !state.selection.eq(before.selection)) tell();
        },
        destroy: () => {
          view.dom.removeEventListener('focusin', tell);
          view.dom.removeEventListener('focusout', tell);
          awareness.setLocalStateField('cursor', null);
        },
      };
    },
  });

function publish(view: EditorView, awareness: Awareness): void {
  const sync = ySyncPluginKey.getState(view.state) as Binding | undefined;
  if (!sync?.binding) return;
  const told = cursorOf(awareness.getLocalState());
  if (!view.hasFocus()) {
    if (told) awareness.setLocalStateField('cursor', null);
    return;
  }
  const { type, binding } = sync;
  const relative = (at: number): Y.RelativePosition =>
    absolutePositionToRelativePosition(at, type, binding.mapping) as Y.RelativePosition;
  const { anchor, head } = view.state.selection;
  const now = { anchor: relative(anchor), head: relative(head) };
  const isSame =
    told &&
    Y.compareRelativePositions(told.anchor, now.anchor) &&
    Y.compareRelativePositions(told.head, now.head);
  if (!isSame) awareness.setLocalStateField('cursor', now);
}

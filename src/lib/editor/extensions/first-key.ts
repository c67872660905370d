import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What ProseMirror 1.x keeps of the last focus; not part of its public types. */
type WithInput = EditorView & { readonly input?: { lastFocus: number } };

/**
 * Home as the first key after the text took the focus goes to its beginning. ProseMirror takes a cursor that
 * comes there within 200 ms for one that the browser reset, and puts it back; after a key it is the person’s.
 */
export const firstKeyPlugin = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view: WithInput) {
          if (view.input) view.input.lastFocus = 0;
          return false;
        },
      },
    },
  });

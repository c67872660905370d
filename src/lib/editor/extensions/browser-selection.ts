import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What ProseMirror 1.x knows of the page’s selection; not part of its public types. */
type WithObserver = EditorView & {
  readonly domObserver?: {
    readonly queue: readonly unknown[];
    onSelectionChange(): void;
  };
};

/** Texts in which the person has just moved the cursor, and the browser has not told of it yet. */
const moved = new WeakSet<EditorView>();

const MOVING_KEY = /^(Arrow|Home$|End$|Page)/;

/**
 * Takes over where the person has just put the cursor. The browser tells of it in a task of its own; the
 * next key may be pressed before it, and would act where the cursor was; what others write or where they
 * stand may be shown before it, and would put the cursor back. Not where a program gives the text the
 * focus: there the text’s own selection counts.
 */
export function readBrowserSelection(view: WithObserver): void {
  const { domObserver } = view;
  // What is typed and not yet read comes with its own selection.
  if (!domObserver || !moved.has(view) || view.composing || domObserver.queue.length > 0) return;
  domObserver.onSelectionChange();
}

const watchMoves = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        mousedown: (view) => void moved.add(view),
        keydown: (view, { key }) => {
          readBrowserSelection(view);
          if (MOVING_KEY.test(key)) moved.add(view);
        },
        blur: (view) => void moved.delete(view),
      },
    },
    view: (view) => {
      const page = view.dom.ownerDocument;
      const told = (): void => void moved.delete(view);
      page.addEventListener('selectionchange', told);
      return { destroy: () => page.removeEventListener('selectionchange', told) };
    },
  });

/** The hook is for what changes nothing but how the text is shown: others’ carets, marks. */
export const browserSelection = Extension.create({
  name: 'browserSelection',
  addProseMirrorPlugins: () => [watchMoves()],
  dispatchTransaction({ transaction, next }) {
    const { view } = this.editor;
    if (!transaction.docChanged && !transaction.selectionSet) {
      const { doc, selection } = view.state;
      readBrowserSelection(view);
      const isMoved = view.state.doc === doc && !view.state.selection.eq(selection);
      if (isMoved) transaction.setSelection(view.state.selection);
    }
    next(transaction);
  },
});

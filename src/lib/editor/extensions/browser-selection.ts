import { Extension } from '@tiptap/core';
import type { EditorView } from '@tiptap/pm/view';

/** What ProseMirror 1.x knows of the page’s selection; not part of its public types. */
type WithObserver = EditorView & {
  readonly domObserver?: {
    readonly queue: readonly unknown[];
    onSelectionChange(): void;
  };
};

/**
 * Takes over where the cursor was just put. The browser tells a click’s selection in a task of its own; what
 * others write or where they stand may be shown before it, and would put the cursor back to where it was.
 */
export function readBrowserSelection(view: WithObserver): void {
  const { domObserver } = view;
  // What is typed and not yet read comes with its own selection.
  if (!domObserver || view.composing || domObserver.queue.length > 0) return;
  domObserver.onSelectionChange();
}

/** For what changes nothing but how the text is shown: others’ carets, marks. */
export const browserSelection = Extension.create({
  name: 'browserSelection',
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

import type { EditorState } from '@tiptap/pm/state';
import { yUndoPluginKey } from '@tiptap/y-tiptap';

/** What follows is a step of its own for undo, not the end of what was typed just before. */
export function separateUndo(state: EditorState): void {
  const undo = yUndoPluginKey.getState(state) as { undoManager: { stopCapturing(): void } } | undefined;
  undo?.undoManager.stopCapturing();
}

import { NodeSelection, type EditorState } from '@tiptap/pm/state';
import { isInTable } from '@tiptap/pm/tables';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import { hasAncestor, markRange } from './commands.ts';

/** What the toolbar shows of the place where the cursor is. */
export interface ActiveState {
  /** `paragraph`, `heading-2`, `codeBlock` …; empty where several kinds are selected. */
  readonly block: string;
  readonly marks: ReadonlySet<string>;
  readonly list: 'bulletList' | 'orderedList' | 'taskList' | undefined;
  readonly isQuote: boolean;
  readonly isTable: boolean;
  readonly href: string | null;
  /** The target of the cross-reference that is selected. */
  readonly reference: string | null;
  /** Of the selected words or blocks, where it differs from the document's. */
  readonly language: string | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const LISTS = ['bulletList', 'orderedList', 'taskList'] as const;

export function activeState(state: EditorState): ActiveState {
  const { $from } = state.selection;
  return {
    block: blockOf(state),
    marks: marksOf(state),
    list: nearestList(state),
    isQuote: hasAncestor(state, 'blockquote'),
    isTable: isInTable(state),
    href: (markRange(state, 'link').value?.href as string | undefined) ?? null,
    reference: referenceOf(state),
    language:
      (markRange(state, 'lang').value?.lang as string | undefined) ??
      ($from.parent.attrs.lang as string | undefined) ??
      null,
    ...history(state),
  };
}

function referenceOf({ selection }: EditorState): string | null {
  const isOne = selection instanceof NodeSelection && selection.node.type.name === 'crossReference';
  return isOne && typeof selection.node.attrs.target === 'string' ? selection.node.attrs.target : null;
}

function blockOf(state: EditorState): string {
  const kinds = new Set<string>();
  for (const { $from, $to } of state.selection.ranges)
    state.doc.nodesBetween($from.pos, $to.pos, (node) => {
      if (node.isTextblock)
        kinds.add(node.type.name === 'heading' ? `heading-${node.attrs.level as number}` : node.type.name);
      return !node.isTextblock;
    });
  return kinds.size === 1 ? ([...kinds][0] ?? '') : '';
}

function marksOf(state: EditorState): Set<string> {
  const { empty, from, to, $from } = state.selection;
  if (empty) return new Set((state.storedMarks ?? $from.marks()).map((mark) => mark.type.name));
  return new Set(
    Object.values(state.schema.marks)
      .filter((type) => state.doc.rangeHasMark(from, to, type))
      .map((type) => type.name),
  );
}

function nearestList(state: EditorState): ActiveState['list'] {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const found = LISTS.find((name) => name === $from.node(depth).type.name);
    if (found) return found;
  }
  return undefined;
}

interface UndoState {
  readonly undoManager: { readonly undoStack: readonly unknown[]; readonly redoStack: readonly unknown[] };
}

function history(state: EditorState): { canUndo: boolean; canRedo: boolean } {
  const manager = (yUndoPluginKey.getState(state) as UndoState | undefined)?.undoManager;
  return { canUndo: (manager?.undoStack.length ?? 0) > 0, canRedo: (manager?.redoStack.length ?? 0) > 0 };
}

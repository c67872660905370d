import { Extension } from '@tiptap/core';
import { keydownHandler } from '@tiptap/pm/keymap';
import { Plugin, type Command } from '@tiptap/pm/state';
import { columnResizing, isInTable } from '@tiptap/pm/tables';
import type { EditorView } from '@tiptap/pm/view';
import { headerScopesPlugin } from './header-scopes.ts';
import {
  COLUMN_WIDTH_PX_MIN,
  leaveTable,
  moveLine,
  nextCellOrRow,
  widen,
  writeInCell,
} from './table-commands.ts';
import { TableView } from './table-view.ts';

/**
 * tables/ is what one does with a table: keys, widths, the bar at it.
 * Invariant: it changes a table only on its own person's command; what two people made ragged at
 * once is left to the server (binding/table-editing.ts holds the library back).
 * Selecting cells, and pasting into them, are the library's.
 */
export const tableExtension = Extension.create({
  name: 'tables',
  // Before the text's own keys: Enter, Tab and Escape mean something else among cells.
  priority: 300,
  addProseMirrorPlugins: () => [
    tableKeys(),
    columnResizing({ cellMinWidth: COLUMN_WIDTH_PX_MIN, View: null }),
    tableViews(),
    headerScopesPlugin(),
  ],
});

const tableKeys = (): Plugin => {
  const handle = keydownHandler({
    Tab: nextCellOrRow,
    Enter: writeInCell,
    Escape: writeInCell,
    'Mod-Enter': leaveTable,
    // At the table's edge too: elsewhere these move the whole block.
    'Alt-Shift-ArrowUp': amongCells(moveLine('row', -1)),
    'Alt-Shift-ArrowDown': amongCells(moveLine('row', 1)),
    'Alt-Shift-ArrowLeft': amongCells(widen(-1)),
    'Alt-Shift-ArrowRight': amongCells(widen(1)),
  });
  return new Plugin({
    props: { handleKeyDown: (view: EditorView, event) => view.editable && handle(view, event) },
  });
};

const amongCells =
  (command: Command): Command =>
  (state, dispatch, view) =>
    command(state, dispatch, view) || isInTable(state);

const tableViews = (): Plugin =>
  new Plugin({ props: { nodeViews: { table: (node) => new TableView(node) } } });

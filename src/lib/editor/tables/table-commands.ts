import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Selection, TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import {
  addRow,
  CellSelection,
  goToNextCell,
  isInTable,
  moveTableColumn,
  moveTableRow,
  rowIsHeader,
  selectedRect,
  TableMap,
  type TableRect,
} from '@tiptap/pm/tables';
import type { EditorView } from '@tiptap/pm/view';

/**
 * What is done to a table beyond the library's own commands. Each says whether it applies. A table
 * that two people changed at once is mended by the server, never here (E16).
 */

/** On to the next cell; from the last one into a new row. */
export const nextCellOrRow: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!dispatch) return true;
  const rect = selectedRect(state);
  const widened = addRow(state.tr, rect, rect.map.height);
  const table = widened.doc.nodeAt(rect.tableStart - 1);
  if (!table) return false;
  const first = rect.tableStart + TableMap.get(table).positionAt(rect.map.height, 0, table);
  dispatch(widened.setSelection(Selection.near(widened.doc.resolve(first + 1))).scrollIntoView());
  return true;
};

/** From selected cells back to writing in the one where the selection ends. */
export const writeInCell: Command = (state, dispatch) => {
  const { selection } = state;
  if (!(selection instanceof CellSelection)) return false;
  const cell = selection.$headCell.nodeAfter;
  if (!cell) return false;
  const end = selection.$headCell.pos + cell.nodeSize - 1;
  dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve(end), -1)).scrollIntoView());
  return true;
};

/** Out of the table, to a paragraph after it; one is made where there is none. */
export const leaveTable: Command = (state, dispatch) => {
  if (!isInTable(state)) return false;
  const rect = selectedRect(state);
  const after = rect.tableStart - 1 + rect.table.nodeSize;
  const next = state.doc.resolve(after).nodeAfter;
  if (!dispatch) return true;
  const { paragraph } = state.schema.nodes;
  const leaving = state.tr;
  if (!next?.isTextblock && paragraph) leaving.insert(after, paragraph.create());
  leaving.setSelection(TextSelection.near(leaving.doc.resolve(after + 1)));
  dispatch(leaving.scrollIntoView());
  return true;
};

/** Selects the row or column at hand whole. */
export const selectLine =
  (line: 'row' | 'column'): Command =>
  (state, dispatch) => {
    if (!isInTable(state)) return false;
    const rect = selectedRect(state);
    const { map, table, tableStart } = rect;
    const [top, left] = line === 'row' ? [rect.top, 0] : [0, rect.left];
    const [bottom, right] =
      line === 'row' ? [rect.bottom - 1, map.width - 1] : [map.height - 1, rect.right - 1];
    const anchor = state.doc.resolve(tableStart + map.positionAt(top, left, table));
    const head = state.doc.resolve(tableStart + map.positionAt(bottom, right, table));
    dispatch?.(state.tr.setSelection(new CellSelection(anchor, head)));
    return true;
  };

/** Moves the row or column at hand past its neighbour. */
export const moveLine =
  (line: 'row' | 'column', direction: -1 | 1): Command =>
  (state, dispatch) => {
    if (!isInTable(state)) return false;
    const rect = selectedRect(state);
    const [from, last] = line === 'row' ? [rect.top, rect.map.height - 1] : [rect.left, rect.map.width - 1];
    const to = from + direction;
    if (to < 0 || to > last || hasMerged(rect.table)) return false;
    if (!dispatch) return true;
    const move = line === 'row' ? moveTableRow : moveTableColumn;
    return move({ from, to })(state, dispatch);
  };

/** Across merged cells a line has no place of its own to move to. */
function hasMerged(table: ProseMirrorNode): boolean {
  let found = false;
  table.descendants((node) => {
    if (node.type.spec.tableRole === 'table') return false;
    const { colspan = 1, rowspan = 1 } = node.attrs as { colspan?: number; rowspan?: number };
    found ||= colspan > 1 || rowspan > 1;
    return !node.isTextblock && !found;
  });
  return found;
}

const WIDTH_STEP_PX = 20;
export const COLUMN_WIDTH_PX_MIN = 40;

/** Makes the columns at hand wider or narrower; the first time, every column keeps the width it has. */
export const widen =
  (direction: -1 | 1): Command =>
  (state, dispatch, view) => {
    if (!isInTable(state)) return false;
    const rect = selectedRect(state);
    if (!dispatch || !view) return true;
    const widths = shownWidths(view, rect).map((width, column) =>
      column >= rect.left && column < rect.right
        ? Math.max(COLUMN_WIDTH_PX_MIN, width + direction * WIDTH_STEP_PX)
        : width,
    );
    return setWidths(() => widths)(state, dispatch);
  };

/** Columns as wide as each other: none has a width of its own any more. */
export const distributeWidths: Command = (state, dispatch) =>
  isInTable(state) && setWidths(() => null)(state, dispatch);

const setWidths =
  (widthsOf: (rect: TableRect) => readonly number[] | null): Command =>
  (state, dispatch) => {
    const rect = selectedRect(state);
    const widths = widthsOf(rect);
    const change = state.tr;
    for (const at of new Set(rect.map.map)) {
      const cell = rect.table.nodeAt(at);
      if (!cell) continue;
      const { left, right } = rect.map.findCell(at);
      const colwidth = widths?.slice(left, right) ?? null;
      if (String(colwidth) !== String(cell.attrs.colwidth))
        change.setNodeMarkup(rect.tableStart + at, null, { ...cell.attrs, colwidth });
    }
    if (!change.docChanged) return false;
    dispatch?.(change);
    return true;
  };

/** The widths on screen, in px. */
function shownWidths(view: EditorView, { map, table, tableStart }: TableRect): number[] {
  const widths = Array.from({ length: map.width }, () => 0);
  for (const at of new Set(map.map)) {
    const element = view.nodeDOM(tableStart + at);
    const { left, right } = map.findCell(at);
    const own = table.nodeAt(at)?.attrs.colwidth as readonly number[] | null;
    const shown = element instanceof HTMLElement ? element.offsetWidth / (right - left) : 0;
    for (let column = left; column < right; column += 1)
      if (widths[column] === 0 || right - left === 1)
        widths[column] = Math.round(own?.[column - left] || shown);
  }
  return widths.map((width) => Math.max(COLUMN_WIDTH_PX_MIN, width));
}

export interface TableFacts {
  readonly hasHeaderRow: boolean;
  readonly hasHeaderColumn: boolean;
}

/** What the table's own bar shows; null outside a table. */
export function tableFacts(state: EditorState): TableFacts | null {
  if (!isInTable(state)) return null;
  const { map, table } = selectedRect(state);
  if (map.width === 0) return null;
  let hasHeaderColumn = map.height > 0;
  for (let row = 0; row < map.height; row += 1) {
    const cell = table.nodeAt(map.map[row * map.width] ?? 0);
    hasHeaderColumn &&= cell?.type.spec.tableRole === 'header_cell';
  }
  return {
    hasHeaderRow: rowIsHeader(map, table, 0),
    hasHeaderColumn,
  };
}

import type { Block, Cell, Table } from './print-model.ts';

/** A cell as the text has it: spans may point past the table or into each other. */
export interface LooseCell {
  readonly header: boolean;
  readonly colspan: number;
  readonly rowspan: number;
  readonly widths: readonly number[] | null;
  readonly language: string | null;
  readonly blocks: readonly Block[];
}

/** Word refuses tables of more columns. */
const COLUMNS_MAX = 60;

interface Line {
  readonly loose: readonly LooseCell[];
  /** Which columns are covered, from above too. */
  readonly taken: boolean[];
  readonly cells: Cell[];
}

/**
 * A complete grid from loose rows: two people editing a table at once can leave ragged rows and
 * spans that overlap. Nothing written is lost: what has no place goes into the cell before it.
 */
export function tableGrid(loose: readonly (readonly LooseCell[])[], onSimplified: () => void): Table | null {
  const rows = loose.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  const headerRows = leadingHeaderRows(rows);
  const columns = Math.min(COLUMNS_MAX, widestRow(rows));
  const lines = rows.map((row): Line => ({
    loose: row,
    taken: new Array<boolean>(columns).fill(false),
    cells: [],
  }));
  const widths = new Array<number>(columns).fill(0);

  lines.forEach((line, y) => {
    const inHeader = y < headerRows;
    const below = lines.slice(y, inHeader ? headerRows : undefined);
    for (const cell of line.loose) {
      const column = line.taken.indexOf(false);
      if (column < 0) {
        keepInCellBefore(lines.slice(0, y + 1), cell);
        onSimplified();
        continue;
      }
      const colspan = freeRun(line.taken, column, cell.colspan);
      const covered = below.slice(0, freeDepth(below, column, colspan, cell.rowspan));
      const rowspan = covered.length;
      if (colspan !== cell.colspan || rowspan !== cell.rowspan) onSimplified();
      for (const { taken } of covered) taken.fill(true, column, column + colspan);
      cell.widths?.slice(0, colspan).forEach((width, i) => (widths[column + i] ||= width));
      const { header, language, blocks } = cell;
      line.cells.push({ header: header || inHeader, column, colspan, rowspan, language, blocks });
    }
    fillGaps(line, inHeader);
  });
  return {
    columns,
    widths: widths.every((width) => width > 0) ? widths : null,
    headerRows,
    rows: lines.map((line) => line.cells),
  };
}

/** Rows of header cells only, at the top; a table of nothing else has one header row. */
function leadingHeaderRows(rows: readonly (readonly LooseCell[])[]): number {
  const first = rows.findIndex((row) => row.some((cell) => !cell.header));
  return first < 0 ? Math.min(1, rows.length - 1) : first;
}

/** Columns of the widest row, with what spans down into it. */
function widestRow(rows: readonly (readonly LooseCell[])[]): number {
  let spanning: { readonly colspan: number; readonly left: number }[] = [];
  return rows.reduce((widest, row) => {
    const all = [...spanning, ...row.map(({ colspan, rowspan }) => ({ colspan, left: rowspan }))];
    spanning = all.map(({ colspan, left }) => ({ colspan, left: left - 1 })).filter(({ left }) => left > 0);
    return Math.max(
      widest,
      all.reduce((sum, { colspan }) => sum + colspan, 0),
    );
  }, 1);
}

function freeRun(taken: readonly boolean[], from: number, wanted: number): number {
  const blocked = taken.slice(from, from + wanted).indexOf(true);
  return blocked < 0 ? Math.min(wanted, taken.length - from) : blocked;
}

function freeDepth(below: readonly Line[], column: number, colspan: number, wanted: number): number {
  const reach = below.slice(0, wanted);
  const blocked = reach.findIndex(({ taken }) => taken.slice(column, column + colspan).includes(true));
  return blocked < 0 ? reach.length : blocked;
}

function keepInCellBefore(lines: readonly Line[], cell: LooseCell): void {
  const host = lines.findLast((line) => line.cells.length > 0);
  const last = host?.cells.pop();
  if (host && last) host.cells.push({ ...last, blocks: [...last.blocks, ...cell.blocks] });
}

function fillGaps({ taken, cells }: Line, header: boolean): void {
  taken.forEach((is, column) => {
    if (!is) cells.push({ header, column, colspan: 1, rowspan: 1, language: null, blocks: [] });
  });
  taken.fill(true);
  cells.sort((a, b) => a.column - b.column);
}

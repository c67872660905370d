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

/**
 * A complete grid from loose rows: two people editing a table at once can leave ragged rows and
 * spans that overlap. Nothing written is lost: what has no place goes into the row's last cell.
 */
export function tableGrid(loose: readonly (readonly LooseCell[])[], onSimplified: () => void): Table | null {
  const rows = loose.filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  const headerRows = leadingHeaderRows(rows);
  const columns = Math.min(COLUMNS_MAX, widestRow(rows));
  const taken: boolean[][] = rows.map(() => new Array<boolean>(columns).fill(false));
  const placed: Cell[][] = rows.map(() => []);
  const widths = new Array<number>(columns).fill(0);

  rows.forEach((row, y) => {
    for (const cell of row) {
      const column = taken[y]!.indexOf(false);
      if (column < 0) {
        keepInLastCell(placed[y]!, placed.slice(0, y), cell);
        onSimplified();
        continue;
      }
      const band = y < headerRows ? headerRows : rows.length;
      const colspan = freeRun(taken[y]!, column, cell.colspan);
      const rowspan = freeDepth(taken, y, column, colspan, Math.min(cell.rowspan, band - y));
      if (colspan !== cell.colspan || rowspan !== cell.rowspan) onSimplified();
      for (let i = y; i < y + rowspan; i++) taken[i]!.fill(true, column, column + colspan);
      cell.widths?.slice(0, colspan).forEach((width, i) => (widths[column + i] ||= width));
      const { header, language, blocks } = cell;
      placed[y]!.push({ header: header || y < headerRows, column, colspan, rowspan, language, blocks });
    }
    fillGaps(placed[y]!, taken[y]!, y < headerRows);
  });
  return { columns, widths: widths.every((width) => width > 0) ? widths : null, headerRows, rows: placed };
}

/** Rows of header cells only, at the top; a table of nothing else has one header row. */
function leadingHeaderRows(rows: readonly (readonly LooseCell[])[]): number {
  const first = rows.findIndex((row) => row.some((cell) => !cell.header));
  return first < 0 ? Math.min(1, rows.length - 1) : first;
}

function widestRow(rows: readonly (readonly LooseCell[])[]): number {
  const carried = new Array<number>(rows.length).fill(0);
  let widest = 1;
  rows.forEach((row, y) => {
    const own = row.reduce((sum, cell) => sum + cell.colspan, 0);
    widest = Math.max(widest, own + carried[y]!);
    for (const cell of row)
      for (let i = y + 1; i < Math.min(rows.length, y + cell.rowspan); i++) carried[i]! += cell.colspan;
  });
  return widest;
}

function freeRun(taken: readonly boolean[], from: number, wanted: number): number {
  let run = 0;
  while (run < wanted && taken[from + run] === false) run += 1;
  return run;
}

function freeDepth(
  taken: readonly boolean[][],
  y: number,
  column: number,
  colspan: number,
  wanted: number,
): number {
  let depth = 1;
  while (depth < wanted && taken[y + depth]!.slice(column, column + colspan).every((is) => !is)) depth += 1;
  return depth;
}

function keepInLastCell(row: Cell[], above: readonly Cell[][], cell: LooseCell): void {
  const host = row.length > 0 ? row : above.findLast((cells) => cells.length > 0);
  const last = host?.at(-1);
  if (host && last) host[host.length - 1] = { ...last, blocks: [...last.blocks, ...cell.blocks] };
}

function fillGaps(row: Cell[], taken: boolean[], header: boolean): void {
  taken.forEach((is, column) => {
    if (!is) row.push({ header, column, colspan: 1, rowspan: 1, language: null, blocks: [] });
    taken[column] = true;
  });
  row.sort((a, b) => a.column - b.column);
}

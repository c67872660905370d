import type { Block, Table } from './print-model.ts';

/** Shares of a table's width: as someone set them, else by the longest text of a column, its root so that none starves. */
export function columnShares(table: Table): number[] {
  if (table.widths) return [...table.widths];
  const longest = new Array<number>(table.columns).fill(8);
  for (const cell of table.rows.flat())
    if (cell.colspan === 1)
      longest[cell.column] = Math.max(longest[cell.column] ?? 0, Math.min(400, lengthOf(cell.blocks)));
  return longest.map((length) => Math.round(Math.sqrt(length) * 10));
}

function lengthOf(blocks: readonly Block[]): number {
  let length = 0;
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') length += value.length;
    return value;
  });
  return length;
}

import { hasWords } from '#lib/core/match-words.ts';

export type Cell = string | number | null;

export interface Order {
  readonly key: string;
  readonly descending: boolean;
}

/** A press on a column's name: up, down, as it came. */
export function nextOrder(order: Order | null, key: string): Order | null {
  if (order?.key !== key) return { key, descending: false };
  return order.descending ? null : { key, descending: true };
}

/** Rows in an order, stable; what has no value stands last either way. */
export function inOrder<Row>(
  rows: readonly Row[],
  order: Order | null,
  valueOf: (row: Row, key: string) => Cell,
  compare: (a: string, b: string) => number,
): readonly Row[] {
  if (!order) return rows;
  const direction = order.descending ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [valueOf(one, order.key), valueOf(other, order.key)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const difference = typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
    return direction * difference;
  });
}

/** Rows of which every typed word is somewhere in a cell. */
export function found<Row>(
  rows: readonly Row[],
  typed: string,
  cellsOf: (row: Row) => readonly Cell[],
): readonly Row[] {
  if (typed.trim() === '') return rows;
  return rows.filter((row) =>
    hasWords(
      typed,
      cellsOf(row).map((cell) => String(cell ?? '')),
    ),
  );
}

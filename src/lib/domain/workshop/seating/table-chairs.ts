import { at } from './int-array.ts';
import type { SeatingProblem } from './seating-problem.ts';

/**
 * Chairs in use at each table: as even as the tables allow, and no more tables than can be filled to the least size
 * that works, save those where somebody is fixed. A few chairs stay empty: which ones is open.
 */
export function chairsInUse(problem: SeatingProblem): Int32Array {
  const { people, tables, fixedAt, rules } = problem;
  const [min] = rules.perTable;
  const fixedCounts = new Int32Array(tables.length);
  for (const table of fixedAt) if (table >= 0) fixedCounts[table] = at(fixedCounts, table) + 1;
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const seats = [...widestChairs(problem)];

  const filled = min > 0 ? Math.max(1, Math.floor(people.length / min)) : tables.length;
  const order = tables.map((_, index) => index);
  order.sort(
    (a, b) =>
      Math.sign(at(fixedCounts, b)) - Math.sign(at(fixedCounts, a)) ||
      Number(tables[b]?.hasStepFree) - Number(tables[a]?.hasStepFree) ||
      a - b,
  );
  const open = new Set<number>();
  let places = 0;
  for (const table of order)
    if (at(fixedCounts, table) > 0 || open.size < filled || places < people.length) {
      open.add(table);
      places += seats[table] ?? 0;
    }

  let level = 0;
  const upTo = (height: number) =>
    seats.map((count, table) => (open.has(table) ? Math.min(count, height) : 0));
  const highest = Math.max(0, ...seats);
  while (level < highest && sum(upTo(level)) < people.length) level += 1;
  return Int32Array.from(upTo(level), (count, table) =>
    Math.max(count, Math.min(at(fixedCounts, table), tables[table]?.capacity ?? 0)),
  );
}

/** All chairs that the format lets be used: better one too many at a table than somebody without one. */
export function widestChairs({ people, tables, rules }: SeatingProblem): Int32Array {
  const max = rules.perTable[1];
  const within = (limit: number) => Int32Array.from(tables, ({ capacity }) => Math.min(capacity, limit));
  const planned = within(max > 0 ? max : Infinity);
  return planned.reduce((total, count) => total + count, 0) >= people.length ? planned : within(Infinity);
}

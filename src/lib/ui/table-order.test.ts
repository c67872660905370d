import { expect, test } from 'vitest';
import { found, inOrder, nextOrder, type Cell } from './table-order.ts';

interface Row {
  readonly name: string;
  readonly people: number | null;
}
const rows: Row[] = [
  { name: 'Isère', people: 14 },
  { name: 'aosta', people: null },
  { name: 'Åbo', people: 3 },
];
const valueOf = (row: Row, key: string): Cell => row[key as keyof Row];
const { compare } = new Intl.Collator('fi');
const names = (sorted: readonly Row[]) => sorted.map(({ name }) => name);

test('a column is sorted up, then down, then as it came', () => {
  const up = nextOrder(null, 'name');
  expect(up).toEqual({ key: 'name', descending: false });
  const down = nextOrder(up, 'name');
  expect(down).toEqual({ key: 'name', descending: true });
  expect(nextOrder(down, 'name')).toBeNull();
  expect(nextOrder(down, 'people')).toEqual({ key: 'people', descending: false });
});

test('words are sorted as the reader’s language has them, numbers by their size', () => {
  expect(names(inOrder(rows, { key: 'name', descending: false }, valueOf, compare))).toEqual([
    'aosta',
    'Isère',
    'Åbo',
  ]);
  expect(names(inOrder(rows, { key: 'people', descending: false }, valueOf, compare))).toEqual([
    'Åbo',
    'Isère',
    'aosta',
  ]);
});

test('what has no value stands last also when sorted down', () =>
  expect(names(inOrder(rows, { key: 'people', descending: true }, valueOf, compare))).toEqual([
    'Isère',
    'Åbo',
    'aosta',
  ]));

test('every typed word is looked for, without its accents', () => {
  const cellsOf = (row: Row) => [row.name, row.people];
  expect(names(found(rows, 'isere 14', cellsOf))).toEqual(['Isère']);
  expect(names(found(rows, 'isere 3', cellsOf))).toEqual([]);
  expect(found(rows, '  ', cellsOf)).toBe(rows);
});

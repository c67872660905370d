import { expect, test } from 'vitest';
import { editingPeriods } from './editing-periods.ts';

const MINUTE_MS = 60_000;
const entry = (seq: number, author: string, minute: number) => ({ seq, author, atMs: minute * MINUTE_MS });

test('writing without a longer pause is one version, with its authors, the busiest first', () => {
  expect(editingPeriods([entry(1, 'ada', 0), entry(2, 'bo', 5), entry(3, 'bo', 34)])).toEqual([
    { firstSeq: 1, lastSeq: 3, startedAtMs: 0, endedAtMs: 34 * MINUTE_MS, authors: ['bo', 'ada'] },
  ]);
});

test('after a pause of more than half an hour a new one begins', () => {
  const periods = editingPeriods([entry(1, 'ada', 0), entry(2, 'ada', 31), entry(3, 'bo', 40)]);
  expect(periods.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq])).toEqual([
    [1, 1],
    [2, 3],
  ]);
});

test('a day of writing is cut every two hours', () => {
  const day = Array.from({ length: 60 }, (_, at) => entry(at + 1, 'ada', at * 5));
  expect(editingPeriods(day).map(({ lastSeq }) => lastSeq)).toEqual([25, 50, 60]);
});

test('an untouched text has none', () => {
  expect(editingPeriods([])).toEqual([]);
});

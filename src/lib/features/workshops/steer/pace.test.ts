import { expect, test } from 'vitest';
import type { TableView } from '#lib/domain/workshop/running/views.ts';
import type { Stage } from '#lib/domain/workshop/format.ts';
import { byUrgency, clockText, driftMinutes, silentMinutes } from './pace.ts';

const MINUTE = 60_000;

test.each([
  [600_000, '10:00'],
  [599_400, '10:00'],
  [65_000, '1:05'],
  [0, '0:00'],
  [-400, '0:00'],
  [-30_000, '−0:30'],
])('the clock says of %i ms', (leftMs, text) => {
  expect(clockText(leftMs)).toBe(text);
});

test('a stage that keeps to its minutes is on time; what is added, paused or overrun is late', () => {
  // The second stage, 10 minutes from minute 5, begun on time at minute 5; it is minute 8.
  const step = { startsAtMinute: 5, stage: { minutes: 10 } as Stage };
  const at = (minute: number, leftMinutes: number) =>
    driftMinutes({ startedAtMs: 0 }, step, { nowMs: minute * MINUTE, leftMs: leftMinutes * MINUTE });
  expect(at(8, 7)).toBe(0);
  expect(at(8, 12)).toBe(5);
  expect(at(17, -2)).toBe(2);
  // Gone on before the time was up.
  expect(at(3, 9)).toBe(-3);
  expect(driftMinutes({ startedAtMs: null }, step, { nowMs: 0, leftMs: 0 })).toBeNull();
});

const table = (number: number, facts: Partial<TableView> = {}): TableView => ({
  ...{ number, topics: {}, languages: [], capacity: 8, seats: ['ana'], cards: 0, hidden: 0 },
  ...{ helpSinceMs: null, wroteAtMs: null },
  ...facts,
});
const writing: Pick<Stage, 'add'> = { add: { by: ['participant'], kinds: ['idea'] } };

test('silence counts from the last word or the stage’s begin, whichever came later, and only where people may write', () => {
  const now = { nowMs: 20 * MINUTE, beganAtMs: 15 * MINUTE };
  expect(silentMinutes(table(1), writing, now)).toBe(5);
  expect(silentMinutes(table(1, { wroteAtMs: 2 * MINUTE }), writing, now)).toBe(5);
  expect(silentMinutes(table(1, { wroteAtMs: 16.5 * MINUTE }), writing, now)).toBe(3);
  expect(silentMinutes(table(1, { wroteAtMs: 18 * MINUTE }), writing, now)).toBeNull();
  expect(silentMinutes(table(1, { seats: [] }), writing, now)).toBeNull();
  expect(silentMinutes(table(1), {}, now)).toBeNull();
});

test('who has waited longest for help stands first, the others in their order', () => {
  const tables = [table(1), table(4, { helpSinceMs: 900 }), table(2), table(3, { helpSinceMs: 500 })];
  expect(tables.sort(byUrgency).map(({ number }) => number)).toEqual([3, 4, 1, 2]);
});

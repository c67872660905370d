import { expect, test } from 'vitest';
import { isWorthKeeping, visitNow, type Visit } from './visit.ts';

const MINUTE = 60_000;

test('on the first visit nothing is earlier', () =>
  expect(visitNow(null, 1_000)).toEqual({ sinceMs: null, seenAtMs: 1_000 }));

test('a reload and a look at a text empty nothing: it is the same visit', () => {
  let visit: Visit = { sinceMs: 500, seenAtMs: 100 * MINUTE };
  for (const minutes of [101, 129, 158]) visit = visitNow(visit, minutes * MINUTE);
  expect(visit).toEqual({ sinceMs: 500, seenAtMs: 158 * MINUTE });
  expect(visitNow({ sinceMs: null, seenAtMs: 0 }, MINUTE).sinceMs).toBeNull();
});

test('after half an hour of absence, what happened since then is new', () =>
  expect(visitNow({ sinceMs: 500, seenAtMs: 100 * MINUTE }, 131 * MINUTE)).toEqual({
    sinceMs: 100 * MINUTE,
    seenAtMs: 131 * MINUTE,
  }));

test('a visit is written down when it begins, and then once a minute at most', () => {
  const kept = { sinceMs: 500, seenAtMs: 1_000 };
  expect(isWorthKeeping(null, kept)).toBe(true);
  expect(isWorthKeeping(kept, { ...kept, seenAtMs: 1_000 + MINUTE - 1 })).toBe(false);
  expect(isWorthKeeping(kept, { ...kept, seenAtMs: 1_000 + MINUTE })).toBe(true);
  expect(isWorthKeeping(kept, { sinceMs: 1_000, seenAtMs: 1_001 })).toBe(true);
});

import { expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { createAttempts, type AttemptLimits } from './attempts.ts';

const seminar = {
  burst: limits.signInAttemptsBurst,
  perMinute: limits.signInAttemptsPerMinute,
  keysMax: limits.signInAddressesMax,
};

function setUp(options: Partial<AttemptLimits> = {}) {
  let nowMs = 0;
  const attempts = createAttempts({ nowMs: () => nowMs, after: () => () => {} }, { ...seminar, ...options });
  const allowed = (address: string, times: number) =>
    Array.from({ length: times }, () => attempts(address)).filter(Boolean).length;
  return { allowed, wait: (ms: number) => (nowMs += ms) };
}

test('a seminar of 200 people behind one address may open its links, twice each', () => {
  const { allowed } = setUp();
  expect(allowed('seminar', 400)).toBe(400);
  expect(limits.signInAttemptsBurst).toBeGreaterThanOrEqual(400);
});

test('an address that goes on trying is held up, and no other with it', () => {
  const { allowed, wait } = setUp({ burst: 3, perMinute: 6 });
  expect(allowed('a', 10)).toBe(3);
  expect(allowed('b', 1)).toBe(1);
  wait(10_000);
  expect(allowed('a', 10)).toBe(1);
  wait(3_600_000);
  expect(allowed('a', 10)).toBe(3);
});

test('memory stays bounded: the address unheard of for longest is forgotten', () => {
  const { allowed } = setUp({ burst: 1, perMinute: 0, keysMax: 2 });
  expect([allowed('a', 1), allowed('b', 1), allowed('a', 1), allowed('c', 1)]).toEqual([1, 1, 0, 1]);
  expect(allowed('a', 1)).toBe(0);
  expect(allowed('b', 1)).toBe(1);
});

test('whoever goes on trying while held up does not lengthen the wait', () => {
  const { allowed, wait } = setUp({ burst: 2, perMinute: 1 });
  expect(allowed('a', 2)).toBe(2);
  for (let second = 0; second < 59; second++) {
    wait(1_000);
    expect(allowed('a', 1)).toBe(0);
  }
  wait(1_001);
  expect(allowed('a', 1)).toBe(1);
});

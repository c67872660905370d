import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GrowingWait } from './growing-wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Seconds after which it acted, when each act fails. */
function watched() {
  const begunAt = Date.now();
  const acts: number[] = [];
  const wait: GrowingWait = new GrowingWait(
    () => {
      acts.push((Date.now() - begunAt) / 1_000);
      wait.begin();
    },
    { firstMs: 5_000, longestMs: 20_000 },
  );
  return { wait, acts };
}

test('it waits longer each time, up to the longest', () => {
  const { wait, acts } = watched();
  wait.begin();
  vi.advanceTimersByTime(76_000);
  expect(acts).toEqual([5, 15, 35, 55, 75]);
});

test('begun again while it waits, it acts once', () => {
  const { wait, acts } = watched();
  wait.begin();
  wait.begin();
  vi.advanceTimersByTime(6_000);
  expect(acts).toEqual([5]);
});

test('after a success the waits are short again; stopped, it acts no more', () => {
  const { wait, acts } = watched();
  wait.begin();
  vi.advanceTimersByTime(16_000);
  wait.succeeded();
  vi.advanceTimersByTime(25_000);
  expect(acts).toEqual([5, 15, 35, 40]);
  wait.stop();
  vi.advanceTimersByTime(100_000);
  expect(acts).toHaveLength(4);
});

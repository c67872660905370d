import { expect, test } from 'vitest';
import { clockMood, clockText } from './clock-words.ts';

test.each([
  [240_000, '4:00', 'calm'],
  [239_001, '4:00', 'calm'],
  [120_000, '2:00', 'soon'],
  [5_000, '0:05', 'soon'],
  [0, '0:00', 'soon'],
  [-61_000, '1:01', 'over'],
] as const)('with %i ms left the clock says %s and is %s', (leftMs, text, mood) => {
  expect([clockText(leftMs), clockMood(leftMs)]).toEqual([text, mood]);
});

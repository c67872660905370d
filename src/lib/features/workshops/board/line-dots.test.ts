import { expect, test } from 'vitest';
import { dotsOnLine, standOn } from './line-dots.ts';

test('every token is one dot, at the ends too', () => {
  const dots = dotsOnLine([0, 1, 49, 51, 100, 100]);
  expect(dots.reduce((sum, it) => sum + it, 0)).toBe(6);
  expect([dots[0], dots.at(-1)]).toEqual([2, 2]);
});

test('where there is no middle, a token goes on to the side it was moving to', () => {
  expect(standOn(50, 40, true)).toBe(51);
  expect(standOn(50, 60, true)).toBe(49);
  expect(standOn(50, 60, false)).toBe(50);
  expect(standOn(72, 60, true)).toBe(72);
});

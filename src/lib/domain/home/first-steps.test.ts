import { expect, test } from 'vitest';
import { stepsOf, type FirstStepsFacts } from './first-steps.ts';

const none: FirstStepsFacts = {
  organisations: 0,
  members: 1,
  invitations: 0,
  works: 0,
  writersOfOneText: 0,
  versions: 0,
};
const done = (more: Partial<FirstStepsFacts>) =>
  stepsOf({ ...none, ...more })?.flatMap((it) => (it.done ? it.step : [])) ?? null;

test('a new partnership has five first steps, none of them done', () => {
  expect(stepsOf(none)).toHaveLength(5);
  expect(done({})).toEqual([]);
});

test('each ticks itself from what is there', () => {
  expect(done({ organisations: 2 })).toEqual(['organisations']);
  expect(done({ invitations: 1 })).toEqual(['people']);
  expect(done({ members: 2 })).toEqual(['people']);
  expect(done({ works: 3, writersOfOneText: 1 })).toEqual(['text']);
  expect(done({ works: 1, writersOfOneText: 2, versions: 1 })).toEqual(['text', 'together', 'version']);
});

test('once people write together nothing needs explaining any more', () =>
  expect(done({ members: 2, works: 1, writersOfOneText: 2 })).toBeNull());

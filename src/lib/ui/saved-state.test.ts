import { expect, test } from 'vitest';
import { worthSpeaking, type SavedState } from './saved-state.ts';

/** What a screen reader hears while the states follow each other. */
function heard(states: readonly SavedState[]): SavedState[] {
  const spoken: SavedState[] = [];
  for (const state of states) if (worthSpeaking(state, spoken.at(-1) ?? null)) spoken.push(state);
  return spoken;
}

test('typing is not interrupted by saving and saved', () => {
  expect(heard(['connecting', 'saved', 'saving', 'saved', 'saving', 'saved'])).toEqual([]);
});

test('trouble is spoken once, and that it is over', () => {
  expect(heard(['saved', 'offline', 'connecting', 'offline', 'saving', 'saved', 'saving', 'saved'])).toEqual([
    'offline',
    'saved',
  ]);
});

test('a second trouble is spoken after a first', () => {
  expect(heard(['offline', 'refused', 'reload'])).toEqual(['offline', 'refused', 'reload']);
});

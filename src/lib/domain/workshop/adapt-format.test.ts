import { expect, test } from 'vitest';
import { adaptFormat, type FormatChange } from './adapt-format.ts';
import { checkFormat } from './check-format.ts';
import type { Format } from './format.ts';
import { format, stage } from './testing/small-format.ts';

const looped = format({
  minutes: 26,
  zones: [
    { id: 'wall', names: { en: 'Wall', fr: 'Mur' }, layout: 'grid' },
    { id: 'extra', names: { en: 'Extra' }, layout: 'list' },
  ],
  stages: [
    stage({ id: 'open', minutes: 6 }),
    stage({
      id: 'write',
      minutes: 5,
      minutesMax: 6,
      loop: 'x',
      repeat: 2,
      zones: ['wall', 'extra'],
      add: { by: ['participant'], kinds: ['idea'] },
    }),
    stage({ id: 'read', minutes: 5, loop: 'x', repeat: 2, zones: ['wall'] }),
  ],
});

const adapted = (...changes: FormatChange[]): Format => {
  const result = adaptFormat(looped, changes);
  if (!result.ok) throw new Error(result.problem.code);
  return result.value;
};
const refused = (...changes: FormatChange[]): string | null => {
  const result = adaptFormat(looped, changes);
  return result.ok ? null : result.problem.code;
};

test('minutes and rounds are added up anew', () => {
  expect(adapted({ change: 'minutes', stage: 'open', minutes: 10 }).minutes).toBe(30);
  const thrice = adapted({ change: 'repeat', loop: 'x', times: 3 });
  expect(thrice.minutes).toBe(36);
  expect(thrice.stages.map(({ repeat }) => repeat)).toEqual([undefined, 3, 3]);
});

test('an interpreted workshop takes a quarter longer, its limits too', () => {
  const slow = adapted({ change: 'interpreted' });
  expect(slow.stages.map(({ minutes }) => minutes)).toEqual([8, 7, 7]);
  expect(slow.stages[1]?.minutesMax).toBe(7);
  expect(slow.minutes).toBe(36);
});

test('words are changed in the languages that are given, the others stay', () => {
  const mine = adapted(
    { change: 'prompt', stage: 'open', prompts: { fr: 'Bienvenue.' } },
    { change: 'zone', zone: 'wall', names: { fr: 'Fresque' } },
  );
  expect(mine.stages[0]?.prompts).toEqual({ en: 'Write what comes to mind.', fr: 'Bienvenue.' });
  expect(mine.zones[0]?.names).toEqual({ en: 'Wall', fr: 'Fresque' });
});

test('a zone may be left out where something else takes the cards', () => {
  const without = adapted({ change: 'withoutZone', zone: 'extra' });
  expect(without.zones.map(({ id }) => id)).toEqual(['wall']);
  expect(without.stages[1]?.zones).toEqual(['wall']);
  expect(refused({ change: 'withoutZone', zone: 'extra' }, { change: 'withoutZone', zone: 'wall' })).toBe(
    'zone-needed',
  );
});

test('what is not there, or would not hold, is refused', () => {
  expect(refused({ change: 'minutes', stage: 'dance', minutes: 5 })).toBe('unknown-stage');
  expect(refused({ change: 'repeat', loop: 'y', times: 2 })).toBe('unknown-loop');
  expect(refused({ change: 'zone', zone: 'floor', names: { fr: 'Sol' } })).toBe('unknown-zone');
  expect(refused({ change: 'minutes', stage: 'open', minutes: 0 })).toBe('bad-format');
  expect(refused({ change: 'prompt', stage: 'open', prompts: { fr: 'x'.repeat(401) } })).toBe('bad-format');
});

test('the format itself stays as it was', () => {
  const before = structuredClone(looped);
  adapted({ change: 'interpreted' }, { change: 'withoutZone', zone: 'extra' });
  expect(looped).toEqual(before);
  expect(checkFormat(looped).ok).toBe(true);
});

import { expect, test } from 'vitest';
import { initials } from './initials.ts';

test.each([
  ['Anna-Liisa Virtanen', 'AV'],
  ['Élodie Martin', 'ÉM'],
  ['Jan van den Berg', 'JB'],
  ['Giulia', 'G'],
  ['d’Hondt (Namur)', 'DN'],
  ['  ', '?'],
  ['?', '?'],
])('%s is shown as %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

import { expect, test } from 'vitest';
import { passwordFault } from './password.ts';

const ada = { name: 'Ada Lovelace-Byron', email: 'countess@example.org' };

test.each([
  ['', 'missing'],
  ['eleven char', 'too-short'],
  // Eleven characters, though twenty-two units.
  ['😀😁😂😃😄😅😆😇😈😉😊', 'too-short'],
  ['ten trains to '.repeat(19), 'too-long'],
  ['the house of lovelace', 'holds-name'],
  ['LOVELACE likes trains', 'holds-name'],
  ['Lovelàce likes trains', 'holds-name'],
  ['Countess of mornings', 'holds-name'],
  ['password1234', 'common'],
  ['P@ssw0rd!P@ssw0rd!', 'common'],
  ['MotDePasse2050!', 'common'],
  ['azertyuiop123', 'common'],
  ['123456789012', 'common'],
  ['abcdefghijklmnop', 'common'],
  ['210987654321', 'common'],
  ['aaaaaaaaaaaaaaaa', 'common'],
  ['Tandem-2026-Tandem', 'common'],
  ['1984-11-22 12:00', 'common'],
])('“%s” is refused: %s', (password, fault) => {
  expect(passwordFault(password, ada)).toBe(fault);
});

test.each([
  'four trains to Aosta',
  'correct horse battery staple',
  'mélange de thé à la menthe',
  // Parts of a name that are too short to mean it.
  'adagio for cellos',
  'kN7#qz!vR2pW',
  'пароль для поезда в Аосту',
])('“%s” is accepted', (password) => {
  expect(passwordFault(password, ada)).toBeNull();
});

test('somebody without an e-mail address is judged by the rest', () => {
  expect(passwordFault('countess of mornings', { ...ada, email: null })).toBeNull();
});

import { expect, test } from 'vitest';
import { isFound, nameOf, nextCode, termsIn, type Concept, type Term } from './concept.ts';

const term = (lang: string, text: string, status: Term['status'] = 'approved'): Term => ({
  lang,
  text,
  status,
});
const educator: Concept = {
  id: 'c',
  partnershipId: 'p',
  code: 'C04',
  definitions: { fr: 'Accompagne au quotidien.' },
  notes: {},
  equivalence: { en: 'none' },
  doNotTranslate: true,
  terms: [
    term('en', 'special educator', 'forbidden'),
    term('fr', 'éducateur spécialisé'),
    term('fr', 'éduc spé', 'proposed'),
    term('nl-BE', 'opvoeder'),
  ],
  revision: 1,
};

test('a forbidden word is never a name, but leads to the concept that says why', () => {
  expect(termsIn(educator, 'en')).toEqual([]);
  expect(nameOf(educator, 'en').text).toBe('éducateur spécialisé');
  expect(isFound(educator, 'SPECIAL')).toBe(true);
});

test('a concept is found by a word of any language, without accents, and by its code', () => {
  expect(['educateur', 'opvoeder', 'c04', 'quotidien'].map((word) => isFound(educator, word))).toEqual([
    ...[true, true, true, true],
  ]);
  expect(isFound(educator, 'mediator')).toBe(false);
});

test('the first term is the name; a regional language serves the language and the other way round', () => {
  expect(nameOf(educator, 'fr').text).toBe('éducateur spécialisé');
  expect(nameOf(educator, 'nl').text).toBe('opvoeder');
  expect(nameOf(educator, 'fr-BE').text).toBe('éducateur spécialisé');
  expect(nameOf({ ...educator, terms: [] }, 'fr').text).toBe('C04');
});

test('a new concept gets the number after the highest', () => {
  expect(nextCode([])).toBe('C01');
  expect(nextCode(['C02', 'C09', 'X77'])).toBe('C10');
  expect(nextCode(['C99'])).toBe('C100');
});

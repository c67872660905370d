import { describe, expect, test } from 'vitest';
import { typographic } from './rules.ts';

/** What is on the page after these keys, one after the other. */
function typed(keys: string, language: string): string {
  let page = '';
  for (const key of keys) {
    const replacement = typographic(page, key, language);
    page = replacement ? page.slice(0, page.length - replacement.before) + replacement.text : page + key;
  }
  return page;
}

describe('French', () => {
  test.each([
    ['Quoi ?', 'Quoi\u202f?'],
    ['Quoi?', 'Quoi\u202f?'],
    ['Oui ! Non; bien', 'Oui\u202f! Non\u202f; bien'],
    ['Quoi ?!', 'Quoi\u202f?!'],
    ['Objectif : agir', 'Objectif\u00a0: agir'],
    ['Objectif: agir', 'Objectif\u00a0: agir'],
    ['"mot"', '«\u00a0mot\u00a0»'],
    ['" mot "', '«\u00a0mot\u00a0»'],
    ['« mot »', '«\u00a0mot\u00a0»'],
    ['«mot»', '«\u00a0mot\u00a0»'],
    ["l'action d'aujourd'hui", 'l’action d’aujourd’hui'],
    ['dit "le \'mot\' juste"', 'dit «\u00a0le “mot” juste\u00a0»'],
    ['(2 fois) ; fin', '(2 fois)\u202f; fin'],
  ])('%j becomes %j', (keys, page) => expect(typed(keys, 'fr')).toBe(page));

  test.each(['https://example.org/a?b', 'mailto:a@example.org', '12:30', '(?)'])(
    'an address, a time or a sign alone stays as it is: %j',
    (keys) => expect(typed(keys, 'fr')).toBe(keys),
  );

  test('Canada sets a space before the colon only, Switzerland narrow ones in its guillemets', () => {
    expect(typed('Quoi? Ainsi: "oui"', 'fr-CA')).toBe('Quoi? Ainsi\u00a0: «\u00a0oui\u00a0»');
    expect(typed('Ainsi : "oui"', 'fr-CH')).toBe('Ainsi\u202f: «\u202foui\u202f»');
  });
});

test.each([
  ['en', "\"It's\" ('so')", '“It’s” (‘so’)'],
  ['en', "the '90s", 'the ’90s'],
  ['en-IE', 'Why? So: "yes"', 'Why? So: “yes”'],
  ['de', '"Wort \'innen\' gut"', '„Wort ‚innen‘ gut“'],
  ['de', "Wie geht's?", 'Wie geht’s?'],
  ['de-CH', '"Wort"', '«Wort»'],
  ['nl', '"woord"', '‘woord’'],
  ['nl', "'s avonds in 't huis", '’s avonds in ’t huis'],
  ['fi', '"sana"', '”sana”'],
  ['sv', '"ord"', '”ord”'],
  ['it', 'l\'azione "bella"', 'l’azione «bella»'],
  ['pl', '"słowo"', '„słowo”'],
])('%s: %j becomes %j', (language, keys, page) => expect(typed(keys, language)).toBe(page));

test('dashes and the ellipsis are the same in every language', () => {
  expect(typed('2027--2050', 'en')).toBe('2027–2050');
  expect(typed('so---yes', 'fi')).toBe('so—yes');
  expect(typed('and so on...', 'it')).toBe('and so on…');
});

test('a line of hyphens stays one: it makes a dividing line', () => {
  expect(typed('---', 'fr')).toBe('---');
});

test('a language without rules here keeps its quotes as typed', () => {
  expect(typed('"x"', 'xx')).toBe('"x"');
});

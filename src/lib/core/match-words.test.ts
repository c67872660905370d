import { expect, test } from 'vitest';
import { hasWords, matchWords, wordsOf } from './match-words.ts';

const found = (query: string, ...texts: string[]) => matchWords(wordsOf(query), texts);

test('words are found in any order, without accents and capitals, all of them or none', () => {
  expect(found('social metiers', 'Les métiers du social')).toBeGreaterThan(0);
  expect(found('métiers 2050', 'Les métiers du social')).toBe(0);
  expect(found('coeur', 'Au cœur des métiers')).toBeGreaterThan(0);
});

test('what several texts hold together is found', () => {
  expect(found('d1 typologie', 'D1', 'Typologie partagée')).toBeGreaterThan(0);
});

test('a beginning counts more than the middle of a word', () => {
  const [start, word, within] = ['Typologie', 'La typologie', 'Prototypologie'].map((it) => found('typ', it));
  expect(start).toBeGreaterThan(word ?? 0);
  expect(word).toBeGreaterThan(within ?? 0);
  // The word stands whole later on, after its letters stood within another.
  expect(found('art', 'Start with art')).toBe(word);
});

test('without a word everything is found alike', () => {
  expect(found('  ', 'a')).toBe(found('', 'b'));
  expect(found('', 'a')).toBeGreaterThan(0);
});

test.each([
  ['eleo', true],
  ['isere editor', true],
  ['EDITOR Éléonore', true],
  ['editor italy', false],
  ['', true],
])('“%s” among what is known of Éléonore', (typed, found) =>
  expect(hasWords(typed, ['Éléonore', 'Isère', 'Editor, for France'])).toBe(found),
);

import { expect, test } from 'vitest';
import { fold, plainLetters } from './fold.ts';

test('accents and capitals are no reason not to be found', () => {
  expect(fold('Éléonore Ångström')).toBe('eleonore angstrom');
  // The same letter, composed and in two signs.
  expect(fold('\u00c9tape')).toBe(fold('E\u0301tape'));
});

test('a ligature is found by its two letters', () => {
  expect(fold('Œuvre')).toBe('oeuvre');
  expect(fold('Straße, Æquo')).toBe('strasse, aequo');
});

test('other scripts and signs stay what they are', () => {
  expect(fold('Σ 2050 – œ?')).toBe('σ 2050 – oe?');
});

test('capitals stay where only accents are to be left out', () => {
  expect(plainLetters('Cœur d’Été, ŒUVRE')).toBe('Coeur d’Ete, OEUVRE');
});

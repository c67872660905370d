import { expect, test } from 'vitest';
import { filesWanted, nextLabel } from './publication.ts';

test('the next version is the number after the highest; free labels do not count', () => {
  expect(nextLabel([])).toBe('1.0');
  expect(nextLabel(['1.0', '2.3', 'final'])).toBe('3.0');
  expect(nextLabel(['draft for the seminar', '2027-03'])).toBe('1.0');
});

test('every language comes in every format, language by language', () => {
  const versions = ['en', 'fr'].map((language) => ({ documentId: `d-${language}`, language, seq: 1 }));
  const wanted = filesWanted({ versions, formats: ['pdf', 'md'] });
  expect(wanted.map(({ version, format }) => `${version.language}.${format}`)).toEqual([
    ...['en.pdf', 'en.md', 'fr.pdf', 'fr.md'],
  ]);
});

import { expect, test } from 'vitest';
import { contentToDoc } from '../tools/testing/text.ts';
import { Finder, type FindOptions } from './matches.ts';

const loose: FindOptions = { matchCase: false, wholeWord: false, ignoreAccents: false };

const found = (
  blocks: Parameters<typeof contentToDoc>[0],
  query: string,
  options: Partial<FindOptions> = {},
) => {
  const doc = contentToDoc(blocks);
  return new Finder(query, { ...loose, ...options })
    .matchesIn(doc)
    .map(({ from, to }) => doc.textBetween(from, to, ' ', '*'));
};
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const text = (words: string, ...marks: string[]) => ({
  type: 'text',
  text: words,
  marks: marks.map((type) => ({ type })),
});

test('words are found in every block, whatever their case', () => {
  const blocks = [paragraph(text('Social work')), paragraph(text('the social worker'))];
  expect(found(blocks, 'social')).toEqual(['Social', 'social']);
  expect(found(blocks, 'social', { matchCase: true })).toEqual(['social']);
});

test('a match goes over the border of a mark', () => {
  expect(found([paragraph(text('so'), text('cial', 'bold'), text(' work'))], 'social w')).toEqual([
    'social w',
  ]);
});

test('a match does not go from one block into the next', () => {
  expect(found([paragraph(text('so')), paragraph(text('cial'))], 'social')).toEqual([]);
});

test('whole words leave out what is part of a longer one', () => {
  const blocks = [paragraph(text('aide, aidant, l’aide, aidé, aide-soignant'))];
  expect(found(blocks, 'aide', { wholeWord: true })).toHaveLength(3);
});

test('accents and ligatures can be left out of account, and the match is the text’s own', () => {
  const blocks = [paragraph(text('Éducateur spécialisé, sœur, Straße'))];
  expect(found(blocks, 'educateur specialise', { ignoreAccents: true })).toEqual(['Éducateur spécialisé']);
  expect(found(blocks, 'soeur', { ignoreAccents: true })).toEqual(['sœur']);
  expect(found(blocks, 'strasse', { ignoreAccents: true })).toEqual(['Straße']);
  expect(found(blocks, 'educateur')).toEqual([]);
});

test('plain spaces and apostrophes find the typographic ones', () => {
  expect(found([paragraph(text('Qu’est-ce\u202f?'))], "qu'est-ce ?")).toEqual(['Qu’est-ce\u202f?']);
});

test('words after a footnote are found at their place, and those inside it too', () => {
  const blocks = [
    paragraph(text('law'), { type: 'footnote', content: [text('a law of 2002')] }, text(' and law')),
  ];
  expect(found(blocks, 'law')).toEqual(['law', 'law', 'law']);
});

test('a line break counts as a space', () => {
  expect(found([paragraph(text('one'), { type: 'hardBreak' }, text('two'))], 'one two')).toEqual(['one*two']);
});

test('no more than asked for is returned', () => {
  const doc = contentToDoc([paragraph(text('e'.repeat(50)))]);
  expect(new Finder('e', loose).matchesIn(doc, 10)).toHaveLength(10);
});

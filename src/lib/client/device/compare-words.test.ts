import { expect, test } from 'vitest';
import { doc, h, node, p } from '#lib/schema/text/testing/content.ts';
import { onlyInCopy } from './compare-words.ts';
import { linesOf, markdownText, plainText } from './words.ts';

const lines = (...words: string[]) => words.map((it) => ({ text: it, markdown: it }));
const only = (copy: string[], present: string[]) =>
  onlyInCopy(lines(...copy), lines(...present)).map((pieces) =>
    pieces.map(({ text: words, only: is }) => (is ? `[${words}]` : words)).join(''),
  );

test('lines that the document also has are left out', () => {
  expect(only(['same', 'Same words'], ['Same words', 'same'])).toEqual([]);
});

test('in a line that was changed, the words that only the copy has are marked', () => {
  expect(only(['We meet in Aosta on Monday'], ['We meet in Grenoble on Monday'])).toEqual([
    'We meet in [Aosta] on Monday',
  ]);
});

test('words marked one after the other are one mark, with the spaces between them', () => {
  expect(only(['We meet young people. Written on the train.'], ['We meet young people.'])).toEqual([
    'We meet young people. [Written on the train.]',
  ]);
});

test('a line that has no counterpart is marked as a whole', () => {
  expect(only(['Something new'], ['Nothing like it at all'])).toEqual(['[Something new]']);
});

test('a line from which only words were taken away has nothing of its own', () => {
  expect(only(['one two three'], ['one two two three four'])).toEqual([]);
});

test('a text as lines: to read, and as Markdown', () => {
  const content = doc(
    h('a', 2, 'Title'),
    p('b', 'Words'),
    node('bulletList', {}, node('listItem', {}, p('c', 'first'))),
    node('blockquote', {}, p('d', 'said')),
  );
  expect(plainText(linesOf(content))).toBe('Title\nWords\nfirst\nsaid\n');
  expect(markdownText(linesOf(content))).toBe('## Title\n\nWords\n\n- first\n\n> said\n');
});

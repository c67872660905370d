import { expect, test } from 'vitest';
import { doc, node, p, text } from '#lib/schema/text/testing/content.ts';
import { holdsAll, saysTheSame } from './same-content.ts';
import { linesOf, plainText } from './words.ts';

const mention = (person: string) => node('mention', { person });
const picture = (src: string) => node('image', { id: 'i', src, alt: 'A tandem' });

test('a mention, a picture, a citation or a mark more is something that the text does not have', () => {
  const text1 = doc(p('a', 'Ask '), picture('one'));
  expect(holdsAll(text1, doc(p('a', 'Ask ', mention('ada'))))).toBe(false);
  expect(holdsAll(text1, doc(p('a', 'Ask '), picture('two')))).toBe(false);
  expect(holdsAll(text1, doc(p('a', 'Ask ', node('citation', { evidence: 'e1' }))))).toBe(false);
  expect(holdsAll(text1, doc(p('a', text('Ask ', { type: 'bold' }))))).toBe(false);
});

test('a text that has all of a copy and more holds it, wherever its blocks stand and whatever their ids', () => {
  const copy = doc(p('a', 'Ask ', mention('ada')), picture('one'));
  expect(holdsAll(doc(picture('one'), p('n', 'New.'), p('z', 'Ask ', mention('ada'))), copy)).toBe(true);
  expect(holdsAll(doc(), doc())).toBe(true);
});

test('what stands twice in the copy and once in the text is missing once', () => {
  expect(holdsAll(doc(p('a', 'Same.')), doc(p('a', 'Same.'), p('b', 'Same.')))).toBe(false);
});

test('copies that differ only in whom they address are two', () => {
  expect(saysTheSame(doc(p('a', mention('ada'))), doc(p('a', mention('bob'))))).toBe(false);
});

test('what has no words of its own is seen in the lines of a copy', () => {
  const lines = (...content: Parameters<typeof doc>) => plainText(linesOf(doc(...content)));
  expect(lines(p('a', 'Ask ', mention('ada')))).not.toBe(lines(p('a', 'Ask ')));
  expect(lines(picture('one'))).not.toBe(lines(picture('two')));
});

import { expect, test } from 'vitest';
import { plainText } from '#lib/schema/text/sections.ts';
import { parseMarkedText } from './marked-text.ts';

const blocks = (source: string) => parseMarkedText(source).content ?? [];

test('headings, paragraphs and lists get the ids written beside them', () => {
  const [first, second, third] = blocks(
    '## A *title* {#title}\n\nWords. {#words}\n\n1. one {#one}\n2. two {#two}',
  );
  expect(first).toMatchObject({ type: 'heading', attrs: { id: 'title', level: 2 } });
  expect(second).toMatchObject({ type: 'paragraph', attrs: { id: 'words' } });
  expect(third).toMatchObject({
    type: 'orderedList',
    attrs: { id: 'one-list' },
    content: [{ attrs: { id: 'one' } }, { attrs: { id: 'two' }, content: [{ attrs: { id: 'two-text' } }] }],
  });
});

test('marks stand inside each other, and the words stay as they were', () => {
  const [paragraph] = blocks(
    'A **bold *both* one** 1^er^ d’[*ideal*]{en} [link](https://example.org)\\\nend {#p}',
  );
  expect(plainText(paragraph ?? { type: '' })).toBe('A bold both one 1er d’ideal link end');
  const marks = paragraph?.content?.map((it) => (it.marks ?? []).map((mark) => mark.type).join('+'));
  expect(marks).toEqual([
    '',
    'bold',
    'bold+italic',
    'bold',
    '',
    'superscript',
    '',
    'lang+italic',
    '',
    'link',
    '',
    '',
  ]);
});

test('a block without an id is a mistake of ours', () => {
  expect(() => blocks('No id here')).toThrow('without an id');
});

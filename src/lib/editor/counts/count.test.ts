import { expect, test } from 'vitest';
import { contentToDoc } from '../tools/testing/text.ts';
import { countText, standardPages } from './count.ts';
import { TextCounter } from './text-counter.ts';

test.each([
  ['en', 'Social work, in two words.', 4 + 1],
  ['fr', 'L’action socio-éducative d’aujourd’hui', 3],
  ['fi', 'lähihoitaja ja sosionomi', 3],
  ['en', 'EQF 6, 3.5 days', 4],
  ['th', 'สวัสดีครับ', 2],
])('%s: %j has %i words', (language, text, words) => {
  expect(countText(text, language).words).toBe(words);
});

test('characters are counted as readers see them, spaces apart', () => {
  expect(countText('é 𝄞\u00a0!', 'fr')).toEqual({ words: 1, characters: 5, spaces: 2 });
});

test('a standard page is 1,500 characters without spaces', () => {
  expect(standardPages({ words: 600, characters: 3_600, spaces: 600 })).toBe(2);
});

const p = (text: string, attrs = {}) => ({ type: 'paragraph', attrs, content: [{ type: 'text', text }] });

test('the whole text is the sum of its blocks, its footnotes and its cells', () => {
  const doc = contentToDoc([
    p('One two'),
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'three' },
        { type: 'footnote', content: [{ type: 'text', text: 'four five' }] },
      ],
    },
    {
      type: 'table',
      content: [{ type: 'tableRow', content: [{ type: 'tableCell', content: [p('six')] }] }],
    },
  ]);
  const counter = new TextCounter('en');
  expect(counter.step(doc, () => true)).toBeNull();
  const counted = counter.step(doc, () => false);
  expect(counted?.words).toBe(6);
  expect(counter.step(doc, () => true)).toEqual(counted);
});

test('a selection counts what it covers only', () => {
  const doc = contentToDoc([p('One two'), p('three four')]);
  expect(new TextCounter('en').between(doc, 5, 15).words).toBe(2);
});

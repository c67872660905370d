import { expect, test } from 'vitest';
import { contentHash } from './hash.ts';
import { outlineOf, sectionsOf } from './sections.ts';
import { doc, h, node, p, text } from './testing/content.ts';

const content = doc(p('a', 'Before'), h('s1', 1, 'One'), p('b', 'x'), h('s1b', 3, 'Deep'), h('s2', 2, 'Two'));

test('a text falls into the sections that its headings open', () => {
  expect(
    sectionsOf(content).map(({ id, level, title, blocks }) => [id, level, title, blocks.length]),
  ).toEqual([
    ['front', 0, '', 1],
    ['s1', 1, 'One', 3],
    ['s2', 2, 'Two', 1],
  ]);
});

test('the outline lists every heading, without its notes', () => {
  expect(outlineOf(content).map(({ id, level }) => `${id}:${level}`)).toEqual(['s1:1', 's1b:3', 's2:2']);
  const noted = doc(
    node('heading', { id: 'x', level: 1, lang: 'it' }, 'Title', node('footnote', {}, 'aside')),
  );
  expect(outlineOf(noted)).toEqual([{ id: 'x', level: 1, text: 'Title', lang: 'it' }]);
});

test('the hash follows what a block says, not where it stands', () => {
  const link = { type: 'link', attrs: { href: '#a' } };
  const one = node('paragraph', { id: 'a', lang: 'fr' }, text('x', { type: 'bold' }, link));
  const same = node(
    'paragraph',
    { lang: 'fr', id: 'b', of: 'o', ofHash: 'h' },
    text('x', link, { type: 'bold' }),
  );
  expect(contentHash(one)).toBe(contentHash(same));
  expect(contentHash(one)).toMatch(/^[A-Za-z0-9_-]{20}$/);
  expect(contentHash(one)).not.toBe(contentHash(node('paragraph', { lang: 'fr' }, 'x')));
  expect(contentHash(one)).not.toBe(contentHash(node('paragraph', {}, text('x', { type: 'bold' }, link))));
});

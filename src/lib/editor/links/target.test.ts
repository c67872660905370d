import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { textSchema } from '#lib/schema/text/schema.ts';
import { doc, h, node, p } from '#lib/schema/text/testing/content.ts';
import { hrefOf, placeIn, targetOfHref, targetOfReference } from './target.ts';

const origin = 'https://tandem.example.org';

test.each([
  ['#b1', { document: null, block: 'b1' }],
  ['/d/own#b1', { document: null, block: 'b1' }],
  ['/d/other', { document: 'other', block: null }],
  [`${origin}/d/other#b1`, { document: 'other', block: 'b1' }],
  ['/p/other', null],
  ['https://example.org/d/other#b1', null],
  ['mailto:ann@example.org', null],
])('“%s” leads where it says', (href, target) => {
  expect(targetOfHref(href, origin, 'own')).toEqual(target);
});

test('a reference is to a block, here or elsewhere, and makes an address', () => {
  expect(targetOfReference('#b1', 'own')).toEqual({ document: null, block: 'b1' });
  expect(targetOfReference('own#b1', 'own')).toEqual({ document: null, block: 'b1' });
  expect(targetOfReference('other', 'own')).toBeNull();
  expect(hrefOf({ document: 'other', block: 'b1' })).toBe('/d/other#b1');
});

test('a place is shown by its own words, without its notes, and by what follows', () => {
  const body = ProseMirrorNode.fromJSON(
    textSchema(),
    doc(
      h('t', 1, 'Title'),
      node('heading', { id: 'm', level: 2 }, 'Method', node('footnote', {}, 'a note')),
      p('a', 'First words.'),
      node('callout', { id: 'x', kind: 'tip' }, p('y', 'In a box.')),
    ),
  );
  expect(placeIn(body, 'm')).toEqual({
    id: 'm',
    text: 'Method',
    isHeading: true,
    opening: 'First words. In a box.',
  });
  expect(placeIn(body, 'y')?.text).toBe('In a box.');
  expect(placeIn(body, 'gone')).toBeNull();
});

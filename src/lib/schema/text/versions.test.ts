import type { Schema } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { textSchema } from './schema.ts';
import { schema2, schema2Names } from './testing/schema-2.ts';
import { acceptsAttribute, acceptsMark, isSafeHref } from './values.ts';
import { isBlockName, knownTo, markNameOf, textSchemaNames, type SchemaNames } from './versions.ts';

function namesOf(schema: Schema) {
  const nodes = Object.values(schema.nodes);
  const marks = Object.values(schema.marks);
  return {
    nodes: nodes.map(({ name }) => name).sort(),
    marks: marks.map(({ name }) => name).sort(),
    attributes: [...new Set(nodes.flatMap(({ spec }) => Object.keys(spec.attrs ?? {})))].sort(),
    markAttributes: Object.fromEntries(
      marks
        .filter(({ spec }) => Object.keys(spec.attrs ?? {}).length > 0)
        .map(({ name, spec }) => [name, Object.keys(spec.attrs ?? {}).sort()]),
    ),
  };
}

const tableOf = (names: SchemaNames) => ({
  nodes: Object.keys(names.nodes).sort(),
  marks: Object.keys(names.marks).sort(),
  attributes: Object.keys(names.attributes).sort(),
  markAttributes: Object.fromEntries(
    Object.entries(names.markAttributes).map(([mark, attributes]) => [mark, Object.keys(attributes).sort()]),
  ),
});

test('[E9] every node, mark and attribute of the schema has a version, and nothing else has', () => {
  expect(tableOf(textSchemaNames)).toEqual(namesOf(textSchema()));
  expect(tableOf(schema2Names)).toEqual(namesOf(schema2()));
});

test('[E9] the names of version 1 are these, for ever', () => {
  // Released names are kept by documents. Adding is a new version; nothing is ever taken away here.
  expect(knownTo(1).nodes).toEqual(new Set(Object.keys(textSchemaNames.nodes)));
  expect([...knownTo(1).nodes].sort().join(' ')).toBe(
    'blockquote bulletList callout citation codeBlock crossReference details detailsSummary doc footnote glossaryTerm hardBreak heading horizontalRule image listItem mention orderedList paragraph table tableCell tableHeader tableRow taskItem taskList text',
  );
  expect([...knownTo(1).marks].sort().join(' ')).toBe(
    'bold code deletion highlight insertion italic lang link modification strike subscript superscript underline',
  );
});

test('[E9] an editor of version 1 does not know what version 2 adds', () => {
  expect(knownTo(1, schema2Names).nodes.has('poll')).toBe(false);
  expect(knownTo(1, schema2Names).marks.has('sparkle')).toBe(false);
  expect(knownTo(1, schema2Names).attributes.has('mood')).toBe(false);
  expect(knownTo(2, schema2Names).nodes.has('poll')).toBe(true);
});

test('every block has an address and a language, and every value has a check', () => {
  for (const type of Object.values(textSchema().nodes)) {
    const attributes = Object.keys(type.spec.attrs ?? {});
    const isBlock = type.isBlock && type.name !== 'doc';
    expect([type.name, isBlockName(type.name)]).toEqual([type.name, isBlock]);
    if (isBlock) expect(attributes).toEqual(expect.arrayContaining(['id', 'lang', 'of', 'ofHash']));
    for (const name of attributes) {
      const fallback: unknown = type.spec.attrs?.[name]?.default;
      expect([name, acceptsAttribute(name, fallback)]).toEqual([name, true]);
      expect([name, acceptsAttribute(name, { evil: true })]).toEqual([name, false]);
    }
  }
});

test('the hash of overlapping marks is not part of their name', () => {
  expect(markNameOf('modification--Ab3+/9=z')).toBe('modification');
  expect(markNameOf('bold')).toBe('bold');
  expect(markNameOf('a--b')).toBe('a--b');
});

test('a link leads to the web, to a mail or to a place in this program, and nowhere else', () => {
  for (const href of ['https://example.org/a?b#c', 'http://x.eu', 'mailto:a@b.eu', '#block', '/d/1'])
    expect([href, isSafeHref(href)]).toEqual([href, true]);
  for (const href of [
    'javascript:alert(1)',
    ' https://x.eu',
    'java\nscript:x',
    '//evil.eu',
    '/\\evil.eu',
    'data:text/html,x',
    'ftp://x',
    '',
    null,
  ])
    expect([href, isSafeHref(href)]).toEqual([href, false]);
  expect(acceptsMark('link', { href: 'javascript:1' })).toBe(false);
  expect(acceptsMark('link', { href: 'https://x.eu', onclick: 'x' })).toBe(false);
  expect(acceptsMark('bold', {})).toBe(true);
  expect(acceptsMark('bold', null)).toBe(true);
});

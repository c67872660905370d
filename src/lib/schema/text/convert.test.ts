import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { BODY, checkContent, contentOf, contentToUpdate, seedBody } from './convert.ts';
import { textSchema } from './schema.ts';
import { doc, h, mint, node, p, text } from './testing/content.ts';

const everything = doc(
  h('h1', 1, 'Call for partners'),
  p(
    'p1',
    'Plain, ',
    text('bold and linked', { type: 'bold' }, { type: 'link', attrs: { href: 'https://example.org' } }),
    node('footnote', {}, 'A note.'),
    node('hardBreak', {}),
    text('osoite', { type: 'lang', attrs: { lang: 'fi' } }),
  ),
  p(
    'p2',
    node('mention', { person: 'anna' }),
    node('citation', { evidence: 'e1', locator: 'p. 12' }),
    node('crossReference', { target: '#h1' }),
    node('glossaryTerm', { concept: 'c1' }),
  ),
  node('bulletList', { id: 'l1' }, node('listItem', { id: 'i1' }, p('p3', 'One'))),
  node('orderedList', { id: 'l2', start: 3 }, node('listItem', { id: 'i2' }, p('p4', 'Two'))),
  node('taskList', { id: 'l3' }, node('taskItem', { id: 'i3', checked: true }, p('p5', 'Done'))),
  node('blockquote', { id: 'q1', lang: 'it' }, p('p6', 'Parole')),
  node('codeBlock', { id: 'c1', language: 'ts' }, 'let a = 1'),
  node('horizontalRule', { id: 'r1' }),
  node(
    'table',
    { id: 't1' },
    node(
      'tableRow',
      { id: 'tr1' },
      node('tableHeader', { id: 'th1', colspan: 1, rowspan: 1 }, p('p7', 'Country')),
      node('tableCell', { id: 'td1', colspan: 1, rowspan: 1, colwidth: [120] }, p('p8')),
    ),
  ),
  node('image', {
    id: 'm1',
    src: 'upload1',
    alt: 'A bridge',
    decorative: false,
    caption: 'Grenoble',
    width: 60,
  }),
  node('callout', { id: 'k1', kind: 'tip' }, p('p9', 'Remember')),
  node('details', { id: 'd1' }, node('detailsSummary', { id: 's1' }, 'More'), p('p10', 'Hidden')),
  node(
    'paragraph',
    { id: 'p11', of: 'other', ofHash: 'abc' },
    text(
      'two',
      {
        type: 'modification',
        attrs: { id: 1, type: 'mark', attrName: null, previousValue: null, newValue: null },
      },
      {
        type: 'modification',
        attrs: { id: 2, type: 'mark', attrName: null, previousValue: null, newValue: null },
      },
    ),
  ),
);

test('content survives the way into the shared document and back', () => {
  expect(checkContent(everything)).toEqual({ ok: true, value: everything });
  const ydoc = new Y.Doc();
  seedBody(ydoc, everything);
  const canonical = (content: unknown) => ProseMirrorNode.fromJSON(textSchema(), content).toJSON() as unknown;
  expect(canonical(contentOf(ydoc))).toEqual(canonical(everything));
});

test('a seed is one update that any document can take', () => {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, contentToUpdate(doc(node('paragraph', {}, 'Hello')), 7, mint('n')));
  expect(contentOf(ydoc)).toEqual(doc(p('n1', 'Hello')));
  expect(ydoc.store.clients.has(7)).toBe(true);
});

test('[E9] reading never changes the document, whatever it holds', () => {
  const ydoc = new Y.Doc();
  const body = ydoc.getXmlFragment(BODY);
  const strange = new Y.XmlElement('hologram');
  const inner = new Y.XmlText();
  inner.insert(0, 'kept', { glitter: {} });
  strange.insert(0, [inner]);
  body.insert(0, [strange, new Y.XmlElement('listItem')]);
  const before = Y.encodeStateAsUpdate(ydoc);
  expect(contentOf(ydoc)).toEqual(
    doc(node('hologram', {}, text('kept', { type: 'glitter' })), node('listItem', {})),
  );
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
});

test('two texts side by side read as one', () => {
  const ydoc = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  ydoc.getXmlFragment(BODY).insert(0, [paragraph]);
  paragraph.insert(0, [new Y.XmlText('a'), new Y.XmlText('b')]);
  expect(contentOf(ydoc)).toEqual(doc(node('paragraph', {}, 'ab')));
});

test.each([
  ['another shape', { type: 'paragraph' }, 'not an object of type "doc"'],
  ['an unknown node', doc(node('hologram', {})), 'hologram'],
  ['an unknown mark', doc(p('a', text('x', { type: 'glitter' }))), 'glitter'],
  ['an unknown attribute', doc(node('paragraph', { onclick: 'x' })), 'no attribute "onclick"'],
  ['a text where blocks belong', doc(text('x')), 'Invalid content'],
  ['a fifth level', doc(h('a', 5, 'x')), '"level" may not be 5'],
  [
    'an unsafe link',
    doc(p('a', text('x', { type: 'link', attrs: { href: 'javascript:1' } }))),
    'mark "link"',
  ],
])('%s is refused in words', (_, content, words) => {
  const result = checkContent(content);
  expect(result).toMatchObject({ ok: false, problem: { code: 'content-invalid' } });
  expect(!result.ok && result.problem.detail).toContain(words);
});

import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { BODY, contentOf, seedBody, type ContentNode } from './convert.ts';
import { repairBody } from './repair.ts';
import { doc, mint, node, p } from './testing/content.ts';

function opened(content: ContentNode): Y.Doc {
  const ydoc = new Y.Doc();
  seedBody(ydoc, content);
  return ydoc;
}

const cell = (id: string, attrs = {}) => node('tableCell', { id, ...attrs }, p(`${id}p`, id));
const row = (id: string, ...cells: ContentNode[]) => node('tableRow', { id }, ...cells);
const widths = (ydoc: Y.Doc) => contentOf(ydoc).content?.[0]?.content?.map((r) => r.content?.length ?? 0);

test('[E16] a sound document is left as it is', () => {
  const ydoc = opened(doc(p('a', 'x'), node('table', { id: 't' }, row('r', cell('c1'), cell('c2')))));
  const before = Y.encodeStateAsUpdate(ydoc);
  expect(repairBody(ydoc, mint('n'))).toBe(false);
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
});

test('[E16] blocks that a stock client wrote without ids get ids', () => {
  const ydoc = opened(
    doc(node('paragraph', {}, 'x'), node('bulletList', {}, node('listItem', {}, p('kept', 'y')))),
  );
  expect(repairBody(ydoc, mint('n'))).toBe(true);
  expect(contentOf(ydoc)).toEqual(
    doc(p('n1', 'x'), node('bulletList', { id: 'n2' }, node('listItem', { id: 'n3' }, p('kept', 'y')))),
  );
});

test('[E16] of two blocks with one id the second is renamed and stays a translation', () => {
  const twin = (id: string) => node('paragraph', { id, of: 'source', ofHash: 'h' }, 'same');
  const ydoc = opened(doc(twin('a'), twin('a')));
  repairBody(ydoc, mint('n'));
  expect(contentOf(ydoc)).toEqual(doc(twin('a'), twin('n1')));
});

test('[E16] rows that fell short get their cells, whatever spans', () => {
  const ydoc = opened(
    doc(
      node(
        'table',
        { id: 't' },
        row('r1', cell('a', { colspan: 2 }), cell('b', { rowspan: 2 })),
        row('r2', cell('c')),
        row('r3', cell('d')),
      ),
    ),
  );
  expect(repairBody(ydoc, mint('n'))).toBe(true);
  // r2 has c and b's second half: one is missing; r3 has d: two are missing.
  expect(widths(ydoc)).toEqual([2, 2, 3]);
  expect(repairBody(ydoc, mint('m'))).toBe(false);
});

test('[E16] spans that reach too far are drawn in', () => {
  const ydoc = opened(
    doc(
      node(
        'table',
        { id: 't' },
        row('r1', cell('a'), cell('b', { rowspan: 9 })),
        row('r2', cell('c', { colspan: 2 })),
      ),
    ),
  );
  expect(repairBody(ydoc, mint('n'))).toBe(true);
  const [first, second] = contentOf(ydoc).content?.[0]?.content ?? [];
  expect(first?.content?.[1]?.attrs?.rowspan).toBe(2);
  expect(second?.content?.[0]?.attrs?.colspan).toBe(1);
  expect(repairBody(ydoc, mint('m'))).toBe(false);
});

test('[E16] a short row of headings gets a heading cell', () => {
  const header = (id: string) => node('tableHeader', { id }, p(`${id}p`));
  const ydoc = opened(
    doc(node('table', { id: 't' }, row('r1', header('h')), row('r2', cell('a'), cell('b')))),
  );
  repairBody(ydoc, mint('n'));
  expect(contentOf(ydoc).content?.[0]?.content?.[0]?.content?.map(({ type }) => type)).toEqual([
    'tableHeader',
    'tableHeader',
  ]);
});

test('[E16] mending is one transaction under the given origin, and never touches a text', () => {
  const ydoc = opened(doc(node('paragraph', {}, 'x'), node('paragraph', {}, 'y')));
  const texts: unknown[] = [];
  const origins: unknown[] = [];
  ydoc.getXmlFragment(BODY).observeDeep((events, transaction) => {
    origins.push(transaction.origin);
    for (const event of events) if (event.target instanceof Y.XmlText) texts.push(event);
  });
  repairBody(ydoc, mint('n'), { origin: 'server' });
  expect(origins).toEqual(['server']);
  expect(texts).toEqual([]);
});

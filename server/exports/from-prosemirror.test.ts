import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { fromProseMirror } from './from-prosemirror.ts';
import { noResolver, type Resolver } from './reading.ts';

const text = (value: string, ...marks: NonNullable<ContentNode['marks']>[number][]): ContentNode => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});
const p = (...content: ContentNode[]): ContentNode => ({ type: 'paragraph', content });
const heading = (level: number, value: string): ContentNode => ({
  type: 'heading',
  attrs: { level },
  content: [text(value)],
});
const doc = (...content: ContentNode[]): ContentNode => ({ type: 'doc', content });
const read = (content: ContentNode, resolver?: Partial<Resolver>) =>
  fromProseMirror(content, 'fr', { ...noResolver, ...resolver });
const wordsOf = (value: unknown): string =>
  [...JSON.stringify(value).matchAll(/"text":"([^"]*)"/g)].map((match) => match[1]).join(' ');

describe('nothing is dropped unseen', () => {
  test('the words of an unknown block or inline node are printed, and counted', () => {
    const { blocks, warnings } = read(
      doc(
        { type: 'poll', content: [p(text('kept one'))] },
        p({ type: 'sparkler', content: [text('kept two')] }),
      ),
    );
    expect(wordsOf(blocks)).toBe('kept one kept two');
    expect(warnings).toEqual([
      { code: 'unknown-content', detail: 'poll', count: 1 },
      { code: 'unknown-content', detail: 'sparkler', count: 1 },
    ]);
  });

  test('any content, however nested, keeps every word', () => {
    const names = [
      'paragraph',
      'heading',
      'bulletList',
      'listItem',
      'blockquote',
      'callout',
      'details',
      'detailsSummary',
      'table',
      'tableRow',
      'tableCell',
      'mystery',
    ];
    const tree = fc.letrec<{ node: ContentNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 14, depthSize: 'large' },
        fc.integer({ min: 0, max: 999 }).map((n) => text(`w${n}x`)),
        fc.record({
          type: fc.constantFrom(...names),
          content: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
        }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (content) => {
        const input = doc(...content);
        const expected = [...JSON.stringify(input).matchAll(/w\d+x/g)].map(String).sort();
        const printed = [...JSON.stringify(read(input).blocks).matchAll(/w\d+x/g)].map(String).sort();
        expect(printed).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('lists nested past the deepest level are printed flatter', () => {
    let node: ContentNode = p(text('deepest'));
    for (let depth = 0; depth < 400; depth++)
      node = { type: 'bulletList', content: [{ type: 'listItem', content: [node] }] };
    const { blocks, warnings } = read(doc(node));
    expect(wordsOf(blocks)).toBe('deepest');
    expect(warnings).toEqual([{ code: 'nested-too-deep', count: 1 }]);
  });
});

test('suggestions that nobody decided on are not the text yet', () => {
  const { blocks, warnings } = read(
    doc(
      p(
        text('Old '),
        text('new ', { type: 'insertion', attrs: { id: 1 } }),
        text('words', { type: 'deletion', attrs: { id: 2 } }),
      ),
    ),
  );
  expect(wordsOf(blocks)).toBe('Old words');
  expect(warnings).toEqual([{ code: 'suggestions-pending', count: 2 }]);
});

test('headings begin at level 1 and skip none, their order kept', () => {
  const { blocks } = read(
    doc(heading(2, 'a'), heading(4, 'b'), heading(3, 'c'), heading(2, 'd'), heading(1, 'e')),
  );
  expect(blocks.map((block) => block.kind === 'heading' && block.level)).toEqual([1, 2, 2, 1, 1]);
});

test('languages are said where they change, and only there', () => {
  const { blocks } = read(
    doc(
      p(text('a')),
      { ...p(text('b', { type: 'lang', attrs: { lang: 'fi' } })), attrs: { lang: 'it' } },
      { ...p(text('c')), attrs: { lang: 'fr' } },
    ),
  );
  expect(blocks).toMatchObject([
    { language: null },
    { language: 'it', content: [{ language: 'fi' }] },
    { language: null },
  ]);
});

describe('references', () => {
  test('a cross-reference prints the words of its block; a broken one is counted', () => {
    const link = (target: string): ContentNode => ({ type: 'crossReference', attrs: { target } });
    const { blocks, warnings } = read(
      doc({ ...heading(1, 'Méthode'), attrs: { level: 1, id: 'b1' } }, p(link('#b1'), link('#gone'))),
    );
    expect(blocks[0]).toMatchObject({ anchor: 'b1' });
    expect(blocks[1]).toMatchObject({
      content: [{ kind: 'reference', anchor: 'b1', text: 'Méthode' }, { text: '[…]' }],
    });
    expect(warnings).toEqual([{ code: 'reference-broken', count: 1 }]);
  });

  test('a mention prints what the resolver allows, never an id', () => {
    const mention: ContentNode = { type: 'mention', attrs: { person: 'p7' } };
    expect(wordsOf(read(doc(p(mention))).blocks)).toBe('@…');
    expect(wordsOf(read(doc(p(mention)), { person: () => 'Département de l’Isère' }).blocks)).toBe(
      '@Département de l’Isère',
    );
  });

  test('a link into this program gets its address, where the program knows it', () => {
    const linked = doc(p(text('here', { type: 'link', attrs: { href: '/d/call-fr' } })));
    expect(read(linked).warnings).toEqual([{ code: 'unsafe-link', count: 1 }]);
    expect(read(linked, { origin: 'https://tandem.example' }).blocks[0]).toMatchObject({
      content: [{ href: 'https://tandem.example/d/call-fr' }],
    });
  });
});

describe('tables', () => {
  const cell = (value: string, attrs: Record<string, unknown> = {}, type = 'tableCell'): ContentNode => ({
    type,
    attrs,
    content: [p(text(value))],
  });
  const table = (...rows: ContentNode[][]): ContentNode => ({
    type: 'table',
    content: rows.map((content) => ({ type: 'tableRow', content })),
  });

  test('rows of header cells repeat on every page', () => {
    const [block] = read(doc(table([cell('a', {}, 'tableHeader')], [cell('b')]))).blocks;
    expect(block).toMatchObject({ kind: 'table', columns: 1, headerRows: 1 });
  });

  test('whatever two people left, every place of the grid is covered once and every word kept', () => {
    const span = fc.integer({ min: 1, max: 5 });
    const row = fc.array(fc.record({ colspan: span, rowspan: span, header: fc.boolean() }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        let n = 0;
        const node = table(
          ...rows.map((cells) =>
            cells.map(({ header, ...attrs }) =>
              cell(`w${n++}x`, attrs, header ? 'tableHeader' : 'tableCell'),
            ),
          ),
        );
        const [block] = read(doc(node)).blocks;
        if (n === 0) {
          expect(block).toBeUndefined();
          return;
        }
        if (block?.kind !== 'table') throw new Error('no table');
        const covered = block.rows.map(() => new Array<number>(block.columns).fill(0));
        block.rows.forEach((cells, y) =>
          cells.forEach(({ column, colspan, rowspan }) => {
            for (let dy = 0; dy < rowspan; dy++)
              for (let dx = 0; dx < colspan; dx++) covered[y + dy]![column + dx]! += 1;
          }),
        );
        expect(covered.flat().every((times) => times === 1)).toBe(true);
        expect(new Set(JSON.stringify(block).match(/w\d+x/g)).size).toBe(n);
      }),
      { numRuns: 500 },
    );
  });
});

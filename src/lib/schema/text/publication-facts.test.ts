import { expect, test } from 'vitest';
import type { ContentMark, ContentNode } from './convert.ts';
import { publicationFacts } from './publication-facts.ts';

const text = (words: string, ...marks: ContentMark[]): ContentNode => ({ type: 'text', text: words, marks });
const block = (id: string, type: string, content: readonly ContentNode[], attrs = {}): ContentNode => ({
  type,
  attrs: { id, ...attrs },
  content,
});
const paragraph = (id: string, ...content: ContentNode[]) => block(id, 'paragraph', content);
const heading = (id: string, level: number, words: string) => block(id, 'heading', [text(words)], { level });
const read = (...content: ContentNode[]) => publicationFacts({ type: 'doc', content });
const spots = (...content: ContentNode[]) => read(...content).spots;
const link = (href: string): ContentMark => ({ type: 'link', attrs: { href } });

test('empty paragraphs, and what is only proposed, are nothing to print', () => {
  expect(read(paragraph('a'), paragraph('b', text('  ')))).toEqual({ hasWords: false, spots: [] });
  const proposed = read(paragraph('a', text('new', { type: 'insertion', attrs: { id: 1 } })));
  expect(proposed).toEqual({ hasWords: false, spots: [{ kind: 'suggestion', block: 'a' }] });
  expect(read(block('i', 'image', [], { decorative: true })).hasWords).toBe(true);
});

test('a picture needs a description unless it only decorates', () => {
  const image = (attrs: object) => block('i', 'image', [], { src: 'x', ...attrs });
  expect(spots(image({ alt: ' ', caption: 'The team' }))).toEqual([
    { kind: 'alt-missing', block: 'i', detail: 'The team' },
  ]);
  expect(spots(image({ alt: 'A street' }), image({ decorative: true }))).toEqual([]);
});

test('addresses are found in words, across marks, behind links, in notes, captions and lists, once each', () => {
  const bold = { type: 'bold' };
  const item = block('l', 'bulletList', [block('li', 'listItem', [paragraph('p', text('lea@example.org'))])]);
  const found = spots(
    paragraph('a', text('Write to ann'), text('@example.org', bold), text('.')),
    paragraph('b', text('Write to us', link('mailto:desk@example.org?subject=x'))),
    paragraph('c', text('max@example.org', link('mailto:max@example.org'))),
    paragraph('d', text('See'), { type: 'footnote', content: [text('tom@example.org')] }),
    block('e', 'image', [], { alt: 'A', caption: 'by pia@example.org' }),
    item,
    paragraph('g', text('A talk @ the seminar, with @ as a sign')),
  );
  expect(found).toEqual([
    { kind: 'email', block: 'a', detail: 'ann@example.org' },
    { kind: 'email', block: 'b', detail: 'desk@example.org' },
    { kind: 'email', block: 'c', detail: 'max@example.org' },
    { kind: 'email', block: 'd', detail: 'tom@example.org' },
    { kind: 'email', block: 'e', detail: 'pia@example.org' },
    { kind: 'email', block: 'p', detail: 'lea@example.org' },
  ]);
});

test('addresses are found in descriptions of pictures and in the places that citations name', () => {
  const citation = { type: 'citation', attrs: { evidence: 'e', locator: 'mail of eva@example.org' } };
  const image = (attrs: object) =>
    block('i', 'image', [], { src: 'x', alt: 'ask ida@example.org', ...attrs });
  expect(spots(paragraph('a', citation), image({}), image({ decorative: true }))).toEqual([
    { kind: 'email', block: 'a', detail: 'eva@example.org' },
    { kind: 'email', block: 'i', detail: 'ida@example.org' },
  ]);
});

test('a note that is only proposed is not printed: its words are not looked through', () => {
  const marks = [{ type: 'insertion', attrs: { id: 1 } }];
  const footnote = { type: 'footnote', marks, content: [text('tom@example.org')] };
  expect(spots(paragraph('a', text('Words'), footnote))).toEqual([{ kind: 'suggestion', block: 'a' }]);
});

test('a megabyte without a space is read to its end, and a finding quotes only its beginning', () => {
  expect(spots(paragraph('a', text(`${'a'.repeat(1_000_000)} @`)))).toEqual([]);
  const [finding] = spots(heading('a', 4, 'b'.repeat(5_000)));
  expect(finding?.detail).toMatch(/^b{199}…$/);
});

test('a code of ESCO wants its link; the word alone and a linked code do not', () => {
  expect(spots(paragraph('a', text('Social worker (ESCO 2635.3)')))).toEqual([
    { kind: 'esco-unlinked', block: 'a', detail: 'ESCO 2635.3' },
  ]);
  const linked = text('ESCO 2635.3', link('http://data.europa.eu/esco/occupation/abc'));
  expect(spots(paragraph('a', text('ESCO helps in 2635 cases. '), linked))).toEqual([]);
});

test('headings go down one level at a time; a text may begin with either of the two highest', () => {
  expect(spots(heading('a', 2, 'A'), heading('b', 3, 'B'), heading('c', 1, 'C'))).toEqual([]);
  expect(spots(heading('a', 1, 'A'), heading('b', 3, ' B '))).toEqual([
    { kind: 'heading-skipped', block: 'b', detail: 'B' },
  ]);
  expect(spots(heading('a', 3, 'A'))).toHaveLength(1);
});

test('a table has a header row, or a header in each row', () => {
  const cell = (type: string) => block(`${type}`, type, [paragraph('p', text('x'))]);
  const row = (...types: string[]) => block('r', 'tableRow', types.map(cell));
  const table = (...rows: ContentNode[]) => block('t', 'table', rows);
  expect(spots(table(row('tableCell'), row('tableCell')))).toEqual([
    { kind: 'table-without-header', block: 't' },
  ]);
  expect(spots(table(row('tableHeader', 'tableHeader'), row('tableCell', 'tableCell')))).toEqual([]);
  expect(spots(table(row('tableHeader', 'tableCell'), row('tableHeader', 'tableCell')))).toEqual([]);
});

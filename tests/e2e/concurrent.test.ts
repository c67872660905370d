/**
 * Two people do something to one place before either sees the other, in real browsers against the real
 * server. The same cases run without a screen in src/lib/editor/binding/concurrent.test.ts; here it is the
 * keyboard, the mouse, the notice and its button, and the server's repair that are shown to work.
 */
import type { Page } from '@playwright/test';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { doc, node, p } from '#lib/schema/text/testing/content.ts';
import { expect, test } from '../support/fixtures.ts';
import { editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { LiveLine } from '../support/live-line.ts';
import {
  addressFaults,
  contentOnServer,
  documentWith,
  linesOf,
  linesOnScreen,
  rowWidths,
  type Author,
} from '../support/written-documents.ts';

interface Writer {
  readonly page: Page;
  readonly line: LiveLine;
}

type Act = (page: Page) => Promise<void>;

let author: Author;
let ann: Writer;
let ben: Writer;

test.beforeAll(async ({ server, browser }) => {
  const enter = async (role: 'editor' | 'country-lead'): Promise<Writer> => {
    const page = await person(browser, server, role);
    return { page, line: await LiveLine.of(page.context()) };
  };
  author = { server, token: await server.cli('token', 'create', '--role', 'coordinator') };
  ann = await enter('editor');
  ben = await enter('country-lead');
});

test.afterAll(async () => {
  for (const { page } of [ann, ben]) await page.context().close();
});

const text = doc(p('a', 'Alpha one'), p('b', 'Beta two'), p('c', 'Gamma three'));
const cell = (id: string) => node('tableCell', { id, colspan: 1, rowspan: 1 }, p(`${id}p`, id));
const table = doc(
  node(
    'table',
    { id: 't' },
    node('tableRow', { id: 'r1' }, cell('A1'), cell('B1')),
    node('tableRow', { id: 'r2' }, cell('A2'), cell('B2')),
  ),
  p('end', 'End'),
);

const block = (page: Page, words: string) =>
  editorOf(page).locator('p, h1, h2, h3, h4').filter({ hasText: words }).first();

/** Puts the cursor after so many letters of a paragraph, and waits until the editor has taken notice. */
async function putCursor(page: Page, words: string, offset: number): Promise<void> {
  await block(page, words).click();
  await block(page, words).evaluate(async (element, at) => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    getSelection()?.collapse(text, at);
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  }, offset);
}

const keys =
  (words: string, offset: number, key: string): Act =>
  async (page) => {
    await putCursor(page, words, offset);
    await page.keyboard.press(key);
  };
const typing =
  (words: string, offset: number): Act =>
  async (page) => {
    await putCursor(page, words, offset);
    await page.keyboard.type('XYZ');
  };
const splitting = (words: string, offset: number): Act => keys(words, offset, 'Enter');
const joining = (words: string): Act => keys(words, 0, 'Backspace');
const breaking = (words: string, offset: number): Act => keys(words, offset, 'Shift+Enter');
const makingHeading = (words: string): Act => keys(words, 0, 'ControlOrMeta+Alt+2');

/** Ctrl and a click take hold of the whole paragraph; it is let go at the end of another. */
const dragging =
  (words: string, target: string): Act =>
  async (page) => {
    const [from, to] = [await edges(page, words), await edges(page, target)];
    await page.keyboard.down('Control');
    await page.mouse.click(from.left + 20, from.middle);
    await page.keyboard.up('Control');
    await expect(block(page, words)).toHaveClass(/ProseMirror-selectednode/);
    await page.mouse.move(from.left + 20, from.middle);
    await page.mouse.down();
    await page.mouse.move(to.left + 30, to.middle, { steps: 4 });
    await page.mouse.move(to.right, to.middle, { steps: 2 });
    await page.mouse.up();
  };

/** Of the words themselves: a paragraph is as wide as the page. */
const edges = (page: Page, words: string) =>
  block(page, words).evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right, top, height } = range.getBoundingClientRect();
    return { left, right: right - 2, middle: top + height / 2 };
  });

const fromTableMenu =
  (words: string, menu: 'Row' | 'Column', item: string): Act =>
  async (page) => {
    await putCursor(page, words, 0);
    await page.getByRole('toolbar', { name: 'Table' }).getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

const news = (page: Page) => page.getByRole('region', { name: 'What happened to your words' });
const told = (page: Page) => news(page).locator('blockquote').allTextContents();

/** Both act on the same text, neither seeing the other; then each hears everything. */
async function meet(annDoes: Act, benDoes: Act, content: ContentNode = text): Promise<string> {
  const documentId = await documentWith(author, content);
  await Promise.all([ann, ben].map(({ page }) => openDocument(page, documentId)));
  for (const { page } of [ann, ben]) await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  for (const { line } of [ann, ben]) line.hold();
  await annDoes(ann.page);
  await benDoes(ben.page);
  for (const { page } of [ann, ben]) await expect(savedSign(page)).toHaveAttribute('data-saved', 'saving');
  for (const { line } of [ann, ben]) line.release();
  return documentId;
}

const shown = async (page: Page): Promise<string> => (await linesOnScreen(page)).join(' | ');

/** Both screens and the server have the same text, one of these, and both signs say saved. */
async function expectText(documentId: string, ...allowed: readonly string[]): Promise<void> {
  for (const { page } of [ann, ben]) {
    await expect(async () => expect(allowed).toContain(await shown(page))).toPass({ timeout: 10_000 });
    await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  }
  expect(await shown(ben.page)).toBe(await shown(ann.page));
  expect(linesOf(await contentOnServer(author, documentId)).join(' | ')).toBe(await shown(ann.page));
}

/** After the server's repair, which waits for three quiet seconds, every block has an address of its own. */
const expectAddresses = (documentId: string) =>
  expect
    .poll(async () => addressFaults(await contentOnServer(author, documentId)), { intervals: [500] })
    .toEqual([]);

interface Case {
  readonly name: string;
  readonly ann: Act;
  readonly ben: Act;
  /** What both see; several where it depends on chance which of two equal edits comes first. */
  readonly seen: readonly string[];
}

/** Nothing is lost, so nobody is told anything. */
const harmless: readonly Case[] = [
  {
    name: 'Ann splits a paragraph while Ben types at its end: his words stay with the first half',
    ann: splitting('Beta', 4),
    ben: typing('Beta', 8),
    seen: ['Alpha one | BetaXYZ |  two | Gamma three'],
  },
  {
    name: 'Ann inserts a line break while Ben types after it: his words stay before the break',
    ann: breaking('Beta', 4),
    ben: typing('Beta', 8),
    seen: ['Alpha one | BetaXYZ⏎ two | Gamma three'],
  },
];

for (const { name, ann: annDoes, ben: benDoes, seen } of harmless)
  test(`[E18] ${name}`, async () => {
    const documentId = await meet(annDoes, benDoes);
    await expectText(documentId, ...seen);
    expect(await told(ann.page)).toEqual([]);
    expect(await told(ben.page)).toEqual([]);
    await expectAddresses(documentId);
  });

interface Loss extends Case {
  readonly putBack: string;
}

const losses: readonly Loss[] = [
  {
    name: 'Ann joins two paragraphs while Ben types into the second: he is told, and puts it back where it was',
    ann: joining('Beta'),
    ben: typing('Beta', 4),
    seen: ['Alpha oneBeta two | Gamma three'],
    putBack: 'Alpha oneBetaXYZ two | Gamma three',
  },
  {
    name: 'Ann drags a paragraph while Ben types into it: he is told, and it follows the paragraph',
    ann: dragging('Alpha', 'Gamma'),
    ben: typing('Alpha', 5),
    seen: ['Beta two | Gamma three | Alpha one'],
    putBack: 'Beta two | Gamma three | AlphaXYZ one',
  },
  {
    name: 'Ann makes a paragraph a heading while Ben types into it: he is told, and it goes into the heading',
    ann: makingHeading('Beta'),
    ben: typing('Beta', 4),
    seen: ['Alpha one | # Beta two | Gamma three'],
    putBack: 'Alpha one | # BetaXYZ two | Gamma three',
  },
];

for (const { name, ann: annDoes, ben: benDoes, seen, putBack } of losses)
  test(`[E18] ${name}`, async () => {
    const documentId = await meet(annDoes, benDoes);
    await expectText(documentId, ...seen);
    expect(await told(ann.page)).toEqual([]);
    expect(await told(ben.page)).toEqual(['XYZ']);
    await news(ben.page).getByRole('button', { name: 'Put them back' }).click();
    await expectText(documentId, putBack);
    expect(await told(ben.page)).toEqual([]);
    await expectAddresses(documentId);
  });

interface Doubling extends Case {
  readonly words: string;
  readonly mended: string;
}

const doublings: readonly Doubling[] = [
  {
    name: 'both split a paragraph at the same place',
    ann: splitting('Beta', 4),
    ben: splitting('Beta', 4),
    seen: ['Alpha one | Beta |  two |  two | Gamma three'],
    words: 'two',
    mended: 'Alpha one | Beta |  two | Gamma three',
  },
  {
    name: 'both join the same paragraphs',
    ann: joining('Beta'),
    ben: joining('Beta'),
    seen: ['Alpha oneBeta twoBeta two | Gamma three'],
    words: 'Beta two',
    mended: 'Alpha oneBeta two | Gamma three',
  },
  {
    name: 'both drag a paragraph to the same place',
    ann: dragging('Alpha', 'Gamma'),
    ben: dragging('Alpha', 'Gamma'),
    seen: ['Beta two | Gamma three | Alpha one | Alpha one'],
    words: 'Alpha one',
    mended: 'Beta two | Gamma three | Alpha one',
  },
  {
    name: 'both insert a line break into a paragraph',
    ann: breaking('Beta', 4),
    ben: breaking('Beta', 2),
    seen: ['Alpha one | Be⏎ two⏎ta two | Gamma three', 'Alpha one | Be⏎ta two⏎ two | Gamma three'],
    words: 'two',
    mended: 'Alpha one | Be⏎ta two | Gamma three',
  },
  {
    name: 'both make a paragraph a heading',
    ann: makingHeading('Beta'),
    ben: makingHeading('Beta'),
    seen: ['Alpha one | # Beta two | # Beta two | Gamma three'],
    words: 'Beta two',
    mended: 'Alpha one | # Beta two | Gamma three',
  },
];

for (const { name, ann: annDoes, ben: benDoes, seen, words, mended } of doublings)
  test(`[E18] ${name}: it stands twice, both are told, and one press mends it for everybody`, async () => {
    const documentId = await meet(annDoes, benDoes);
    await expectText(documentId, ...seen);
    for (const { page } of [ann, ben]) expect(await told(page)).toEqual([words]);
    // Both copies have an address of their own before anybody comes round to mending.
    await expectAddresses(documentId);
    await news(ben.page).getByRole('button', { name: 'Remove one copy' }).click();
    await expectText(documentId, mended);
    // Ann did not see it in time: her pressing removes nothing more.
    await news(ann.page).getByRole('button', { name: 'Remove one copy' }).click();
    await expectText(documentId, mended);
    await expectAddresses(documentId);
  });

const cells = (page: Page): Promise<number[]> =>
  editorOf(page)
    .locator('tr')
    .evaluateAll((rows) => rows.map((row) => row.children.length));

test('[E16] Ann adds a column while Ben adds a row: the server completes the table, once, for both', async () => {
  const documentId = await meet(
    fromTableMenu('A1', 'Column', 'Add a column after'),
    fromTableMenu('A2', 'Row', 'Add a row below'),
    table,
  );
  for (const { page } of [ann, ben]) await expect.poll(() => cells(page)).toEqual([3, 3, 3]);
  const content = await contentOnServer(author, documentId);
  expect(rowWidths(content)).toEqual([3, 3, 3]);
  expect(addressFaults(content)).toEqual([]);
  await expectText(documentId, 'A1 |  | B1 | A2 |  | B2 |  |  |  | End');
  for (const { page } of [ann, ben]) expect(await told(page)).toEqual([]);
});

test('[E16] Ann adds a column while Ben types into a cell: nothing is lost', async () => {
  const documentId = await meet(fromTableMenu('A1', 'Column', 'Add a column after'), typing('B1', 2), table);
  await expectText(documentId, 'A1 |  | B1XYZ | A2 |  | B2 | End');
  expect(await told(ben.page)).toEqual([]);
  await expectAddresses(documentId);
});

test('[E18] Ann deletes a row while Ben types into it: he is told, and gets it back below the table', async () => {
  const documentId = await meet(fromTableMenu('A1', 'Row', 'Delete the row'), typing('B1', 2), table);
  await expectText(documentId, 'A2 | B2 | End');
  expect(await told(ben.page)).toEqual(['XYZ']);
  await news(ben.page).getByRole('button', { name: 'Put them back' }).click();
  await expectText(documentId, 'A2 | B2 | XYZ | End');
  await expectAddresses(documentId);
});

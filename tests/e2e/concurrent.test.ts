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

/** Puts the cursor after so many letters of a paragraph, as people do: a click and the arrow keys. */
async function putCursor(page: Page, words: string, offset: number): Promise<void> {
  await block(page, words).click();
  await page.keyboard.press('Home');
  for (let passed = 0; passed < offset; passed += 1) await page.keyboard.press('ArrowRight');
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
  (words: string, item: string): Act =>
  async (page) => {
    await block(page, words).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Table' }).click();
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

/** Both screens and the server have these lines (one of these texts), and both signs say saved. */
async function expectText(documentId: string, ...allowed: readonly string[]): Promise<void> {
  for (const { page } of [ann, ben]) {
    await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
    await expect
      .poll(async () =>
        allowed.includes((await linesOnScreen(page)).join(' | '))
          ? 'as allowed'
          : (await linesOnScreen(page)).join(' | '),
      )
      .toBe('as allowed');
  }
  const onScreen = (await linesOnScreen(ann.page)).join(' | ');
  expect((await linesOnScreen(ben.page)).join(' | ')).toBe(onScreen);
  expect(linesOf(await contentOnServer(author, documentId)).join(' | ')).toBe(onScreen);
}

/** After the server's repair, which waits for three quiet seconds, every block has an address of its own. */
const expectAddresses = (documentId: string) =>
  expect
    .poll(async () => addressFaults(await contentOnServer(author, documentId)), { intervals: [500] })
    .toEqual([]);

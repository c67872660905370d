import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';

const cells = (page: Page) => editorOf(page).locator('td, th');
const rowsOf = (page: Page) => editorOf(page).locator('tr');
/** Row by row, without the others’ names at their carets. */
const wordsOf = (page: Page) =>
  rowsOf(page).evaluateAll((rows) =>
    rows.map((row) => {
      const copy = row.cloneNode(true) as HTMLElement;
      for (const caret of copy.querySelectorAll('.person-caret')) caret.remove();
      return copy.textContent;
    }),
  );
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Table' });

/** From the text's toolbar, by keyboard alone. */
async function insertTable(page: Page): Promise<void> {
  await editorOf(page).click();
  await page.getByRole('button', { name: 'Insert' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Table', exact: true }).press('Enter');
  await expect(editorOf(page)).toBeFocused();
  await expect(cells(page)).toHaveCount(9);
}

/** From the text to the table's own bar: the stop after the toolbar; then a menu and an entry of it. */
async function choose(page: Page, menu: string, entry: string): Promise<void> {
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press('Alt+F10');
  await page.keyboard.press('Tab');
  await expect(bar(page).locator(':focus')).toHaveCount(1);
  while (
    !(await bar(page)
      .getByRole('button', { name: menu })
      .evaluate((it) => it === document.activeElement))
  )
    await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const item = page
    .getByRole('menuitem', { name: entry })
    .or(page.getByRole('menuitemcheckbox', { name: entry }));
  await item.press('Enter');
  await expect(editorOf(page)).toBeFocused();
}

test('a table is made, filled, changed and left by keyboard alone', async ({ server, browser }) => {
  const page = await person(browser, server, 'editor');
  await openDocument(page, await blankDocument(server));
  await insertTable(page);
  const words = [
    'Country',
    'Title',
    'EQF',
    'France',
    'Assistante sociale',
    '6',
    'Italy',
    'Assistente sociale',
    '6',
  ];
  for (const [at, word] of words.entries()) {
    await page.keyboard.type(word);
    if (at < words.length - 1) await page.keyboard.press('Tab');
  }
  await expect(rowsOf(page)).toHaveCount(3);
  // Tab in the last cell adds a row, Shift+Tab goes back.
  await page.keyboard.press('Tab');
  await expect(rowsOf(page)).toHaveCount(4);
  await page.keyboard.type('Finland');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await expect(rowsOf(page).nth(1)).toContainText('Italy');
  await choose(page, 'Column', 'First column as headings');
  await expect(editorOf(page).locator('th[scope="row"]')).toHaveCount(3);
  await expect(editorOf(page).locator('th[scope="col"]')).toHaveCount(3);
  await choose(page, 'Row', 'Add a row above');
  await expect(rowsOf(page)).toHaveCount(5);
  await choose(page, 'Column', 'Add a column after');
  await expect(rowsOf(page).first().locator('td, th')).toHaveCount(4);
  await choose(page, 'Row', 'Delete the row');
  await expect(rowsOf(page)).toHaveCount(4);
  // A width of its own by keyboard, and equal widths again.
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(editorOf(page).locator('col').first()).toHaveAttribute('style', /width: \d+px/);
  await choose(page, 'Column', 'Same width for all columns');
  await expect(editorOf(page).locator('col').first()).not.toHaveAttribute('style', /width: \d+px/);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.keyboard.type('After the table.');
  await expect(editorOf(page).locator('> p').last()).toHaveText('After the table.');
  await expect(bar(page)).toHaveCount(0);
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await page.context().close();
});

test('cells merged by one person are merged for the other, and split again', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const first = await person(browser, server, 'editor');
  const second = await person(browser, server, 'country-lead');
  await openDocument(first, documentId);
  await openDocument(second, documentId);
  await insertTable(first);
  await first.keyboard.type('France');
  await first.keyboard.press('Tab');
  await first.keyboard.type('Italy');
  await expect(editorOf(second)).toContainText('Italy');
  await choose(first, 'Row', 'Select the row');
  await expect(editorOf(first).locator('.selectedCell')).toHaveCount(3);
  await choose(first, 'Cells', 'Merge the cells');
  await expect(editorOf(second).locator('th[colspan="3"]')).toContainText('FranceItaly');
  await expect(cells(second)).toHaveCount(7);
  // Meanwhile the other writes into the merged cell: both see it.
  await editorOf(second).locator('th[colspan="3"]').click();
  await second.keyboard.press('End');
  await second.keyboard.type(' and Finland');
  await expect(editorOf(first).locator('th[colspan="3"]')).toContainText('and Finland');
  await editorOf(first).locator('th[colspan="3"]').click();
  await choose(first, 'Cells', 'Split the cell');
  await expect(cells(second)).toHaveCount(9);
  await expect(cells(first)).toHaveCount(9);
  await expect(editorOf(second).locator('th').first()).toContainText('and Finland');
  expect(await wordsOf(first)).toEqual(await wordsOf(second));
  for (const page of [first, second]) await page.context().close();
});

test('on a phone a wide table scrolls in its own box and the page does not', async ({ server, browser }) => {
  const page = await person(browser, server, 'editor');
  await page.setViewportSize({ width: 390, height: 800 });
  await openDocument(page, await blankDocument(server));
  await insertTable(page);
  for (let more = 0; more < 4; more += 1) await choose(page, 'Column', 'Add a column after');
  const widths = await page.evaluate(() => {
    const box = document.querySelector('.table-box');
    return {
      page: document.documentElement.scrollWidth - window.innerWidth,
      box: (box?.scrollWidth ?? 0) - (box?.clientWidth ?? 0),
    };
  });
  expect(widths.page).toBeLessThanOrEqual(0);
  expect(widths.box).toBeGreaterThan(0);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      violations.map(({ id }) => id),
      colorScheme,
    ).toEqual([]);
  }
  await page.context().close();
});

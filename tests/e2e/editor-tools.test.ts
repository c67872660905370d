import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';

const search = (page: Page) => page.getByRole('search', { name: 'Find in the text' });
const status = (page: Page) => search(page).getByRole('status');

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      violations.map((it) => `${it.id}: ${it.nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
      colorScheme,
    ).toEqual([]);
  }
}

test('words are found across marks while others write, replaced together and taken back in one step', async ({
  server,
  browser,
}) => {
  const documentId = await blankDocument(server);
  const page = await person(browser, server, 'editor');
  const other = await person(browser, server, 'country-lead');
  await openDocument(page, documentId);
  await openDocument(other, documentId);
  await editorOf(page).click();
  await page.keyboard.type('Social care and so');
  await page.keyboard.press('ControlOrMeta+b');
  await page.keyboard.type('cial');
  await page.keyboard.press('ControlOrMeta+b');
  await page.keyboard.type(' work. Antisocial.');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('ControlOrMeta+f');
  await expect(search(page).getByLabel('Find', { exact: true })).toBeFocused();
  await page.keyboard.type('social');
  await expect(status(page)).toHaveText('1 of 3');
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('2 of 3');
  await expect(editorOf(page).locator('.found.current')).toHaveText(['so', 'cial']);
  await search(page).getByRole('button', { name: 'Whole words only' }).click();
  await expect(status(page)).toHaveText('2 of 2');
  // The other writes before the match: the search follows, the match at hand stays.
  await editorOf(other).press('ControlOrMeta+Home');
  await other.keyboard.type('A social start. ');
  await expect(status(page)).toHaveText('3 of 3');
  await expect(editorOf(page).locator('.found.current')).toHaveText(['so', 'cial']);

  await page.keyboard.press('ControlOrMeta+h');
  await search(page).getByLabel('Replace with').fill('civic');
  await search(page).getByRole('button', { name: 'Replace all' }).click();
  await expect(status(page)).toHaveText('3 replaced');
  await expect(editorOf(other)).toContainText('A civic start. civic care and civic work. Antisocial.');
  await search(page).getByLabel('Replace with').press('Escape');
  await expect(search(page)).toHaveCount(0);
  await expect(editorOf(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editorOf(other)).toContainText('A social start. Social care and social work. Antisocial.');
  await expect(editorOf(page).locator('strong')).toHaveText('cial');
  for (const opened of [page, other]) await opened.context().close();
});

test('Escape goes back to the text at the match, and a reader can search too', async ({
  server,
  browser,
}) => {
  const reader = await person(browser, server, 'observer');
  await openDocument(reader, 'call-fr');
  await reader.keyboard.press('ControlOrMeta+f');
  await expect(search(reader).getByLabel('Find', { exact: true })).toBeFocused();
  await reader.keyboard.type('departement');
  await expect(status(reader)).toHaveText(/^1 of \d+$/);
  await expect(search(reader).getByRole('button', { name: 'Replace as well' })).toHaveCount(0);
  await expect(editorOf(reader).locator('.found.current').first()).toBeInViewport();
  await expectAccessible(reader);
  await reader.keyboard.press('Escape');
  await expect(editorOf(reader).locator('.found')).toHaveCount(0);
  await reader.context().close();
});

test('French gets its spaces and quotes as one types; one undo brings back what was typed', async ({
  server,
  browser,
}) => {
  const page = await person(browser, server, 'editor');
  await openDocument(page, 'call-fr');
  await editorOf(page).press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Pourquoi ? "Parce que" l\'action...');
  const last = editorOf(page).locator('> p').last();
  await expect(last).toHaveText('Pourquoi\u202f? «\u00a0Parce que\u00a0» l’action…', { useInnerText: false });
  await page.keyboard.press('ControlOrMeta+z');
  await expect(last).toHaveText(/l’action\.\.\.$/);
  await page.keyboard.type(' "');
  await expect(last).toHaveText(/«\u00a0$/);
  await page.keyboard.press('Backspace');
  await expect(last).toHaveText(/"$/);
  // Never in code, and not where one has switched it off.
  await page.keyboard.press('Enter');
  await page.keyboard.type('``` a ? "b"');
  await expect(editorOf(page).locator('pre').last()).toHaveText('a ? "b"');
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitemcheckbox', { name: /Typographic help/ }).click();
  await editorOf(page).press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+Alt+0');
  await page.keyboard.type(' c ? "d"');
  await expect(editorOf(page)).toContainText('c ? "d"');
  await page.context().close();
});

test('words are counted, of the text and of what is selected', async ({ server, browser }) => {
  const page = await person(browser, server, 'editor');
  await openDocument(page, await blankDocument(server));
  await editorOf(page).click();
  await page.keyboard.type('Seven words are written in this paragraph');
  const count = page.getByTitle('Length of the text');
  await expect(count).toHaveText('7 words');
  await page.keyboard.press('Shift+ControlOrMeta+ArrowLeft');
  await expect(count).toHaveText('1 of 7 words');
  await count.click();
  await expect(page.getByRole('row', { name: 'Characters without spaces' })).toContainText('35');
  await expectAccessible(page);
  await page.context().close();
});

test('the shortcuts are listed in a dialog that gives the focus back', async ({ server, browser }) => {
  const page = await person(browser, server, 'editor');
  await openDocument(page, await blankDocument(server));
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+/');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toContainText('Find and replace');
  await expect(dialog).toContainText('Move the row up');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(editorOf(page)).toBeFocused();
  await page.context().close();
});

test('focus mode leaves the text and the saved sign; reading mode is kept and writes nothing', async ({
  server,
  browser,
}) => {
  const page = await person(browser, server, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  await editorOf(page).click();
  await page.keyboard.type('First.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Second.');
  await page.keyboard.press('ControlOrMeta+Shift+f');
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeHidden();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(savedSign(page)).toBeVisible();
  await expect(editorOf(page).locator('.bright')).toHaveText('Second.');
  await page.keyboard.press('ArrowUp');
  await expect(editorOf(page).locator('.bright')).toHaveText('First.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.getByRole('button', { name: 'Leave reading mode' })).toBeVisible();
  await page.keyboard.type('not written');
  await expect(editorOf(page)).not.toContainText('not written');
  await page.reload();
  await editorOf(page).waitFor();
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Leave reading mode' }).click();
  await expect(page.getByRole('toolbar', { name: 'Formatting' })).toBeVisible();
  await page.context().close();
});

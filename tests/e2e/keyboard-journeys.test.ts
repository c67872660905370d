/** The journeys of a partnership without a mouse: every stop on the way can be seen, and nothing is a dead end. */
import { readFileSync } from 'node:fs';
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { tabTo } from '../support/keyboard.ts';

test('from the overview into a text, written, saved and taken along as a file', async ({
  server,
  browser,
}) => {
  const page = await person(browser, server, 'editor');
  await page.goto('/p/msf-2050');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'Deliverables', exact: true }).first());
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Deliverables', level: 1 })).toBeVisible();
  await tabTo(
    page,
    page
      .getByRole('main')
      .getByRole('link', { name: /^English/ })
      .first(),
  );
  await page.keyboard.press('Enter');
  await editorOf(page).waitFor();
  await tabTo(page, editorOf(page));
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Written without a mouse.');
  await expect(editorOf(page)).toContainText('Written without a mouse.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

  await tabTo(page, page.getByRole('button', { name: 'Export' }), 'Shift+Tab');
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem', { name: /Markdown/ })).toBeFocused();
  await page.keyboard.press('Enter');
  expect(readFileSync(await (await downloading).path(), 'utf8')).toContain('Written without a mouse.');
  await page.context().close();
});

test('a moment of a text is named, looked at and put back', async ({ server, browser }) => {
  const documentId = await blankDocument(server);
  const page = await person(browser, server, 'editor');
  await openDocument(page, documentId);
  await tabTo(page, editorOf(page));
  await page.keyboard.type('First.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await tabTo(page, page.getByRole('button', { name: 'More about this text' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'History of this text' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/history');
  await tabTo(page, page.getByRole('button', { name: 'Name this moment' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.type('Before the seminar');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Before the seminar').first()).toBeVisible();

  await page.goto(`/d/${documentId}`);
  await editorOf(page).waitFor();
  await tabTo(page, editorOf(page));
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' Second.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await page.goto(`/d/${documentId}/history`);
  await tabTo(page, page.getByRole('button', { name: /Before the seminar/ }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Put this state back' }));
  await page.keyboard.press('Enter');
  const asking = page.getByRole('dialog');
  await expect(asking).toBeVisible();
  await tabTo(page, asking.getByRole('button', { name: /Put|back/ }).last());
  await page.keyboard.press('Enter');
  await expect(asking).toHaveCount(0);
  await page.goto(`/d/${documentId}`);
  await expect(editorOf(page)).toHaveText('First.');
  await page.context().close();
});

test('who may read and write a text is looked up, and the focus comes back', async ({ server, browser }) => {
  const page = await person(browser, server, 'coordinator');
  await openDocument(page, 'd1-en');
  const access = page.getByRole('button', { name: 'Who may do what on this text' });
  await tabTo(page, access);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(access).toBeFocused();
  await page.context().close();
});

test('language and appearance are chosen in one’s settings, and the page keeps its place', async ({
  server,
  browser,
}) => {
  const page = await person(browser, server, 'observer');
  await page.goto('/p/msf-2050/partners');
  const settings = page.getByRole('button', { name: 'Your account and settings' });
  await tabTo(page, settings);
  await page.keyboard.press('Enter');
  const language = page.getByLabel('Interface language');
  await expect(language).toBeFocused();
  await page.keyboard.type('Suomi');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'fi');
  await expect(page).toHaveURL(/\/partners$/);
  await tabTo(page, page.getByRole('checkbox', { name: 'Suuri kontrasti' }));
  await page.keyboard.press('Space');
  await expect(page.locator('html')).toHaveAttribute('data-contrast', 'more');
  await page.keyboard.press('Escape');
  await page.reload();
  // The server wrote both: nothing flashes.
  await expect(page.locator('html[lang="fi"][data-contrast="more"]')).toBeAttached();
  await page.context().close();
});

/** Menus, popovers and the tooltip: what draws them is loaded when somebody comes near. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { editorOf, openDocument } from '../support/documents.ts';

/** From now on every piece of the program takes its time. */
const slowly = (page: Page) =>
  page.route('**/_app/immutable/**', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });

test('a menu works by keyboard alone, and gives the focus back', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await openDocument(page, 'd1-en');
  const more = page.getByRole('button', { name: 'More about this text' });
  await more.focus();
  await page.keyboard.press('Enter');
  const history = page.getByRole('menuitem', { name: 'History of this text' });
  const who = page.getByRole('menuitemcheckbox', { name: 'Who wrote this?' });
  await expect(history).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(who).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitemcheckbox', { name: 'Say where others write' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(history).toBeFocused();
  await page.keyboard.press('w');
  await expect(who).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(history).toHaveCount(0);
  await expect(more).toBeFocused();
  await expect(more).toHaveAttribute('aria-expanded', 'false');

  await page.keyboard.press('ArrowDown');
  await expect(history).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(history).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Export' })).toBeFocused();
});

test('a press is answered when what draws the menu takes its time', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await openDocument(page, 'd1-en');
  await slowly(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /PDF/ })).toBeVisible();
  // A second press closes it, and one outside as well.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: /PDF/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /PDF/ })).toBeVisible();
  await page.mouse.click(640, 600);
  await expect(page.getByRole('menuitem', { name: /PDF/ })).toHaveCount(0);
});

test('what a key opens takes the letters that follow: none falls into the text', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await openDocument(page, 'd1-en');
  await editorOf(page).click();
  const before = await editorOf(page).innerText();
  await slowly(page);
  await page.keyboard.press('Control+Shift+m');
  await page.keyboard.type('zz');
  await expect(page.getByRole('menuitem', { name: /Move up/ })).toBeVisible();
  // The key that opened it was pressed before anything could hear it.
  await expect(page.locator('[role=menuitem]:focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  expect(await editorOf(page).innerText()).toBe(before);
});

test('a menu that cannot be fetched says so, and opens at the next press when the network is back', async ({
  signIn,
  page,
}) => {
  await signIn(page, 'editor');
  await openDocument(page, 'd1-en');
  await page.route('**/_app/immutable/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText('This could not be opened')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export' })).toHaveAttribute('aria-expanded', 'false');
  await page.unroute('**/_app/immutable/**');
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: /PDF/ })).toBeVisible();
});

test('one’s settings open with the focus on the first of them', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050/partners');
  await slowly(page);
  const settings = page.getByRole('button', { name: 'Your account and settings' });
  await settings.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Interface language')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await settings.click();
  await expect(page.getByLabel('Interface language')).toBeVisible();
  await settings.click();
  await expect(page.getByLabel('Interface language')).toHaveCount(0);
});

test('a button of icons alone says its name and its keys under the pointer and on focus', async ({
  signIn,
  page,
}) => {
  await signIn(page, 'editor');
  await openDocument(page, 'd1-en');
  const tip = page.getByRole('tooltip');
  const bold = page.getByRole('button', { name: 'Bold' });
  await bold.hover();
  await expect(tip).toHaveText(/Bold.*Ctrl/);
  await page.mouse.move(640, 700);
  await expect(tip).toHaveCount(0);
  await bold.focus();
  await page.keyboard.press('ArrowRight');
  await expect(tip).toHaveText(/Italic/);
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
});

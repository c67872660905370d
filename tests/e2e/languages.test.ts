/** The words of the interface: each page has its own, in the reader's language. */
import { expect, test } from '../support/fixtures.ts';
import { editorOf, openDocument } from '../support/documents.ts';

test('the language changes where one is, and the next page has all its words', async ({ signIn, page }) => {
  await signIn(page, 'coordinator');
  await openDocument(page, 'd1-en');
  await page.evaluate(() => ((window as unknown as { stays: boolean }).stays = true));
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByLabel('Interface language').selectOption('fr');
  await expect(page.getByRole('toolbar', { name: 'Mise en forme' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.keyboard.press('Escape');
  await expect(editorOf(page)).toBeVisible();

  // From a text, which carries its own words only, to a page that shows others.
  await page.getByRole('link', { name: 'Personnes', exact: true }).click();
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const words = await page.locator('main').innerText();
  expect(words).not.toMatch(/\b(people|partnership|pages|common)\.[a-z]/);
  expect(await page.evaluate(() => (window as unknown as { stays?: boolean }).stays)).toBe(true);

  await page.getByRole('button', { name: 'Votre compte et vos réglages' }).click();
  await page.getByLabel('Langue de l’interface').selectOption('en');
  await expect(page.getByRole('link', { name: 'People', exact: true })).toBeVisible();
});

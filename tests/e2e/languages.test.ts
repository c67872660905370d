/** The words of the interface: each page has its own, in the reader's language. */
import { expect, test } from '../support/fixtures.ts';
import { blankDocument, editorOf, openDocument } from '../support/documents.ts';

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

test('a text begins in one more language from its card, and a version that exists is opened, not doubled', async ({
  server,
  signIn,
  page,
}) => {
  const documentId = await blankDocument(server, 'Hours');
  await signIn(page, 'coordinator');
  await page.goto('/p/msf-2050/deliverables');
  await page.getByRole('link', { name: 'Add a language Hours' }).click();
  const dialog = page.getByRole('dialog', { name: 'One more language' });
  await dialog.getByLabel('Title').fill('Työajat');
  await dialog.getByLabel('Language of the text').selectOption('fi');
  await dialog.getByRole('button', { name: 'Begin and open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Työajat' })).toBeVisible();
  await expect(editorOf(page)).toHaveAttribute('lang', 'fi');
  const { pathname } = new URL(page.url());
  await page.getByRole('navigation', { name: 'Language versions' }).getByText('English').click();
  await expect(page).toHaveURL(`/d/${documentId}`);
  const again = await page.request.post(`/api/v1/documents/${documentId}/languages`, {
    data: { language: 'fi' },
    headers: { origin: server.url },
  });
  expect(again.status()).toBe(200);
  expect(`/d/${((await again.json()) as { id: string }).id}`).toBe(pathname);
});

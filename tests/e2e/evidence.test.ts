/** The evidence library, as who writes a sheet and who looks for one meet it. */
import AxeBuilder from '@axe-core/playwright';
import { editorOf } from '../support/documents.ts';
import { enterAs, expect, test } from '../support/fixtures.ts';

test('who writes begins a trend card: it opens with its questions, and is found by a word without its accents', async ({
  server,
  page,
}) => {
  await enterAs(server, page, 'editor');
  await page.goto(`${server.url}/p/msf-2050/evidence`);
  await page.getByRole('main').getByRole('link', { name: 'Write a sheet' }).click();
  await expect(page.getByText('There are no private sheets yet')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Observation note' })).toHaveAccessibleDescription(
    /Never names of people supported/,
  );
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(violations).toEqual([]);
  await page.getByRole('radio', { name: 'Trend card' }).check();
  await page.getByLabel('Title').fill('Télétravail social');
  await page.getByLabel('Language').selectOption('fr');
  await page.getByRole('button', { name: 'Write a sheet' }).click();

  const questions = editorOf(page).getByRole('heading', { level: 2 });
  await expect(questions).toHaveCount(12);
  expect((await questions.allTextContents()).slice(0, 3)).toEqual(['Nature', 'Dimension', 'Description']);
  const way = page.getByRole('navigation', { name: 'Where you are' });
  await way.getByRole('link', { name: 'Evidence' }).click();
  await page.getByLabel('Title or organisation').fill('TELETRAVAIL');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByText(/^1 sheet of \d+ found$/)).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Télétravail social' });
  await expect(row).toContainText('Trend card');
  const title = row.getByRole('link', { name: 'Télétravail social', exact: true });
  await expect(title).toHaveAttribute('lang', 'fr');
  await row.getByRole('link', { name: 'Add a language Télétravail social' }).click();
  await expect(page.getByRole('dialog', { name: 'One more language' })).toBeVisible();

  await page.goto(`${server.url}/p/msf-2050/deliverables`);
  await expect(page.getByRole('heading', { name: 'Call for partners' })).toBeVisible();
  await expect(page.getByText('Télétravail social')).toHaveCount(0);
});

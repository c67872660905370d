/** The parts of the interface as they are kept in the gallery: how they look, and how the larger ones work. */
import type { Page } from '@playwright/test';
import { expect, test as base } from '../support/fixtures.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const test = base.extend<object, { readonly server: RunningServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startServer({ env: { TANDEM_GALLERY: '1' }, example: false });
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** What is drawn: not what moves by itself, nor what the browser draws in its own way. */
const specimens = [
  'Button',
  'SavedSign',
  'StatusPill',
  'Avatar, AvatarStack',
  'Mark',
  'Notice',
  'Progress',
  'Card',
  'DataTable',
  'Stepper',
  'Timeline',
  'EmptyState',
  'ErrorState',
];

const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'auto' },
  { name: 'dark', colorScheme: 'dark', contrast: 'auto' },
  { name: 'high-contrast', colorScheme: 'light', contrast: 'more' },
] as const;

const specimen = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true, level: 3 }) });

const open = async (page: Page): Promise<void> => {
  await page.setViewportSize({ width: 1024, height: 800 });
  await page.goto('/gallery');
  await page.evaluate(() => document.fonts.ready);
};

test('without being asked for, the gallery is not there', async ({ page }) => {
  const release = await startServer({ example: false });
  const response = await page.goto(`${release.url}/gallery`);
  expect(response?.status()).toBe(404);
  await release.stop();
});

for (const { name, colorScheme, contrast } of looks)
  test(`each part looks as it was agreed: ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    await page.evaluate((value) => (document.documentElement.dataset['contrast'] = value), contrast);
    for (const part of specimens)
      await expect
        .soft(specimen(page, part).locator('.stack').first())
        .toHaveScreenshot([name, `${part.replaceAll(/\W+/g, '-').toLowerCase()}.png`]);
  });

test('a table is sorted by its columns and filtered by what is typed, by keyboard, and says so', async ({
  page,
}) => {
  await open(page);
  const table = specimen(page, 'DataTable');
  const names = table.getByRole('rowheader');
  await expect(names).toHaveText([
    'Département de l’Isère',
    'Regione autonoma Valle d’Aosta',
    'Helsingin kaupunki',
  ]);
  const people = table.getByRole('columnheader', { name: 'People' });
  await people.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(people).toHaveAttribute('aria-sort', 'ascending');
  await expect(names.first()).toHaveText('Helsingin kaupunki');
  await page.keyboard.press('Enter');
  await expect(people).toHaveAttribute('aria-sort', 'descending');
  await expect(names.first()).toHaveText('Département de l’Isère');
  await page.keyboard.press('Enter');
  await expect(people).not.toHaveAttribute('aria-sort');

  await table.getByLabel('Filter the list').fill('aosta');
  await expect(names).toHaveText(['Regione autonoma Valle d’Aosta']);
  await expect(table.getByRole('status')).toHaveText('1 row of 3');
  await table.getByLabel('Filter the list').fill('nobody');
  await expect(table.getByRole('status')).toHaveText('Nothing found of 3');

  // On a phone rows are cards without a head: a list of the columns sorts them.
  await table.getByLabel('Filter the list').fill('');
  await page.setViewportSize({ width: 390, height: 800 });
  await table.getByLabel('Sort by').selectOption('Organisation');
  await expect(names.first()).toHaveText('Département de l’Isère');
  await expect(names.nth(1)).toHaveText('Helsingin kaupunki');
});

/** The glossary and the activities, as those who keep and those who read them see them. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { enterAs, expect, test } from '../support/fixtures.ts';
import { awake } from '../support/keyboard.ts';

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice']).analyze())
    .violations;

test('who writes proposes a word; it is found by its term in another language, and marked as proposed', async ({
  server,
  page,
}) => {
  await enterAs(server, page, 'editor');
  let wake = (): void => {};
  const woken = new Promise<void>((resolve) => (wake = resolve));
  await page.route('**/_app/immutable/**/*.js', async (route) => {
    await woken;
    await route.continue();
  });
  await page.goto(`${server.url}/p/msf-2050/glossary?new`, { waitUntil: 'commit' });
  await expect(page.getByText('What you propose is marked as such')).toBeVisible();
  // Unfolded and written into before the page has woken up, as one does who is quick: it stays so.
  await page.getByText('Finnish', { exact: true }).click();
  await page.getByLabel('Proposed terms').first().fill('street work\noutreach');
  wake();
  await awake(page);
  await page.locator('[name=proposed-fi]').fill('jalkautuva työ');
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Propose a concept' }).click();

  await expect(page).toHaveURL(/glossary#C26$/);
  await page.getByLabel('Find a word, in any language').fill('JALKAUTUVA TYO');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  const row = page.getByRole('row').filter({ hasText: 'street work' });
  await expect(row.getByText('proposed').first()).toBeVisible();
  await expect(row.getByRole('link', { name: 'Change C26' })).toHaveCount(0);
});

test('who coordinates adds an activity: what is wrong is said, and what comes next stands first', async ({
  server,
  page,
}) => {
  await enterAs(server, page, 'coordinator');
  await page.goto(`${server.url}/p/msf-2050/activities?new&language=en`);
  await page.getByLabel('Title').fill('Kick-off in Turku');
  const begins = page.getByRole('group', { name: 'Beginning' });
  await begins.getByLabel('Day').fill('31');
  await begins.getByLabel('Month').selectOption({ label: 'June' });
  await begins.getByLabel('Year').fill('2049');
  await page.getByRole('button', { name: 'Add an activity' }).click();
  await expect(begins.getByLabel('Year')).toHaveAccessibleDescription(/There is no such date/);
  expect(await violationsOf(page)).toEqual([]);
  await begins.getByLabel('Day').fill('30');
  await page.getByRole('button', { name: 'Add an activity' }).click();

  const sections = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(sections).toHaveText(['Next', 'Past']);
  const card = page.getByRole('article').first();
  await expect(card).toContainText('30 June 2049');
  await card.getByRole('link', { name: 'Change Kick-off in Turku' }).click();
  await page.getByRole('region', { name: 'Programme' }).getByLabel('Title').fill('First words');
  await page.getByRole('button', { name: 'Add an item' }).click();
  await expect(page.getByRole('link', { name: 'First words' })).toBeVisible();
});

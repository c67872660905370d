/** The page on which one arrives: what waits, what happened, how far things are; the tour, and the page before one is in. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from '@playwright/test';
import { expect, signInTo, test } from '../support/fixtures.ts';
import { editorOf, openDocument, savedSign } from '../support/documents.ts';
import { emptyPartnership } from '../support/empty-partnership.ts';
import { looksCaredFor } from '../support/looks.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const HOME = '/p/msf-2050';
const needs = (page: Page) => page.getByRole('region', { name: 'What needs you now' });
const feed = (page: Page) => page.getByRole('region', { name: /Since your last visit|What happened lately/ });

/** The visit is told by the page itself. */
async function arrive(page: Page, url: string): Promise<void> {
  const told = page.waitForResponse((it) => it.url().endsWith('?/seen'));
  await page.goto(url + HOME);
  expect((await told).ok()).toBe(true);
}

test.describe('what needs each role', () => {
  let server: RunningServer;
  test.beforeAll(async () => {
    server = await startServer();
    const database = new DatabaseSync(join(server.dataDir, 'tandem.db'));
    database.exec('PRAGMA busy_timeout = 5000');
    // The source moved on for two days; the example loads both languages at one moment.
    database.exec(
      "UPDATE document SET changed_at_ms = changed_at_ms + 2 * 86400000 + 1000 WHERE id IN ('d1-fr', 'd1-en')",
    );
    database.exec("UPDATE document SET changed_at_ms = changed_at_ms - 86400000 * 2 WHERE id = 'd1-en'");
    database.close();
  });
  test.afterAll(() => server.stop());

  test('a coordinator: the rules that fail, each with its reason and the way to it', async ({ page }) => {
    await signInTo(server, page, 'coordinator');
    await page.goto(server.url + HOME);
    await expect(needs(page).getByRole('heading', { name: 'Three European countries' })).toBeVisible();
    await expect(needs(page)).toContainText('Only one country has a confirmed organisation: France.');
    await looksCaredFor(page);
    await needs(page)
      .getByRole('link', { name: /Three European countries/ })
      .click();
    await expect(page.getByRole('heading', { name: 'Partners', level: 1 })).toBeVisible();
  });

  test('a country lead: their country, and no other', async ({ page }) => {
    await signInTo(server, page, 'country-lead');
    await page.goto(server.url + HOME);
    await expect(needs(page).getByRole('heading', { name: 'Italy' })).toBeVisible();
    await expect(needs(page)).not.toContainText('Finland');
    await expect(needs(page)).not.toContainText('Three European countries');
  });

  test('a language reviewer: the version whose source changed after it', async ({ page }) => {
    await signInTo(server, page, 'language-reviewer');
    await page.goto(server.url + HOME);
    await expect(needs(page)).toContainText('A text in English may be out of date');
    await expect(needs(page)).toContainText('2 days later');
    await needs(page)
      .getByRole('link', { name: /Open the text/ })
      .click();
    await expect(page).toHaveURL(/\/d\/d1-en$/);
  });

  test('an observer: a calm sentence, and how far each deliverable is', async ({ page }) => {
    await signInTo(server, page, 'observer');
    await page.goto(server.url + HOME);
    await expect(needs(page)).toContainText('Nothing waits for you');
    const table = page.getByRole('table', { name: 'How far each deliverable is' });
    const line = table.getByRole('row', { name: /Shared typology of social professions/ });
    await expect(line).toContainText('Draft');
    await line.getByRole('link', { name: 'French' }).click();
    await expect(page).toHaveURL(/\/d\/d1-fr$/);
  });
});

test('what somebody wrote meanwhile stands in the feed of who was away, and not in their own', async ({
  page,
  browser,
}) => {
  const server = await startServer();
  await signInTo(server, page, 'editor');
  await arrive(page, server.url);
  await expect(feed(page)).toContainText('This is your first visit');

  const database = new DatabaseSync(join(server.dataDir, 'tandem.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('UPDATE visit SET seen_at_ms = seen_at_ms - 3600000');
  database.close();

  const other = await (await browser.newContext({ locale: 'en-GB', baseURL: server.url })).newPage();
  await signInTo(server, other, 'coordinator');
  await openDocument(other, 'd2-en');
  await editorOf(other).press('ControlOrMeta+End');
  await other.keyboard.type('Written while the editor was away.');
  await expect(savedSign(other)).toHaveAttribute('data-saved', 'saved');

  await arrive(page, server.url);
  await expect(feed(page).getByRole('heading', { name: 'Since your last visit' })).toBeVisible();
  await expect(feed(page)).toContainText('Coordinator – Isère wrote in');
  // A reload is no new visit.
  await arrive(page, server.url);
  await expect(feed(page)).toContainText('Coordinator – Isère wrote in');
  await looksCaredFor(page);

  await arrive(other, server.url);
  await expect(feed(other)).not.toContainText('wrote in');

  await feed(page)
    .getByRole('link', { name: /Recommendations/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/d\/d2-en\/history$/);
  await other.context().close();
  await server.stop();
});

test('what is older than the last visit comes when it is asked for', async ({ page }) => {
  const server = await startServer();
  await signInTo(server, page, 'editor');
  await arrive(page, server.url);
  const database = new DatabaseSync(join(server.dataDir, 'tandem.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('UPDATE document SET created_at_ms = created_at_ms - 7200000');
  database.exec('UPDATE visit SET seen_at_ms = seen_at_ms - 3600000');
  database.close();
  await arrive(page, server.url);
  await expect(feed(page)).toContainText('Nobody else has changed anything since then.');
  await expect(feed(page)).not.toContainText('20 new texts');
  await feed(page).getByRole('link', { name: 'Show earlier' }).click();
  await expect(feed(page)).toContainText('20 new texts');
  await server.stop();
});

test('a new partnership says what comes first, and ticks it', async ({ page }) => {
  const server = await startServer();
  const { id, link } = await emptyPartnership(server);
  await page.goto(link);
  await page.waitForURL(`**/p/${id}`);
  const steps = page.getByRole('region', { name: 'Your partnership is ready. What now?' });
  await expect(steps).toContainText('0 of 5 done');
  await expect(page.getByText('Have a look around')).toBeHidden();
  await looksCaredFor(page);
  await steps.getByRole('link', { name: 'Begin a first text' }).click();
  await page.getByLabel('Title').fill('Our first text');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page.waitForURL('**/d/*');
  await page.goto(`${server.url}/p/${id}`);
  await expect(steps).toContainText('1 of 5 done');
  await expect(steps.getByRole('heading', { name: 'Begin a first text (Done)' })).toBeVisible();
  await server.stop();
});

test('who coordinates names a partner and says how far it has come; others cannot', async ({ page }) => {
  const server = await startServer();
  const { id, link } = await emptyPartnership(server);
  await page.goto(link);
  await page.waitForURL(`**/p/${id}`);
  await page.getByRole('link', { name: 'Name the partner organisations' }).click();
  const add = page.getByRole('button', { name: 'Add the organisation' });
  await page.locator('input[name=name]').fill(' ');
  await page.locator('select[name=country]').selectOption('FI');
  await add.click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await expect(page.locator('select[name=country]')).toHaveValue('FI');
  await page.locator('input[name=name]').fill('City of Turku');
  await add.click();
  const row = page.getByRole('row', { name: /City of Turku/ });
  await expect(row).toContainText('Contacted');
  await looksCaredFor(page);

  await page.getByText('Change how far an organisation has come').click();
  const change = page.locator('form[action="?/status"]');
  await change.locator('select[name=organisation]').selectOption({ label: 'City of Turku' });
  await change.locator('select[name=newStatus]').selectOption('confirmed');
  await change.getByRole('button', { name: 'Change the status' }).click();
  await expect(row).toContainText('Confirmed');

  await signInTo(server, page, 'editor');
  await page.goto(`${server.url}/p/msf-2050/partners`);
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByText('Add a partner organisation')).toBeHidden();
  await server.stop();
});

test.describe('the tour', () => {
  const card = (page: Page) => page.locator('section[aria-labelledby="tour-step"]');

  test('leads by keyboard through the example, and is not offered again', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HOME);
    await page.getByRole('button', { name: 'Look around' }).focus();
    await page.keyboard.press('Enter');
    await expect(card(page).getByRole('heading', { name: 'What waits for you' })).toBeFocused();
    await expect(card(page)).toContainText('Step 1 of 5');
    const next = async (title: string, at: RegExp) => {
      // The buttons stand behind the heading.
      await card(page).getByRole('button', { name: 'Next' }).focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(at);
      await expect(card(page).getByRole('heading', { name: title })).toBeFocused();
    };
    await next('One text, several languages', /\/d\/d1-en$/);
    await editorOf(page).waitFor();
    await page.getByRole('link', { name: 'Français' }).click();
    await expect(page).toHaveURL(/\/d\/d1-fr$/);
    await next('Write a word', /\/d\/d1-fr$/);
    await next('Nothing is lost', /\/d\/d1-en\/history$/);
    await looksCaredFor(page);
    await next('Who takes part', /\/p\/msf-2050\/people$/);
    await card(page).getByRole('button', { name: 'Finish' }).press('Enter');
    await expect(card(page)).toBeHidden();
    await page.goto(HOME);
    await expect(page.getByRole('button', { name: 'Look around' })).toBeHidden();
  });

  test('ends with Escape at any step, and a press says no', async ({ signIn, page }) => {
    await signIn(page, 'editor');
    await page.goto(HOME);
    await page.getByRole('button', { name: 'Look around' }).click();
    await card(page).getByRole('button', { name: 'Next' }).click();
    await expect(card(page)).toContainText('Step 2 of 5');
    await expect(card(page).getByRole('heading')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(card(page)).toBeHidden();
    await page.reload();
    await editorOf(page).waitFor();
    await expect(card(page)).toBeHidden();

    await page.context().clearCookies({ name: 'tandem_tour' });
    await page.goto(HOME);
    await page.getByRole('button', { name: 'No, thank you' }).click();
    await expect(page.getByText('Have a look around in 2 minutes')).toBeHidden();
    await page.reload();
    await expect(page.getByText('Have a look around in 2 minutes')).toBeHidden();
  });
});

test.describe('the page before one is in', () => {
  const words = {
    'en-GB': ['Write what your partnership promised, together', 'Sign in'],
    'de-DE': ['Schreiben Sie gemeinsam, was Ihre Partnerschaft versprochen hat', 'Anmelden'],
  } as const;
  for (const [locale, [title, signIn]] of Object.entries(words))
    test(`says in the reader’s language what this is: ${locale}`, async ({ browser, server }) => {
      const page = await (await browser.newContext({ locale, baseURL: server.url })).newPage();
      const response = await page.goto('/');
      expect(response?.status()).toBe(200);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      const picture = page.getByRole('main').getByRole('img');
      await expect(picture).toHaveAttribute('alt', /.+/);
      expect(await picture.evaluate((it: HTMLImageElement) => it.decode().then(() => it.naturalWidth))).toBe(
        1200,
      );
      await looksCaredFor(page);
      await page.getByRole('main').getByRole('link', { name: signIn }).click();
      await expect(page).toHaveURL(/\/sign-in$/);
      await page.context().close();
    });

  test('the language is chosen there, and stays', async ({ page, server }) => {
    await page.goto(server.url);
    await page.getByRole('main').getByRole('link', { name: 'français' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Écrivez ensemble/);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Écrivez ensemble/);
  });
});

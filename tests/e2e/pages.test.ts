import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, signInTo, test } from '../support/fixtures.ts';
import { startServer } from '../support/server.ts';
import { editorOf, openDocument, savedSign } from '../support/documents.ts';
import { awake } from '../support/keyboard.ts';
import { emptyPartnership } from '../support/empty-partnership.ts';

/** Every page of this version, and what one knows it by. */
const pages = [
  ['/p/msf-2050', 'Tomorrow jobs in social fields'],
  ['/p/msf-2050/partners', 'Partners'],
  ['/p/msf-2050/people', 'People'],
  ['/p/msf-2050/deliverables', 'Deliverables'],
  ['/d/d1-en', ''],
] as const;

test.describe('each page', () => {
  for (const [path] of pages) {
    test(`${path} leads somebody who is not signed in to the sign-in page, and back`, async ({
      server,
      page,
    }) => {
      await page.goto(path);
      await expect(page).toHaveURL(
        new RegExp(`/sign-in\\?next=${encodeURIComponent(path).replaceAll('.', '\\.')}`),
      );
      const link = await server.cli('link', '--role', 'editor');
      await page.getByLabel('Sign-in link').fill(link);
      await page.getByRole('button', { name: 'Use the link' }).click();
      await expect(page).toHaveURL(new RegExp(`${path}$`));
    });

    test(`${path} refuses a stranger in words`, async ({ server, page }) => {
      const { link } = await emptyPartnership(server);
      await page.goto(link);
      await page.waitForURL(/\/p\/empty/);
      const response = await page.goto(path);
      expect(response?.status()).toBe(403);
      await expect(page.getByRole('heading', { name: 'You cannot open this' })).toBeVisible();
    });
  }
});

test('a partnership in which nothing has happened yet says what to do on each page', async ({
  server,
  page,
}) => {
  const { id, link } = await emptyPartnership(server);
  await page.goto(link);
  await page.waitForURL(`**/p/${id}`);
  await expect(page.getByText('Nothing has been written yet')).toBeVisible();
  await page.getByRole('link', { name: 'Partners', exact: true }).click();
  await expect(page.getByText('No organisation yet')).toBeVisible();
  await page.getByRole('link', { name: 'Deliverables', exact: true }).click();
  await expect(page.getByText('No deliverable yet')).toBeVisible();
  await page.getByRole('button', { name: 'New document' }).first().click();
  await page.getByLabel('Title').fill('Our first text');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await page.waitForURL('**/d/*');
  await editorOf(page).click();
  await page.keyboard.type('It begins.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
});

test('a new document without a title is refused beside the field, and what was chosen stays', async ({
  signIn,
  page,
}) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050/deliverables');
  await page.getByRole('button', { name: 'New document' }).first().click();
  await page.getByLabel('Language of the text').selectOption('it');
  await page.getByLabel('Title').fill('   ');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await expect(page.getByLabel('Language of the text')).toHaveValue('it');
});

test('a page that takes its time says that it is coming', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050');
  await page.route('**/partners/__data.json*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await awake(page);
  await page.getByRole('link', { name: 'Partners', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Partners', level: 1 })).toBeVisible();
});

test('a fault of the server is a page in words with a reference and a way on, never a trace', async ({
  page,
}) => {
  const broken = await startServer();
  await signInTo(broken, page, 'editor');
  const database = new DatabaseSync(join(broken.dataDir, 'tandem.db'));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec('ALTER TABLE work RENAME TO work_gone');
  database.close();
  for (const path of ['/p/msf-2050', '/p/msf-2050/partners', '/p/msf-2050/deliverables', '/d/d1-en']) {
    const response = await page.goto(broken.url + path);
    expect(response?.status(), path).toBe(500);
    await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible();
    await expect(page.getByText(/Reference: [0-9a-f]{8}/)).toBeVisible();
    await expect(page.getByRole('link', { name: 'Go to the start page' })).toBeVisible();
    expect(await page.content()).not.toContain('no such table');
  }
  expect(broken.log()).toContain('no such table');
  await broken.stop();
});

test('a document that is still coming shows that it is', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.routeWebSocket(/\/sync\//, () => {
    // Accepted, and then silence.
  });
  await page.goto('/d/call-en');
  await expect(page.getByText('Opening the document…')).toBeAttached();
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'connecting');
});

test('an address that does not exist says so in the reader’s language', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page
    .context()
    .addCookies([{ name: 'tandem_locale', value: 'fr', url: new URL('/', page.url()).href }]);
  const response = await page.goto('/nowhere');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Il n’y a rien ici' })).toBeVisible();
});

test('a button pressed while the page cannot answer yet is answered as soon as it can', async ({
  signIn,
  page,
}) => {
  await signIn(page, 'editor');
  let wake = (): void => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/\/entry\/start\..*\.js$/, async (route) => {
    await woken;
    await route.continue();
  });
  await page.goto('/p/msf-2050/partners', { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await expect(page.getByLabel('Interface language')).toHaveCount(0);
  wake();
  await expect(page.getByLabel('Interface language')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Your account and settings' })).toBeFocused();
});

test('the interface changes language without losing the place', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050/partners');
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByLabel('Interface language').selectOption('fr');
  await expect(page.getByRole('heading', { name: 'Partenaires', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/\/partners$/);
  await openDocument(page, 'call-fr');
  await expect(page.getByRole('button', { name: 'Exporter' })).toBeVisible();
});

test('the rules of the call are explained: one country of three, two authorities of one type', async ({
  signIn,
  page,
}) => {
  await signIn(page, 'observer');
  await page.goto('/p/msf-2050/partners');
  const rules = page.getByRole('region', { name: 'Rules of the call' });
  for (const rule of ['R1', 'R2', 'R3', 'R4', 'R5', 'R6']) await expect(rules).toContainText(rule);
  await expect(rules.getByRole('listitem')).toHaveCount(6);
});

import type { Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/fixtures.ts';
import { editorOf, openDocument, savedSign } from '../support/documents.ts';
import { emptyPartnership } from '../support/empty-partnership.ts';

/** Every page of this version, and what one knows it by. */
const pages = [
  ['/p/msf-2050', 'Tomorrow jobs in social fields'],
  ['/p/msf-2050/partners', 'Partners'],
  ['/p/msf-2050/deliverables', 'Deliverables'],
  ['/d/d1-en', ''],
] as const;

const ready = async (page: Page, path: string) => {
  await page.goto(path);
  if (path.startsWith('/d/')) await editorOf(page).waitFor();
};

test.describe('each page', () => {
  for (const [path] of pages) {
    for (const width of [320, 390, 1280, 1920]) {
      test(`${path} does not scroll sideways at ${width} px`, async ({ signIn, page }) => {
        await page.setViewportSize({ width, height: 800 });
        await signIn(page, 'editor');
        await ready(page, path);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
      });
    }

    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${path} has no accessibility violation in ${colorScheme}`, async ({ signIn, page }) => {
        await page.emulateMedia({ colorScheme });
        await signIn(page, 'editor');
        await ready(page, path);
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
        expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`)).toEqual([]);
      });
    }

    test(`${path} leads somebody who is not signed in to the sign-in page, and back`, async ({ server, page }) => {
      await page.goto(path);
      await expect(page).toHaveURL(new RegExp(`/sign-in\\?next=${encodeURIComponent(path).replaceAll('.', '\\.')}`));
      const link = await server.cli('link', '--role', 'editor');
      await page.getByRole('textbox').fill(link);
      await page.getByRole('button', { name: 'Sign in' }).click();
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

test('a partnership in which nothing has happened yet says what to do on each page', async ({ server, page }) => {
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

test('a new document without a title is refused beside the field, and what was chosen stays', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050/deliverables');
  await page.getByRole('button', { name: 'New document' }).first().click();
  await page.getByLabel('Language of the text').selectOption('it');
  await page.getByLabel('Title').fill('   ');
  await page.getByRole('button', { name: 'Create and open' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await expect(page.getByLabel('Language of the text')).toHaveValue('it');
});

test('a page that takes its time says that it is coming, and one that fails says so and offers a way on', async ({ signIn, page }) => {
  await signIn(page, 'editor');
  await page.goto('/p/msf-2050');
  await page.route('**/partners/__data.json*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await page.getByRole('link', { name: 'Partners', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Loading' })).toBeAttached();
  await expect(page.getByRole('heading', { name: 'Partners', level: 1 })).toBeVisible();

  await page.unroute('**/partners/__data.json*');
  await page.route('**/p/msf-2050/__data.json*', (route) =>
    route.fulfill({ status: 500, contentType: 'application/json', body: '{"message":"x","code":"internal"}' }),
  );
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Something went wrong' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to the start page' })).toBeVisible();
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
  await page.context().addCookies([{ name: 'tandem_locale', value: 'fr', url: page.url() }]);
  const response = await page.goto('/nowhere');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Il n’y a rien ici' })).toBeVisible();
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

test('the rules of the call are explained: one country of three, two authorities of one type', async ({ signIn, page }) => {
  await signIn(page, 'observer');
  await page.goto('/p/msf-2050/partners');
  const rules = page.getByRole('region', { name: 'Rules of the call' });
  for (const rule of ['R1', 'R2', 'R3', 'R4', 'R5', 'R6']) await expect(rules).toContainText(rule);
  await expect(rules.getByRole('listitem')).toHaveCount(6);
});

/**
 * Without a network, for real: a browser with its own folder, closed and opened again, servers that are
 * stopped, and what became of the document meanwhile. Nothing that was written is lost in silence.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { chromiumLaunch } from '../support/chromium.ts';
import { changeDatabase } from '../support/database-state.ts';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { signInTo } from '../support/fixtures.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { linesOnScreen } from '../support/written-documents.ts';

interface Place {
  /** The server's data. */
  readonly data: string;
  /** A browser with a memory: each call is another start of the same one. */
  readonly browse: (server: RunningServer) => Promise<BrowserContext>;
}

const test = base.extend<{ place: Place }>({
  // eslint-disable-next-line no-empty-pattern
  place: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    const open: BrowserContext[] = [];
    await use({
      data: join(folder, 'data'),
      browse: async ({ url }) => {
        const options = { ...chromiumLaunch(), baseURL: url, locale: 'en-GB' };
        const context = await chromium.launchPersistentContext(join(folder, 'browser'), options);
        open.push(context);
        return context;
      },
    });
    for (const context of open) await context.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

// Browsers and servers are started and stopped several times in each.
test.describe.configure({ timeout: 240_000 });

/** The page, its program and its text are on the device: from now on it opens without a network. */
async function keptOnDevice(page: Page, path = new URL(page.url()).pathname): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async (wanted) => {
          const names = await caches.keys();
          return (
            names.some((name) => name.startsWith('tandem-program:')) &&
            (await caches.match(wanted)) !== undefined &&
            (await caches.match('/offline')) !== undefined &&
            (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'
          );
        }, path),
      { timeout: 60_000 },
    )
    .toBe(true);
}

const shows = (page: Page, state: string) =>
  expect(savedSign(page)).toHaveAttribute('data-saved', state, { timeout: 60_000 });

async function write(page: Page, words: string): Promise<void> {
  await editorOf(page).press('ControlOrMeta+End');
  await page.keyboard.type(words);
}

async function firstVisit(place: Place, server: RunningServer, documentId: string): Promise<BrowserContext> {
  const context = await place.browse(server);
  const page = context.pages()[0] ?? (await context.newPage());
  await signInTo(server, page, 'editor');
  await openDocument(page, documentId);
  await write(page, 'With a network. ');
  await shows(page, 'saved');
  await keptOnDevice(page);
  return context;
}

const firstPage = (context: BrowserContext) => context.pages()[0] ?? context.newPage();

test('offline, edit, close the browser, open offline again: the text and the edits are there; back online, others see all', async ({
  browser,
  place,
}) => {
  let server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  let context = await firstVisit(place, server, documentId);
  let page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await write(page, 'On the train. ');
  await shows(page, 'offline');
  await expect(savedSign(page)).toContainText('Offline, kept on this device');
  await context.close();

  context = await place.browse(server);
  page = await firstPage(context);
  await page.goto(`/d/${documentId}`);
  await expect(editorOf(page)).toContainText('With a network. On the train.');
  await shows(page, 'offline');
  // The page that was kept shows nothing of the text by itself: what this device has is newer.
  const keptPage = () =>
    page.evaluate(async () => (await (await caches.match(location.pathname))?.text()) ?? '');
  expect(await keptPage()).toContain('<main');
  expect(await keptPage()).not.toContain('<!--fleeting-->');
  await write(page, 'In the tunnel. ');
  await shows(page, 'offline');
  await page.reload();
  await expect(editorOf(page)).toContainText('With a network. On the train. In the tunnel.');

  server = await startServer({ dataDir: place.data, port: server.port });
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 60_000 });
  const other = await person(browser, server, 'coordinator');
  await openDocument(other, documentId);
  await expect(editorOf(other)).toContainText('With a network. On the train. In the tunnel.');
  await other.context().close();
  await context.close();
  await server.stop();
});

test('a document that is not on this device says so offline, in words, and opens when the network is back', async ({
  place,
}) => {
  const server = await startServer({ dataDir: place.data });
  const [known, unknown] = [await blankDocument(server, 'Known'), await blankDocument(server, 'Unknown')];
  const context = await firstVisit(place, server, known);
  const page = await firstPage(context);
  await context.setOffline(true);
  await page.goto(`/d/${unknown}`);
  await expect(page.getByText('This page is not available offline')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Known' })).toBeVisible();
  await page.getByRole('link', { name: 'Known' }).click();
  await expect(editorOf(page)).toContainText('With a network.');
  await page.goto(`/d/${unknown}`);
  await expect(page.getByText('This page is not available offline')).toBeVisible();
  await context.setOffline(false);
  await expect(editorOf(page)).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/d/${unknown}`);
  await server.stop();
});

test('two tabs offline on one document: each sees the other’s words, and both arrive', async ({
  browser,
  place,
}) => {
  const server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  const context = await firstVisit(place, server, documentId);
  const [left, right] = [await firstPage(context), await context.newPage()];
  await openDocument(right, documentId);
  await shows(right, 'saved');
  await context.setOffline(true);
  // The loopback stays reachable for sockets that are open: reload, as a laptop that wakes up.
  for (const page of [left, right]) await page.reload();
  await shows(left, 'offline');
  await shows(right, 'offline');
  await write(left, 'From the left. ');
  await expect(editorOf(right)).toContainText('From the left.');
  await write(right, 'From the right. ');
  await expect(editorOf(left)).toContainText('From the right.');
  await context.setOffline(false);
  for (const page of [left, right])
    await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 60_000 });
  const other = await person(browser, server, 'coordinator');
  await openDocument(other, documentId);
  await expect
    .poll(async () => (await linesOnScreen(other)).join(''))
    .toContain('With a network. From the left. From the right.');
  await other.context().close();
  await server.stop();
});

test('the right was withdrawn while away: the words are offered as a copy, to compare, take along and delete', async ({
  place,
}) => {
  let server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server, 'Job profile');
  const context = await firstVisit(place, server, documentId);
  const page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await write(page, 'Not wanted any more. ');
  await shows(page, 'offline');
  changeDatabase(place.data, "UPDATE member_grant SET role = 'observer' WHERE role = 'editor'");
  server = await startServer({ dataDir: place.data, port: server.port });
  await shows(page, 'refused');
  await page.reload();
  await shows(page, 'readonly');
  await expect(editorOf(page)).not.toContainText('Not wanted');
  await page.goto('/offline');
  await page.getByRole('button', { name: 'Read and compare' }).click();
  await expect(page.locator('mark')).toHaveText(['Not wanted any more.']);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as text' }).click();
  expect((await download).suggestedFilename()).toBe('Job-profile.txt');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete the copy' }).click();
  await expect(page.getByText('There is no copy.')).toBeVisible();
  await server.stop();
});

test('[E17] a backup was restored while away: the page says so, and what it had is a copy on this device', async ({
  place,
}) => {
  let server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  const context = await firstVisit(place, server, documentId);
  const page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await write(page, 'Of before. ');
  await shows(page, 'offline');
  changeDatabase(place.data, `UPDATE document SET incarnation = incarnation + 1 WHERE id = '${documentId}'`);
  server = await startServer({ dataDir: place.data, port: server.port });
  await shows(page, 'refused');
  await expect(page.getByText('What you wrote is kept as a copy on this device')).toBeVisible();
  await page.getByRole('link', { name: 'See the copy' }).click();
  await expect(
    page.getByText('The server was restored from a backup. This is the text as it was here before.'),
  ).toBeVisible();
  await expect(page.getByText('Of before.').first()).toBeVisible();
  await page.goto(`/d/${documentId}`);
  await shows(page, 'saved');
  await expect(editorOf(page)).not.toContainText('Of before.');
  await server.stop();
});

test('[E9] the document came to need a newer page while away: reload is asked for, and the words stay on the device', async ({
  place,
}) => {
  let server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  const context = await firstVisit(place, server, documentId);
  const page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await write(page, 'With the old page. ');
  await shows(page, 'offline');
  const needs = (version: number) =>
    changeDatabase(place.data, `UPDATE document SET min_schema = ${version} WHERE id = '${documentId}'`);
  needs(2);
  const hook = new URL('../support/serve-schema-2.mjs', import.meta.url).href;
  server = await startServer({
    dataDir: place.data,
    port: server.port,
    env: { NODE_OPTIONS: `--import=${hook}` },
  });
  await shows(page, 'reload');
  await page.reload();
  await shows(page, 'reload');
  await server.stop();
  // The page that knows it is this one: the document is again as it can read it.
  needs(1);
  server = await startServer({ dataDir: place.data, port: server.port });
  await page.reload();
  await shows(page, 'saved');
  await expect(editorOf(page)).toContainText('With the old page.');
  await server.stop();
});

test('a browser that keeps nothing says so, and asks before the page is left', async ({ place }) => {
  const server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  const context = await place.browse(server);
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
  const page = await firstPage(context);
  await signInTo(server, page, 'editor');
  await openDocument(page, documentId);
  await write(page, 'With a network. ');
  await shows(page, 'saved');
  await server.kill();
  await shows(page, 'unkept');
  await savedSign(page).click();
  await expect(page.getByText('This browser keeps nothing on this device')).toBeVisible();
  await page.keyboard.press('Escape');
  await write(page, 'Only here. ');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: 'Deliverables' }).first().click();
  await expect.poll(() => asked.join()).toContain('this device could not keep them');
  await expect(editorOf(page)).toContainText('Only here.');
});

test('a full disk is told in words; what is then written is kept as soon as there is room', async ({
  place,
}) => {
  const server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server);
  const context = await firstVisit(place, server, documentId);
  const page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await page.evaluate(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    (window as unknown as { makeRoom: () => void }).makeRoom = () => {
      IDBObjectStore.prototype.add = add;
    };
  });
  await write(page, 'Too much. ');
  await shows(page, 'unkept');
  await savedSign(page).click();
  await expect(page.getByText('This device has no room left for it.')).toBeVisible();
  await page.evaluate(() => (window as unknown as { makeRoom: () => void }).makeRoom());
  await shows(page, 'offline');
  await page.reload();
  await expect(editorOf(page)).toContainText('With a network. Too much.');
});

test('signing out offers what is unsent first, then leaves nothing of the person, nor for the next one', async ({
  place,
}) => {
  let server = await startServer({ dataDir: place.data });
  const documentId = await blankDocument(server, 'Private draft');
  const context = await firstVisit(place, server, documentId);
  const page = await firstPage(context);
  await server.kill();
  await shows(page, 'offline');
  await write(page, 'Unsent. ');
  await shows(page, 'offline');
  await page.goto('/offline');
  await expect(page.getByText('Holds changes that the server does not have yet')).toBeVisible();
  server = await startServer({ dataDir: place.data, port: server.port });
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('dialog', { name: 'Before you sign out' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as Markdown' }).click();
  expect((await download).suggestedFilename()).toBe('Private-draft.md');
  await page.getByRole('button', { name: 'Sign out and delete it here' }).click();
  await page.waitForURL('**/sign-in**');
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await expect
    .poll(() => page.evaluate(async (path) => (await caches.match(path)) === undefined, `/d/${documentId}`))
    .toBe(true);
  await signInTo(server, page, 'coordinator');
  await page.goto('/offline');
  await expect(page.getByText('No document yet')).toBeVisible();
  await server.stop();
});

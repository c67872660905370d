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

/** The page, its program and its text are on the device: from now on it opens without a network. */
async function keptOnDevice(page: Page, path = new URL(page.url()).pathname): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async (wanted) => {
        const names = await caches.keys();
        return (
          names.some((name) => name.startsWith('tandem-program:')) &&
          (await caches.match(wanted)) !== undefined &&
          (await caches.match('/offline')) !== undefined &&
          (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'
        );
      }, path),
    )
    .toBe(true);
}

const shows = (page: Page, state: string) => expect(savedSign(page)).toHaveAttribute('data-saved', state);

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
  await write(page, 'In the tunnel. ');
  await shows(page, 'offline');
  await page.reload();
  await expect(editorOf(page)).toContainText('With a network. On the train. In the tunnel.');

  server = await startServer({ dataDir: place.data, port: server.port });
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 20_000 });
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
  await Promise.all([left.reload(), right.reload()]);
  await shows(left, 'offline');
  await shows(right, 'offline');
  await write(left, 'From the left. ');
  await expect(editorOf(right)).toContainText('From the left.');
  await write(right, 'From the right. ');
  await expect(editorOf(left)).toContainText('From the right.');
  await context.setOffline(false);
  for (const page of [left, right])
    await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 20_000 });
  const other = await person(browser, server, 'coordinator');
  await openDocument(other, documentId);
  await expect
    .poll(async () => (await linesOnScreen(other)).join(''))
    .toContain('With a network. From the left. From the right.');
  await other.context().close();
  await server.stop();
});

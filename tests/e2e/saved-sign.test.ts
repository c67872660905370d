import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { startServer } from '../support/server.ts';

/** Servers that are killed and come back: each test has its own. */
const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

test('the server is killed while one types: the sign says offline, then everything is saved when it is back', async ({
  browser,
  folder,
}) => {
  let server = await startServer({ dataDir: folder });
  const documentId = await blankDocument(server);
  const page = await person(browser, server, 'editor');
  await openDocument(page, documentId);
  await editorOf(page).click();
  await page.keyboard.type('Before the power cut. ');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await server.kill();
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'offline');
  await page.keyboard.type('Written without a server.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'offline');

  server = await startServer({ dataDir: folder, port: server.port });
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 20_000 });
  const fresh = await person(browser, server, 'coordinator');
  await openDocument(fresh, documentId);
  await expect(editorOf(fresh)).toContainText('Before the power cut. Written without a server.');
  for (const each of [page, fresh]) await each.context().close();
  await server.stop();
});

test('a document that has been removed, or was never there, says so', async ({ browser, folder }) => {
  const server = await startServer({ dataDir: folder });
  const page = await person(browser, server, 'editor');
  const response = await page.goto('/d/no-such-document');
  expect(response?.status()).toBe(404);
  await expect(page.getByText('There is no such document.', { exact: false })).toBeVisible();
  await page.context().close();
  await server.stop();
});

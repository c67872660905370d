import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { startServer } from '../support/server.ts';

test('[E17] a backup is restored while somebody with newer words still has the text open: the backup’s text stands, their words are theirs to keep', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
  const dataDir = join(folder, 'data');
  let server = await startServer({ dataDir });
  const documentId = await blankDocument(server);
  const page = await person(browser, server, 'editor');
  await openDocument(page, documentId);
  await editorOf(page).click();
  await page.keyboard.type('In the backup.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');

  // The backup is made while the text is open, and the writing goes on.
  const backup = join(folder, 'backup.tar.gz');
  await server.cli('backup', backup);
  await page.keyboard.type(' Written after it.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await server.stop();
  await page.keyboard.type(' And while the server was away.');
  await expect(savedSign(page)).toHaveAttribute('data-saved', /offline|reconnecting/);
  await server.cli('restore', backup, '--replace');
  server = await startServer({ dataDir, port: server.port });

  // Everybody signs in again; then the words that the server does not have are offered as a copy.
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'signed-out', { timeout: 45_000 });
  const again = await person(browser, server, 'coordinator');
  await openDocument(again, documentId);
  await expect(editorOf(again)).toContainText('In the backup.');
  await expect(editorOf(again)).not.toContainText('Written after it.');

  const link = new URL(await server.cli('link', '--role', 'editor'));
  await page.goto(server.url + link.pathname + link.hash);
  await page.waitForURL((url) => !url.pathname.startsWith('/link'));
  await openDocument(page, documentId);
  await expect(page.getByText('What you wrote is kept as a copy on this device')).toBeVisible();
  await page.goto('/offline');
  await expect(
    page.getByText('The server was restored from a backup. This is the text as it was here before.'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Read and compare' }).click();
  await expect(page.getByText('Written after it. And while the server was away.').first()).toBeVisible();
  await page.goto(`/d/${documentId}`);
  await expect(editorOf(page)).toContainText('In the backup.');
  await expect(editorOf(page)).not.toContainText('Written after it.');

  for (const each of [page, again]) await each.context().close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

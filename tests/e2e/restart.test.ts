import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import type { Role } from '../support/fixtures.ts';
import { linesOnScreen } from '../support/written-documents.ts';
import { startServer, type RunningServer } from '../support/server.ts';

/** Servers that end and come back: each test has its own data folder. */
const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
});

const WRITERS: readonly Role[] = ['coordinator', 'editor', 'country-lead', 'language-reviewer'];
const READER: Role = 'observer';

/** Counts, so that what is lost in the middle, or comes twice, is seen. */
const sentence = (writer: number): string =>
  Array.from({ length: 16 }, (_, n) => `${'abcd'[writer]}${n}`).join(' ');

interface Scene {
  readonly documentId: string;
  readonly writers: readonly Page[];
  readonly reader: Page;
}

/** Four write, each in a paragraph of their own, and one reads. */
async function fiveBrowsers(server: RunningServer, open: (role: Role) => Promise<Page>): Promise<Scene> {
  const documentId = await blankDocument(server);
  const pages = await Promise.all([...WRITERS, READER].map(open));
  const [writers, reader] = [pages.slice(0, WRITERS.length), pages.at(-1)!];
  await openDocument(writers[0]!, documentId);
  await editorOf(writers[0]!).click();
  for (const _ of WRITERS.slice(1)) await writers[0]!.keyboard.press('Enter');
  await expect(savedSign(writers[0]!)).toHaveAttribute('data-saved', 'saved');
  await Promise.all([...writers.slice(1), reader].map((page) => openDocument(page, documentId)));
  for (const [index, page] of writers.entries()) await editorOf(page).locator('p').nth(index).click();
  return { documentId, writers, reader };
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`[E13] the server restarts in mid-sentence (${signal}): five browsers come back by themselves, with every letter`, async ({
    browser,
    folder,
  }) => {
    test.setTimeout(180_000);
    let server = await startServer({ dataDir: folder });
    const { documentId, writers, reader } = await fiveBrowsers(server, (role) =>
      person(browser, server, role),
    );
    const typing = writers.map((page, index) => page.keyboard.type(sentence(index), { delay: 80 }));
    // Everybody is in the middle of it, and the reader sees it.
    await expect
      .poll(() => linesOnScreen(reader), { timeout: 40_000 })
      .toEqual(WRITERS.map((_, index) => expect.stringContaining(`${'abcd'[index]}3`)));

    const ended = signal === 'SIGTERM' ? server.stop() : server.kill();
    const code = await ended;
    if (signal === 'SIGTERM') {
      expect(code).toBe(0);
      for (const page of [...writers, reader])
        await expect(page.getByText('Tandem is being restarted.', { exact: false })).toBeVisible();
    }
    await Promise.all(typing);
    for (const page of writers) await expect(savedSign(page)).not.toHaveAttribute('data-saved', 'saved');
    // What each sees of their own is whole, without any server.
    for (const [index, page] of writers.entries())
      expect((await linesOnScreen(page))[index]).toBe(sentence(index));

    const all = WRITERS.map((_, index) => sentence(index));
    server = await startServer({ dataDir: folder, port: server.port });
    for (const page of writers)
      await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved', { timeout: 20_000 });
    await expect(savedSign(reader)).toHaveAttribute('data-saved', 'readonly', { timeout: 20_000 });
    for (const page of [...writers, reader]) {
      await expect(page.getByText('Tandem is being restarted.', { exact: false })).toBeHidden();
      // One paragraph each, nothing twice, nothing missing.
      await expect.poll(() => linesOnScreen(page)).toEqual(all);
    }
    const newcomer = await person(browser, server, READER);
    await openDocument(newcomer, documentId);
    await expect.poll(() => linesOnScreen(newcomer)).toEqual(all);
    for (const page of [...writers, reader, newcomer]) await page.context().close();
    await server.stop();
  });

test('[E13] whoever does not want to wait for the next attempt tries now', async ({ browser, folder }) => {
  let server = await startServer({ dataDir: folder });
  const documentId = await blankDocument(server);
  const page = await person(browser, server, 'editor');
  // The waits are drawn by lot: here always among the longest, so that a try before their end is ours.
  await page.addInitScript(() => (Math.random = () => 0.99));
  let sockets = 0;
  page.on('websocket', () => (sockets += 1));
  await openDocument(page, documentId);
  await editorOf(page).click();
  await page.keyboard.type('Before. ');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await server.stop();
  const banner = page.getByRole('status').filter({ hasText: 'Tandem is being restarted.' });
  await expect(banner).toContainText('You can go on writing');
  await page.keyboard.type('Meanwhile.');
  server = await startServer({ dataDir: folder, port: server.port });
  await expect(banner).toContainText(/Next try in [2-6] seconds/);
  const before = sockets;
  await banner.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => sockets, { timeout: 1_500 }).toBeGreaterThan(before);
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await expect(banner).toBeHidden();
  await expect(editorOf(page)).toContainText('Before. Meanwhile.');
  await page.context().close();
  await server.stop();
});

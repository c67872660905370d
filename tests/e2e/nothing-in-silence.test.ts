/** What is on a device is neither deleted unseen nor kept for whoever may no longer read it. */
import type { Page } from '@playwright/test';
import { changeDatabase } from '../support/database-state.ts';
import { blankDocument, editorOf, openDocument, savedSign } from '../support/documents.ts';
import { expect, signInTo, test } from '../support/fixtures.ts';
import { photograph } from '../support/pictures.ts';
import { startServer, temporaryFolder } from '../support/server.ts';

test('signing out where the browser does not let Tandem look asks first, and deletes nothing by itself', async ({
  page,
  signIn,
}) => {
  await signIn(page, 'facilitator');
  await page.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    IDBFactory.prototype.databases = () => Promise.reject(new DOMException('Gone.', 'UnknownError'));
  });
  await page.getByRole('button', { name: 'Your account and settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const question = page.getByRole('dialog', { name: 'Before you sign out' });
  await expect(question).toContainText('did not let Tandem look');
  await question.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(question).toBeHidden();
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Your account and settings' })).toBeVisible();
});

/** The page of a document, and whatever else is named, are kept for a time without a network. */
const kept = (page: Page, ...paths: string[]) =>
  expect
    .poll(
      () =>
        page.evaluate(async (wanted) => {
          const found = await Promise.all(wanted.map((path) => caches.match(path)));
          const registration = await navigator.serviceWorker.getRegistration();
          return found.every(Boolean) && registration?.active?.state === 'activated';
        }, paths),
      { timeout: 30_000 },
    )
    .toBe(true);

test('a document that was opened here shows its pictures without a network; one that is not here says so in words', async ({
  server,
  page,
  signIn,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  await editorOf(page).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add pictures' }).click();
  const buffer = await photograph(300, 200);
  await (await choosing).setFiles([{ name: 'workshop.jpg', mimeType: 'image/jpeg', buffer }]);
  const picture = editorOf(page).locator('figure.picture img');
  await expect(picture).toBeVisible();
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  const src = (await picture.getAttribute('src')) ?? '';
  await kept(page, `/d/${documentId}`, src);

  const devtools = await page.context().newCDPSession(page);
  const reloadOffline = async () => {
    // What the browser happens to have in its own cache is no promise.
    await devtools.send('Network.clearBrowserCache');
    await page.context().setOffline(true);
    await page.reload();
    await expect(savedSign(page)).toHaveAttribute('data-saved', 'offline', { timeout: 30_000 });
  };
  await reloadOffline();
  const widthShown = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(widthShown).toBe(300);
  await page.evaluate(async () => {
    for (const name of await caches.keys())
      if (name.startsWith('tandem-pictures:')) await caches.delete(name);
  });
  await reloadOffline();
  await expect(page.getByText('This picture is not on this device')).toBeVisible();
  await page.context().setOffline(false);
  await editorOf(page).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(widthShown, { timeout: 30_000 }).toBe(300);
});

test('a new version of the program that takes over while the server does not answer holds no page back', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const server = await startServer();
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signInTo(server, page, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  await kept(page, `/d/${documentId}`, '/offline');
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/service-worker.js?next', { type: 'module' });
    await new Promise<void>((resolve) => {
      const look = async () => {
        if ((await navigator.serviceWorker.getRegistration())?.waiting) resolve();
        else setTimeout(() => void look(), 50);
      };
      void look();
    });
  });
  process.kill(server.pid, 'SIGSTOP');
  try {
    await page.close();
    const next = await context.newPage();
    await next.goto(`/d/${documentId}`, { timeout: 40_000 });
    await expect(editorOf(next)).toBeVisible({ timeout: 40_000 });
  } finally {
    process.kill(server.pid, 'SIGCONT');
  }
  await context.close();
  await server.stop();
});

test('the kept pages of an older build are asked for anew, and its files go', async ({
  server,
  page,
  signIn,
}) => {
  await signIn(page, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  await kept(page, `/d/${documentId}`, '/offline');
  const path = `/d/${documentId}`;
  await page.evaluate(async (path) => {
    const old = await caches.open('tandem-program:0');
    await old.put('/_app/immutable/old.js', new Response('old'));
    const pages = (await caches.keys()).find((name) => name.startsWith('tandem-pages:')) ?? '';
    const html = '<script src="/_app/immutable/old.js"></script>';
    await (
      await caches.open(pages)
    ).put(path, new Response(html, { headers: { 'content-type': 'text/html' } }));
  }, path);
  await page.goto('/');
  const state = () =>
    page.evaluate(async (path) => {
      const isOld = (await (await caches.match(path))?.text())?.includes('immutable/old.js');
      return [isOld, (await caches.keys()).includes('tandem-program:0')];
    }, path);
  await expect.poll(state).toEqual([false, false]);
});

test('a document that one may no longer read leaves the device at the next page, what was never sent as a copy', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const dataDir = temporaryFolder();
  let server = await startServer({ dataDir });
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await signInTo(server, page, 'editor');
  const documentId = await blankDocument(server);
  await openDocument(page, documentId);
  await kept(page, `/d/${documentId}`);
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'saved');
  // As a power cut: a server that says that it restarts is waited for first.
  await server.kill();
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'offline', { timeout: 30_000 });
  await editorOf(page).press('ControlOrMeta+End');
  await page.keyboard.type('Never sent. ');
  await expect(savedSign(page)).toHaveAttribute('data-saved', 'offline');
  await page.goto('/offline');
  changeDatabase(dataDir, "DELETE FROM member_grant WHERE role = 'editor'");
  server = await startServer({ dataDir, port: server.port });
  await page.goto(`/d/${documentId}`);
  await expect(page.getByText('What you wrote is kept as a copy on this device')).toBeVisible();
  const left = () =>
    page.evaluate(async (path) => {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
      return [names.filter((name) => name.split(':').length > 2), await caches.match(path)];
    }, `/d/${documentId}`);
  await expect.poll(left).toEqual([[], undefined]);
  await page.getByRole('button', { name: 'See the copy' }).click();
  await expect(page.getByRole('button', { name: 'Read and compare' })).toBeVisible();
  await context.close();
  await server.stop();
});

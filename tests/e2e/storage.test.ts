import { expect, test as base } from '@playwright/test';
import { blankDocument, editorOf, openDocument, person, savedSign } from '../support/documents.ts';
import { giveBackLogSpace } from '../support/database-state.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { smallDisk, type SmallDisk } from '../support/small-disk.ts';

const DISK_SIZE_BYTES = 16_000_000;

/** A server on a disk that may be filled. */
const test = base.extend<{ small: { server: RunningServer; disk: SmallDisk } }>({
  // eslint-disable-next-line no-empty-pattern
  small: async ({}, use) => {
    const disk = await smallDisk(DISK_SIZE_BYTES);
    const server = await startServer({ dataDir: disk.path, launcher: disk.launcher });
    await use({ server, disk });
    disk.free();
    await server.stop();
    await disk.remove();
  },
});

test('the disk of the server fills while one types: the sign says storage problem, nothing typed is lost, and it is saved when there is space', async ({
  browser,
  small: { server, disk },
}) => {
  const documentId = await blankDocument(server);
  const writer = await person(browser, server, 'editor');
  const other = await person(browser, server, 'coordinator');
  // Signing in would have to be written.
  const newcomer = await person(browser, server, 'observer');
  const signSays = (state: string) => expect(savedSign(writer)).toHaveAttribute('data-saved', state);
  await openDocument(writer, documentId);
  await openDocument(other, documentId);
  await editorOf(writer).click();
  await writer.keyboard.type('Saved before. ');
  await signSays('saved');

  giveBackLogSpace(disk);
  disk.fill();
  await writer.keyboard.type('Typed while the disk is full. ', { delay: 20 });
  await signSays('storage');
  await expect(savedSign(writer)).toContainText('Server storage problem');
  await expect(savedSign(other)).toHaveAttribute('data-saved', 'storage');
  await writer.keyboard.type('And more.');
  // The text stays with whoever wrote it; nobody is shown what is not on disk.
  await expect(editorOf(writer)).toContainText('Saved before. Typed while the disk is full. And more.');
  await expect(editorOf(other)).not.toContainText('And more.');
  // The server tries again every two seconds: on a disk that is still full the sign stays.
  await writer.waitForTimeout(2_500);
  await signSays('storage');
  await openDocument(newcomer, documentId);
  await expect(editorOf(newcomer)).toContainText('Saved before.');

  disk.free();
  await signSays('saved');
  for (const page of [other, newcomer])
    await expect(editorOf(page)).toContainText('Saved before. Typed while the disk is full. And more.');
  for (const page of [writer, other, newcomer]) await page.context().close();

  await server.kill();
  const again = await startServer({ dataDir: disk.path, launcher: disk.launcher, port: server.port });
  const fresh = await person(browser, again, 'coordinator');
  await openDocument(fresh, documentId);
  await expect(editorOf(fresh)).toContainText('Saved before. Typed while the disk is full. And more.');
  await fresh.context().close();
  expect(await again.cli('verify')).toContain('Everything fits');
  await again.stop();
});

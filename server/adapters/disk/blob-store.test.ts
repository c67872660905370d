import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobStoreContract } from '../../../tests/contracts/blob-store.ts';
import { diskBlobStore } from './blob-store.ts';

async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-blobs-'));
  return {
    folder,
    blobs: diskBlobStore(join(folder, 'blobs')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

blobStoreContract('disk', openFolder);

test('nothing half-written stays in the folder, and nobody else may read it', async () => {
  const { folder, blobs, close } = await openFolder();
  await blobs.put('a', Uint8Array.of(1));
  await blobs.put('a', Uint8Array.of(2));
  expect(await readdir(join(folder, 'blobs'))).toEqual(['a']);
  expect((await stat(join(folder, 'blobs', 'a'))).mode & 0o077).toBe(0);
  await close();
});

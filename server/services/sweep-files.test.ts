import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import type { Upload } from '#server/ports/upload-store.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { createUploadKeeper } from './keep-upload.ts';
import { createFileSweep } from './sweep-files.ts';

const bytes = new Uint8Array([1, 2, 3]);

async function world() {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-sweep-'));
  const stores = await openSqliteStores();
  onTestFinished(async () => {
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const rows = exampleRows('p');
  await stores.partnerships.insert(rows);
  const { uploads } = stores;
  const blobs = diskBlobStore(folder);
  const keeper = createUploadKeeper({ uploads, blobs });
  const clock = new SimulatedClock();
  const keep = (id: string, sha256: string) => {
    const upload: Upload = {
      id,
      workId: rows.works[0]!.id,
      sha256,
      mime: 'image/png',
      sizeBytes: 3,
      width: 1,
      height: 1,
      personId: null,
      createdAtMs: 1,
    };
    return keeper.keep(upload, bytes);
  };
  return {
    blobs,
    clock,
    keep,
    uploads,
    sweep: createFileSweep({ keeper, clock }),
    files: () => readdirSync(folder),
  };
}

test('files that no row has go after a time of grace; those of a row, and other files, stay', async () => {
  const { blobs, clock, keep, uploads, sweep, files } = await world();
  await keep('a', 'aaaa');
  await keep('b', 'bbbb');
  await blobs.put('job-1.pdf', bytes);
  // As when its work is removed: the row goes with it.
  await uploads.remove('b');
  expect(await sweep()).toBe(0);
  await clock.pass(limits.orphanedFileKeptMs - 1);
  expect(await sweep()).toBe(0);
  await clock.pass(1);
  expect(await sweep()).toBe(1);
  expect(files().sort()).toEqual(['job-1.pdf', 'picture-aaaa.png']);
});

test('a picture that is added again within that time keeps its file, and waits anew when it goes again', async () => {
  const { clock, keep, uploads, sweep, files } = await world();
  await keep('a', 'aaaa');
  await uploads.remove('a');
  await sweep();
  await clock.pass(limits.orphanedFileKeptMs);
  await keep('again', 'aaaa');
  expect(await sweep()).toBe(0);
  await uploads.remove('again');
  expect(await sweep()).toBe(0);
  expect(files()).toEqual(['picture-aaaa.png']);
});

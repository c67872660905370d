import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { createExportMaker, type ExportWork } from './export-maker.ts';
import { loadExample } from './load-example.ts';
import type { MadeExport } from './make-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-maker-'));
let stores: SqliteStores;
beforeAll(async () => {
  stores = await openSqliteStores();
  await loadExample({ partnerships: stores.partnerships, docs: stores.docs, clock: systemClock });
});
afterAll(async () => {
  await stores.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A maker whose work ends when it is told to. */
function heldMaker() {
  const held: ((answer: Result<MadeExport>) => void)[] = [];
  const work: ExportWork = {
    make: () => new Promise((resolve) => held.push(resolve)),
    picturesIn: async () => ok([]),
    close: async () => undefined,
  };
  const { docs, partnerships, uploads } = stores;
  const maker = createExportMaker({
    docs,
    partnerships,
    uploads,
    blobs: diskBlobStore(folder),
    work,
    origin: null,
  });
  const endNext = async () => {
    await expect.poll(() => held.length).toBe(1);
    held.shift()!(problem('time-limit'));
  };
  return {
    held,
    endNext,
    make: (signal?: AbortSignal) => maker.make('call-fr', 'html', { ...(signal && { signal }) }),
  };
}

test('a second file is begun when the first has ended, however it ended', async () => {
  const { held, endNext, make } = heldMaker();
  const first = make();
  const second = make();
  await expect.poll(() => held.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(held).toHaveLength(1);
  await endNext();
  expect(await first).toMatchObject({ problem: { code: 'time-limit' } });
  await endNext();
  expect(await second).toMatchObject({ problem: { code: 'time-limit' } });
});

test('one that is given up while it waits holds nobody up', async () => {
  const { endNext, make } = heldMaker();
  const stop = new AbortController();
  const first = make();
  const given = make(stop.signal);
  const third = make();
  stop.abort();
  expect(await given).toMatchObject({ problem: { code: 'cancelled' } });
  await endNext();
  await endNext();
  expect([(await first).ok, (await third).ok]).toEqual([false, false]);
});

test('what would wait behind too much is refused', async () => {
  const { endNext, make } = heldMaker();
  const all = Array.from({ length: 1 + limits.renderingsWaitingMax }, () => make());
  expect(await make()).toMatchObject({ problem: { code: 'overloaded' } });
  for (const one of all) {
    await endNext();
    await one;
  }
});

/** A full disk, on a disk that may be filled: nothing acknowledged is lost, nothing is called saved that is not. */
import { afterEach, expect, test, type TestContext } from 'vitest';
import { apiOfRole, liveUrl, newDocument } from '../support/api-client.ts';
import { FULL_DISK_SIZE_BYTES, fullDiskRun } from '../support/full-disk-run.ts';
import { startAndEnd, startServer } from '../support/server.ts';
import { MUST_HAVE_SMALL_DISK, SMALL_DISK_NEEDED, smallDisk, type SmallDisk } from '../support/small-disk.ts';

const FILLS = 5;
let disk: SmallDisk | null = null;

async function diskOf(context: TestContext): Promise<SmallDisk> {
  disk = await smallDisk(FULL_DISK_SIZE_BYTES);
  if (disk) return disk;
  if (MUST_HAVE_SMALL_DISK) throw new Error(SMALL_DISK_NEEDED);
  return context.skip(SMALL_DISK_NEEDED);
}
afterEach(async () => {
  await disk?.remove();
  disk = null;
});

test('[E6] a disk that fills while people write: what was acknowledged is there, and what was not is kept and saved when there is space', async (context) => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await fullDiskRun(await diskOf(context), { seed, fills: FILLS });
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.troubles, `seed ${seed}`).toEqual([]);
  expect(result.acknowledged, `seed ${seed}`).toBe(result.edits);
  expect(result.edits).toBeGreaterThan(100);
  expect(result.verified).toContain('Everything fits');
}, 120_000);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SeededRandom } from '../../../tests/support/seeded-random.ts';
import { openSqliteStores } from '../../../tests/contracts/sqlite-stores.ts';
import { documentIds, payload } from '../../../tests/contracts/kill/payload.ts';

const KILLS = 20;

/** Starts the process, kills it some time after its first acknowledgement, returns the heads it announced. */
async function runUntilKilled(folder: string, delayMs: number): Promise<Map<string, number>> {
  const program = join(import.meta.dirname, '../../../tests/contracts/kill/committing-process.ts');
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await sleep(delayMs);
  child.kill('SIGKILL');
  const [code, signal] = await closed;
  expect([code, signal, errors]).toEqual([null, 'SIGKILL', '']);

  const heads = new Map<string, number>();
  // What follows the last line break was cut off by the kill.
  for (const line of output.split('\n').slice(0, -1)) {
    const [documentId, head] = line.split(' ') as [string, string];
    heads.set(documentId, Number(head));
  }
  return heads;
}

test(
  `[E5] ${KILLS} kills while rows are committed and packed: every acknowledged commit is there, byte for byte, and the file is sound`,
  { timeout: 400_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-kill-'));
    const seed = Date.now() % 1_000_000;
    const random = new SeededRandom(seed);
    let acknowledged = 0;
    let segments = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const delayMs = random.next() * 120;
      const announced = await runUntilKilled(folder, delayMs);
      const stores = await openSqliteStores(folder);
      const where = `seed ${seed}, kill ${kill} after ${delayMs} ms`;
      expect(await stores.sqlite.integrityErrors(), where).toEqual([]);
      for (const documentId of documentIds) {
        const meta = await stores.docs.head(documentId);
        expect(meta?.head, where).toBeGreaterThanOrEqual(announced.get(documentId) ?? 0);
        expect(await stores.docs.verify(documentId), where).toBeNull();
        const updates = (await Array.fromAsync(stores.docs.history(documentId))).flat();
        expect(updates.length, where).toBe(meta?.head);
        for (const { seq, bytes } of updates)
          if (Buffer.compare(bytes, payload(documentId, seq)) !== 0)
            expect.fail(`${where}: ${documentId} row ${seq} differs`);
        acknowledged = Math.max(acknowledged, meta!.head);
      }
      segments = (await stores.db.selectFrom('doc_segment').select('hash').execute()).length;
      await stores.sqlite.close();
    }
    // A run that acknowledged nothing would prove nothing.
    expect(acknowledged).toBeGreaterThan(KILLS * 3);
    expect(segments, 'packed between the kills').toBeGreaterThan(3);
    rmSync(folder, { recursive: true, force: true });
  },
);

import { expect, test } from 'vitest';
import { EMPTY_UPDATE } from '#lib/protocol/whole-text.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { memoryDocStore } from '#server/adapters/memory/doc-store.ts';
import { typing } from '../../tests/support/grow-logs.ts';
import type { Room } from './room.ts';
import { RoomLog } from './room-log.ts';
import { Upkeep } from './upkeep.ts';

const ALWAYS = { tailMin: 1, tailBytesMin: 1, rowsMin: 1 };

async function stage(count = 300) {
  const store = memoryDocStore();
  store.add({ id: 'doc' });
  const updates = typing(7, count).map((bytes) => ({ bytes, author: 'ada', atMs: 1 }));
  await store.commit([
    { documentId: 'doc', expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients: [] },
  ]);
  const log = new RoomLog(await store.read('doc', 0), count);
  const room = { documentId: 'doc', log, rebase: (snapshot) => log.rebase(snapshot) } as Pick<
    Room,
    'documentId' | 'log' | 'rebase'
  >;
  const warnings: string[] = [];
  const quiet = () => undefined;
  const logged = {
    debug: quiet,
    info: quiet,
    error: quiet,
    warn: (_: unknown, what: string) => void warnings.push(what),
  };
  const metrics = { count: quiet, observe: quiet, set: quiet };
  let condensed = 0;
  const direct = directTextWork();
  const text = { ...direct, condense: (them: readonly Uint8Array[]) => (condensed++, direct.condense(them)) };
  const upkeep = new Upkeep({ store, text, log: logged, metrics });
  return { store, log, upkeep, room: room as Room, warnings, condensed: () => condensed };
}

test('[E7] a long tail becomes a snapshot, the room goes on from it, and its rows are packed', async () => {
  const { store, log, upkeep, room } = await stage();
  await upkeep.run(room, ALWAYS);
  expect((await store.read('doc', 0)).snapshot?.seq).toBe(300);
  expect(log.tail).toEqual([]);
  expect(await store.pack('doc', 1)).toBe(0);
});

test('a short tail is left alone', async () => {
  const { store, upkeep, room } = await stage(20);
  await upkeep.run(room, { tailMin: 50, tailBytesMin: 10_000, rowsMin: 1 });
  expect((await store.read('doc', 0)).snapshot).toBeNull();
});

test('one at a time for a room, however often it is asked for', async () => {
  const { upkeep, room, condensed } = await stage();
  await Promise.all([upkeep.run(room, ALWAYS), upkeep.run(room, ALWAYS)]);
  expect(condensed()).toBe(1);
});

test('when it fails the log is what it was, and it can be done later', async () => {
  const { store, log, upkeep, room, warnings } = await stage();
  const { saveSnapshot } = store;
  store.saveSnapshot = () => Promise.reject(new Error('no space'));
  await upkeep.run(room, ALWAYS);
  expect(warnings).toEqual(['upkeep failed']);
  expect(log.tailLength).toBe(300);
  store.saveSnapshot = saveSnapshot;
  await upkeep.run(room, ALWAYS);
  expect(log.tailLength, 'not at once').toBe(300);
  const bytes = EMPTY_UPDATE;
  await store.commit([
    {
      ...{ documentId: 'doc', expectedHead: 300, expectedPolicyEpoch: 0, newClients: [] },
      updates: [{ bytes, author: 'ada', atMs: 2 }],
    },
  ]);
  log.append(bytes);
  await upkeep.run(room, ALWAYS);
  expect(log.tailLength).toBe(0);
});

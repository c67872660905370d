import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { SERVER_AUTHOR, type DocStore, type RoomCommit } from '#server/ports/doc-store.ts';

/** What a document store must do, whatever keeps its rows. */
export interface DocStoreUnderTest {
  readonly store: DocStore;
  addDocument(id: string): Promise<void>;
  changeDocument(id: string, patch: Partial<Pick<DocumentMeta, 'locked' | 'policyEpoch'>>): Promise<void>;
  /** Replaces a row's bytes behind the store's back, as a sick disk or a stranger would. */
  damage(id: string, seq: number, bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const update = (value: number, author = 'alice', atMs = 1_000 + value) => ({
  bytes: bytes(value, 7, 9),
  author,
  atMs,
});

const room = (
  expectedHead: number,
  values: readonly number[],
  more: Partial<RoomCommit> = {},
): RoomCommit => ({
  documentId: 'doc',
  expectedHead,
  expectedPolicyEpoch: 0,
  updates: values.map((value) => update(value)),
  newClients: [],
  ...more,
});

export function docStoreContract(name: string, open: () => Promise<DocStoreUnderTest>): void {
  describe(`document store: ${name}`, () => {
    let under: DocStoreUnderTest;
    let store: DocStore;

    beforeEach(async () => {
      under = await open();
      store = under.store;
      await under.addDocument('doc');
      await under.addDocument('other');
    });
    afterEach(() => under.close());

    const seqs = async (documentId = 'doc', afterSeq = 0) =>
      (await store.read(documentId, afterSeq)).updates.map((row) => row.seq);

    test('a new document is empty and unlocked', async () => {
      expect(await store.head('doc')).toMatchObject({
        id: 'doc',
        head: 0,
        policyEpoch: 0,
        locked: false,
        minSchema: 1,
        incarnation: 1,
      });
      expect(await store.read('doc', 0)).toEqual({ snapshot: null, updates: [] });
      expect(await store.clients('doc')).toEqual(new Map());
      expect(await store.verify('doc')).toBeNull();
    });

    test('a document that does not exist has no head, no rows, and takes none', async () => {
      expect(await store.head('nowhere')).toBeNull();
      expect(await store.read('nowhere', 0)).toEqual({ snapshot: null, updates: [] });
      expect(await store.verify('nowhere')).toBeNull();
      expect(await store.commit([room(0, [1], { documentId: 'nowhere' })])).toEqual([
        { kind: 'moved', meta: null },
      ]);
    });

    test('[E5] updates come back in order, byte for byte, with their author and time', async () => {
      const written = [update(1), update(2, 'bob'), update(3, SERVER_AUTHOR)];
      expect(await store.commit([room(0, [], { updates: written })])).toEqual([
        { kind: 'committed', head: 3 },
      ]);
      const { updates } = await store.read('doc', 0);
      expect(updates.map(({ seq, author, atMs }) => [seq, author, atMs])).toEqual([
        [1, 'alice', 1_001],
        [2, 'bob', 1_002],
        [3, SERVER_AUTHOR, 1_003],
      ]);
      expect(updates.map((row) => [...row.bytes])).toEqual(written.map((row) => [...row.bytes]));
      expect(await store.head('doc')).toMatchObject({ head: 3, changedAtMs: 1_003 });
    });

    test('reading after a sequence number gives what follows it', async () => {
      await store.commit([room(0, [1, 2, 3, 4])]);
      expect(await seqs('doc', 2)).toEqual([3, 4]);
      expect(await seqs('doc', 4)).toEqual([]);
    });

    test('a view of a larger buffer is stored as the view, and the buffer may be used again', async () => {
      const network = bytes(0, 1, 2, 3, 4, 5);
      await store.commit([room(0, [], { updates: [{ ...update(1), bytes: network.subarray(2, 4) }] })]);
      network.fill(255);
      expect((await store.read('doc', 0)).updates[0]?.bytes).toEqual(bytes(2, 3));
    });

    test('an update of a million bytes and thousands of small ones are kept', async () => {
      const large = new Uint8Array(1_000_000).map((_, index) => index % 251);
      await store.commit([room(0, [], { updates: [{ ...update(1), bytes: large }] })]);
      const many = Array.from({ length: 2_500 }, (_, index) => update(index % 200));
      expect(await store.commit([room(1, [], { updates: many })])).toEqual([
        { kind: 'committed', head: 2_501 },
      ]);
      const { updates } = await store.read('doc', 0);
      expect(updates).toHaveLength(2_501);
      expect(Buffer.compare(updates[0]!.bytes, large)).toBe(0);
      expect(updates.every((row, index) => row.seq === index + 1)).toBe(true);
      expect(await store.verify('doc')).toBeNull();
    });

    test('[E5] the same commit twice is written once: the second finds the head moved', async () => {
      const commit = room(0, [1, 2]);
      await store.commit([commit]);
      const [again] = await store.commit([commit]);
      expect(again).toMatchObject({ kind: 'moved', meta: { head: 2 } });
      expect(await seqs()).toEqual([1, 2]);
    });

    test('[E5] a room whose head, epoch or lock is not as expected moves alone; the others are committed', async () => {
      await store.commit([room(0, [1])]);
      const outcomes = await store.commit([
        room(0, [2]),
        room(0, [3], { documentId: 'other' }),
        room(1, [4], { expectedPolicyEpoch: 9 }),
      ]);
      expect(outcomes).toMatchObject([
        { kind: 'moved', meta: { id: 'doc', head: 1 } },
        { kind: 'committed', head: 1 },
        { kind: 'moved', meta: { id: 'doc', policyEpoch: 0 } },
      ]);
      expect(await seqs()).toEqual([1]);
      expect(await seqs('other')).toEqual([1]);
    });

    test('[E5] a policy epoch that was raised meanwhile is told, and accepted once known', async () => {
      await under.changeDocument('doc', { policyEpoch: 1 });
      expect(await store.commit([room(0, [1])])).toMatchObject([
        { kind: 'moved', meta: { policyEpoch: 1, head: 0 } },
      ]);
      expect(await store.commit([room(0, [1], { expectedPolicyEpoch: 1 })])).toEqual([
        { kind: 'committed', head: 1 },
      ]);
    });

    test('[E5] a locked document takes nothing but the server’s own repairs', async () => {
      await under.changeDocument('doc', { locked: true });
      expect(await store.commit([room(0, [1])])).toMatchObject([{ kind: 'moved', meta: { locked: true } }]);
      const repair = room(0, [], { updates: [update(1, SERVER_AUTHOR)], evenIfLocked: true });
      expect(await store.commit([repair])).toEqual([{ kind: 'committed', head: 1 }]);
    });

    test('two rooms entries for one document in one tick follow each other', async () => {
      expect(await store.commit([room(0, [1]), room(1, [2])])).toEqual([
        { kind: 'committed', head: 1 },
        { kind: 'committed', head: 2 },
      ]);
    });

    test('[E3] a client id stays with who used it first', async () => {
      const mine = { clientId: 4_294_967_295, author: 'alice' };
      await store.commit([room(0, [1], { newClients: [mine, { clientId: 5, author: 'bob' }] })]);
      expect(await store.clients('doc')).toEqual(
        new Map([
          [4_294_967_295, 'alice'],
          [5, 'bob'],
        ]),
      );
      expect(await store.commit([room(1, [2], { newClients: [mine] })])).toEqual([
        { kind: 'committed', head: 2 },
      ]);

      const theirs = { clientId: mine.clientId, author: 'mallory' };
      const [outcome] = await store.commit([
        room(2, [3], { newClients: [{ clientId: 6, author: 'mallory' }, theirs] }),
      ]);
      expect(outcome).toMatchObject({ kind: 'moved', meta: { head: 2 } });
      expect(await seqs()).toEqual([1, 2]);
      expect(await store.clients('doc')).toEqual(
        new Map([
          [4_294_967_295, 'alice'],
          [5, 'bob'],
        ]),
      );
      expect(await store.commit([room(0, [1], { documentId: 'other', newClients: [theirs] })])).toEqual([
        { kind: 'committed', head: 1 },
      ]);
    });

    test('[E3] two people who claim one client id in one tick: nothing of the room is written', async () => {
      const claims = [
        { clientId: 7, author: 'alice' },
        { clientId: 7, author: 'bob' },
      ];
      expect(await store.commit([room(0, [1], { newClients: claims })])).toMatchObject([
        { kind: 'moved', meta: { head: 0 } },
      ]);
      expect(await store.clients('doc')).toEqual(new Map());
    });

    test('[E9] the schema a document needs is raised with the update that needs it, and never lowered', async () => {
      await store.commit([room(0, [1], { minSchema: 2 })]);
      expect(await store.head('doc')).toMatchObject({ minSchema: 2 });
      await store.commit([room(1, [2], { minSchema: 1 })]);
      await store.commit([room(2, [3])]);
      expect(await store.head('doc')).toMatchObject({ minSchema: 2, head: 3 });
      await store.commit([room(0, [4], { minSchema: 5 })]);
      expect(await store.head('doc')).toMatchObject({ minSchema: 2 });
    });

    test('a snapshot stands for the rows up to its own, which stay in the log', async () => {
      await store.commit([room(0, [1, 2, 3])]);
      await store.saveSnapshot('doc', { seq: 2, bytes: bytes(42) });
      const state = await store.read('doc', 0);
      expect(state.snapshot).toEqual({ seq: 2, bytes: bytes(42) });
      expect(state.updates.map((row) => row.seq)).toEqual([3]);
      expect((await store.read('doc', 1)).snapshot).toBeNull();
      expect(await seqs('doc', 1)).toEqual([2, 3]);
      expect(await store.verify('doc')).toBeNull();
    });

    test('an older snapshot, and one of rows that do not exist, are not taken', async () => {
      await store.commit([room(0, [1, 2, 3])]);
      await store.saveSnapshot('doc', { seq: 3, bytes: bytes(3) });
      await store.saveSnapshot('doc', { seq: 2, bytes: bytes(2) });
      await store.saveSnapshot('doc', { seq: 4, bytes: bytes(4) });
      await store.saveSnapshot('nowhere', { seq: 1, bytes: bytes(1) });
      expect((await store.read('doc', 0)).snapshot).toEqual({ seq: 3, bytes: bytes(3) });
    });

    test('the hash chain shows the first row that somebody changed', async () => {
      await store.commit([room(0, [1, 2])]);
      await store.commit([room(2, [3])]);
      await store.commit([room(0, [1], { documentId: 'other' })]);
      expect(await store.verify('doc')).toBeNull();
      await under.damage('doc', 2, bytes(2, 7, 8));
      expect(await store.verify('doc')).toEqual({ brokenAtSeq: 2 });
      expect(await store.verify('other')).toBeNull();
    });

    test('many commits at once to many rooms: each room’s rows are whole and in order', async () => {
      const commits = Array.from({ length: 40 }, (_, index) => {
        const documentId = index % 2 === 0 ? 'doc' : 'other';
        return store.commit([room(Math.floor(index / 2), [index], { documentId })]);
      });
      for (const [outcome] of await Promise.all(commits))
        expect(outcome).toMatchObject({ kind: 'committed' });
      for (const documentId of ['doc', 'other']) {
        expect(await seqs(documentId)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
        expect(await store.verify(documentId)).toBeNull();
      }
    });

    test('committing nothing is possible', async () => {
      expect(await store.commit([])).toEqual([]);
      expect(await store.commit([room(0, [])])).toEqual([{ kind: 'committed', head: 0 }]);
    });
  });
}

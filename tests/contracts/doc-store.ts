import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import { SERVER_AUTHOR, type DocStore, type HistoryRange, type RoomCommit } from '#server/ports/doc-store.ts';

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

const snapshot = (seq: number) => ({
  seq,
  bytes: bytes(seq, 1),
  stateVector: bytes(seq, 2),
  deletes: bytes(seq, 3),
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
      await store.saveSnapshot('doc', snapshot(2));
      const state = await store.read('doc', 0);
      expect(state.snapshot).toEqual(snapshot(2));
      expect(state.updates.map((row) => row.seq)).toEqual([3]);
      expect((await store.read('doc', 1)).snapshot).toBeNull();
      expect(await seqs('doc', 1)).toEqual([2, 3]);
      expect(await store.verify('doc')).toBeNull();
    });

    test('an older snapshot, and one of rows that do not exist, are not taken', async () => {
      await store.commit([room(0, [1, 2, 3])]);
      await store.saveSnapshot('doc', snapshot(3));
      await store.saveSnapshot('doc', snapshot(2));
      await store.saveSnapshot('doc', snapshot(4));
      await store.saveSnapshot('nowhere', snapshot(1));
      expect((await store.read('doc', 0)).snapshot).toEqual(snapshot(3));
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

    const historyOf = async (range?: HistoryRange, documentId = 'doc') =>
      (await Array.fromAsync(store.history(documentId, range))).flat();
    /** Commits `count` rows, has a snapshot stand for all of them, and packs what can be packed. */
    const packed = async (count: number) => {
      const updates = Array.from({ length: count }, (_, n) =>
        update(n % 250, n % 2 ? 'alice' : 'bob', 5_000 + n),
      );
      await store.commit([room(0, [], { updates })]);
      await store.saveSnapshot('doc', snapshot(count));
      let rows = 0;
      for (let more = 1; more > 0; rows += more) more = await store.pack('doc', 1);
      return { updates, rows };
    };

    test('history gives every update with its author and time, from and to where it is asked', async () => {
      await store.commit([room(0, [1, 2, 3, 4])]);
      expect(await historyOf()).toEqual((await store.read('doc', 0)).updates);
      expect((await historyOf({ fromSeq: 2, toSeq: 3 })).map(({ seq }) => seq)).toEqual([2, 3]);
      expect((await historyOf({ toSeq: 1 })).map(({ seq }) => seq)).toEqual([1]);
      expect(await historyOf({ fromSeq: 5 })).toEqual([]);
      expect(await historyOf({}, 'nowhere')).toEqual([]);
    });

    test('packed rows come back byte for byte, with their authors and times, and the chain still fits', async () => {
      const { updates, rows } = await packed(2_300);
      expect(rows).toBe(2_299);
      const history = await historyOf();
      expect(history.map(({ seq }) => seq)).toEqual(updates.map((_, n) => n + 1));
      expect(history.map(({ author, atMs }) => [author, atMs])).toEqual(
        updates.map(({ author, atMs }) => [author, atMs]),
      );
      expect(history.every((row, n) => Buffer.compare(row.bytes, updates[n]!.bytes) === 0)).toBe(true);
      expect((await historyOf({ fromSeq: 999, toSeq: 1_002 })).map(({ seq }) => seq)).toEqual([
        999, 1_000, 1_001, 1_002,
      ]);
      expect((await historyOf({ fromSeq: 2_300 })).map(({ seq }) => seq)).toEqual([2_300]);
      expect(await store.verify('doc')).toBeNull();
    });

    test('[E5] a document whose rows are packed is opened, read after any row and written to as before', async () => {
      await packed(1_500);
      expect(await store.read('doc', 0)).toEqual({ snapshot: snapshot(1_500), updates: [] });
      expect(await seqs('doc', 1_497)).toEqual([1_498, 1_499, 1_500]);
      expect(await seqs('doc', 990)).toHaveLength(510);
      expect(await store.commit([room(1_500, [1, 2])])).toEqual([{ kind: 'committed', head: 1_502 }]);
      expect((await store.read('doc', 0)).updates.map(({ seq }) => seq)).toEqual([1_501, 1_502]);
      expect(await store.verify('doc')).toBeNull();
    });

    test('only what a snapshot stands for is packed, and only when it is worth it', async () => {
      await store.commit([room(0, [1, 2, 3, 4, 5])]);
      expect(await store.pack('doc', 1)).toBe(0);
      await store.saveSnapshot('doc', snapshot(3));
      expect(await store.pack('doc', 4)).toBe(0);
      expect(await store.pack('doc', 3)).toBe(3);
      expect(await store.pack('doc', 1)).toBe(0);
      expect(await store.pack('nowhere', 1)).toBe(0);
      expect((await historyOf()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    });

    test('what is packed while it is read, or written meanwhile, is read once and in order', async () => {
      const updates = Array.from({ length: 3_000 }, (_, n) => update(n % 250));
      await store.commit([room(0, [], { updates })]);
      await store.saveSnapshot('doc', snapshot(3_000));
      const read: number[] = [];
      for await (const page of store.history('doc', { toSeq: 3_000 })) {
        read.push(...page.map(({ seq }) => seq));
        await store.pack('doc', 1);
        const head = (await store.head('doc'))?.head ?? 0;
        await store.commit([room(head, [1])]);
      }
      expect(read).toEqual(updates.map((_, n) => n + 1));
    });

    test('[E5] packing and commits at the same time: both are there', async () => {
      const updates = Array.from({ length: 2_000 }, (_, n) => update(n % 250));
      await store.commit([room(0, [], { updates })]);
      await store.saveSnapshot('doc', snapshot(2_000));
      const packing = Promise.all([store.pack('doc', 1), store.pack('doc', 1)]);
      for (let head = 2_000; head < 2_020; head++)
        expect(await store.commit([room(head, [head % 250])])).toEqual([
          { kind: 'committed', head: head + 1 },
        ]);
      await packing;
      expect(await historyOf()).toHaveLength(2_020);
      expect(await store.verify('doc')).toBeNull();
    });

    test('the text as it stood after an update, packed or not', async () => {
      const doc = new Y.Doc();
      const updates: ReturnType<typeof update>[] = [];
      doc.on('update', (change: Uint8Array) => updates.push({ ...update(1), bytes: change.slice() }));
      const words = doc.getText('body');
      for (let n = 0; n < 1_200; n++) words.insert(words.length, n % 2 ? 'b' : 'a');
      words.delete(0, 1_000);
      await store.commit([room(0, [], { updates })]);
      const textAt = async (seq: number) => {
        const state = await store.stateAt('doc', seq);
        const then = new Y.Doc();
        if (state) Y.applyUpdate(then, state);
        return state && then.getText('body').toString();
      };
      const before = await Promise.all([0, 1, 3, 1_200, 1_201].map(textAt));
      expect(before).toEqual(['', 'a', 'aba', 'ab'.repeat(600), 'ab'.repeat(100)]);
      await store.saveSnapshot('doc', { seq: 1_201, ...condense(updates.map((row) => row.bytes)) });
      while ((await store.pack('doc', 1)) > 0);
      expect(await Promise.all([0, 1, 3, 1_200, 1_201].map(textAt))).toEqual(before);
      expect(await store.stateAt('doc', 1_202)).toBeNull();
      expect(await store.stateAt('nowhere', 0)).toBeNull();
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

import { createHash } from 'node:crypto';
import { assert } from '#lib/core/assert.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import type {
  Author,
  CommitOutcome,
  DocStore,
  GroupCommit,
  RoomCommit,
  RoomResult,
  StoredUpdate,
} from '#server/ports/doc-store.ts';
import { hashChainHeader, hashChainStart } from '#server/ports/hash-chain.ts';
import { documentOf } from './rows.ts';
import type { Db } from './schema.ts';

/** A long log comes in pages, so that no single message stops the sockets. */
const PAGE_ROWS = 1_000;

/** The update log in tables. How a tick is committed differs between databases and is handed in. */
export function sqlDocStore(db: Db, groupCommit: GroupCommit): DocStore {
  const head: DocStore['head'] = async (documentId) => {
    const row = await db.selectFrom('document').selectAll().where('id', '=', documentId).executeTakeFirst();
    return row ? documentOf(row) : null;
  };

  /** A room that moved is read again; when even that fails, the storage is in trouble. */
  const outcome = async (room: RoomCommit, result: RoomResult): Promise<CommitOutcome> => {
    if (result.kind !== 'moved') return result;
    try {
      return { kind: 'moved', meta: await head(room.documentId) };
    } catch (error) {
      return {
        kind: 'failed',
        reason: 'storage',
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  };

  return {
    head,

    async read(documentId, afterSeq) {
      const snapshot = afterSeq === 0 ? await snapshotOf(db, documentId) : null;
      const updates: StoredUpdate[] = [];
      // The log only grows: pages read one after the other fit together.
      for await (const { seq, bytes, author, atMs } of rowsAfter(db, documentId, snapshot?.seq ?? afterSeq))
        updates.push({ seq, bytes, author, atMs });
      return { snapshot, updates };
    },

    async clients(documentId) {
      const rows = await db
        .selectFrom('doc_client')
        .select(['client_id', 'principal'])
        .where('document', '=', documentId)
        .execute();
      return new Map<number, Author>(rows.map((row) => [row.client_id, row.principal]));
    },

    async commit(rooms) {
      if (rooms.length === 0) return [];
      const results = await groupCommit(rooms);
      return Promise.all(
        rooms.map((room, index) => {
          const result = results[index];
          assert(result, 'a group commit answers for every room');
          return outcome(room, result);
        }),
      );
    },

    async saveSnapshot(documentId, { seq, bytes }) {
      await db
        .insertInto('doc_snapshot')
        .columns(['document', 'seq', 'bytes'])
        .expression((eb) =>
          eb
            .selectFrom('document')
            .select((s) => ['id', s.val(seq).as('seq'), s.val(bytes).as('bytes')])
            .where('id', '=', documentId)
            .where('head', '>=', seq),
        )
        .onConflict((conflict) =>
          conflict
            .column('document')
            .doUpdateSet((eb) => ({ seq: eb.ref('excluded.seq'), bytes: eb.ref('excluded.bytes') }))
            .whereRef('doc_snapshot.seq', '<', 'excluded.seq'),
        )
        .execute();
    },

    async documentIds() {
      const rows = await db.selectFrom('document').select('id').orderBy('id').execute();
      return rows.map((row) => row.id);
    },

    async verify(documentId) {
      const before = await head(documentId);
      if (!before) return null;
      let previous: Uint8Array = createHash('sha256').update(hashChainStart(documentId)).digest();
      let expectedSeq = 1;
      for await (const row of rowsAfter(db, documentId, 0)) {
        const header = hashChainHeader(previous, expectedSeq, row.atMs, row.author);
        previous = createHash('sha256').update(header).update(row.bytes).digest();
        if (row.seq !== expectedSeq || Buffer.compare(previous, row.hash) !== 0)
          return { brokenAtSeq: expectedSeq };
        expectedSeq += 1;
      }
      // Rows may have come since `before` was read, but none may be missing at the end, and none go beyond.
      if (expectedSeq <= before.head) return { brokenAtSeq: expectedSeq };
      const after = await head(documentId);
      return after && expectedSeq - 1 > after.head ? { brokenAtSeq: after.head + 1 } : null;
    },
  };
}

async function snapshotOf(db: Db, documentId: DocumentId) {
  const row = await db
    .selectFrom('doc_snapshot')
    .select(['seq', 'bytes'])
    .where('document', '=', documentId)
    .executeTakeFirst();
  return row ?? null;
}

async function* rowsAfter(
  db: Db,
  documentId: DocumentId,
  afterSeq: number,
): AsyncGenerator<StoredUpdate & { readonly hash: Uint8Array }> {
  for (let last = afterSeq; ;) {
    const rows = await db
      .selectFrom('doc_update')
      .select(['seq', 'bytes', 'principal as author', 'at_ms as atMs', 'hash'])
      .where('document', '=', documentId)
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(PAGE_ROWS)
      .execute();
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < PAGE_ROWS) return;
    last = end.seq;
  }
}

import { assert } from '#lib/core/assert.ts';
import type { DocumentId } from '#lib/core/ids.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import type {
  Author,
  CommitOutcome,
  DocStore,
  GroupCommit,
  RoomCommit,
  RoomResult,
  Snapshot,
  StoredUpdate,
} from '#server/ports/doc-store.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import { logPages } from './log-rows.ts';
import { packRows } from './pack-rows.ts';
import { documentOf } from './rows.ts';
import type { Db } from './schema.ts';
import { verifyLog } from './verify-log.ts';

/**
 * The update log in tables. How a tick is committed differs between databases and is handed in, and so
 * may be where a long text is put together.
 */
export function sqlDocStore(
  db: Db,
  groupCommit: GroupCommit,
  text: Pick<TextWork, 'condense'> = { condense: async (updates) => condense(updates) },
): DocStore {
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
      for await (const { rows } of logPages(db, documentId, snapshot?.seq ?? afterSeq))
        updates.push(...rows.map(updateOf));
      return { snapshot, updates };
    },

    async *history(documentId, { fromSeq = 1, toSeq = Infinity } = {}) {
      for await (const { rows } of logPages(db, documentId, fromSeq - 1)) {
        const wanted = rows.filter(({ seq }) => seq <= toSeq).map(updateOf);
        if (wanted.length > 0) yield wanted;
        if (wanted.length < rows.length || wanted.at(-1)?.seq === toSeq) return;
      }
    },

    async stateAt(documentId, seq) {
      const meta = await head(documentId);
      if (!meta || seq > meta.head) return null;
      const snapshot = await snapshotOf(db, documentId);
      if (snapshot?.seq === seq) return snapshot.bytes;
      const base = snapshot && snapshot.seq < seq ? snapshot : null;
      const updates = base ? [base.bytes] : [];
      for await (const { rows } of logPages(db, documentId, base?.seq ?? 0)) {
        for (const row of rows) if (row.seq <= seq) updates.push(row.bytes);
        if ((rows.at(-1)?.seq ?? 0) >= seq) break;
      }
      return (await text.condense(updates)).bytes;
    },

    pack: (documentId, rowsMin) => packRows(db, documentId, rowsMin),

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

    async saveSnapshot(documentId, { seq, bytes, stateVector, deletes }) {
      await db
        .insertInto('doc_snapshot')
        .columns(['document', 'seq', 'bytes', 'state_vector', 'deletes'])
        .expression((eb) =>
          eb
            .selectFrom('document')
            .select((s) => [
              'id',
              s.val(seq).as('seq'),
              s.val(bytes).as('bytes'),
              s.val(stateVector).as('state_vector'),
              s.val(deletes).as('deletes'),
            ])
            .where('id', '=', documentId)
            .where('head', '>=', seq),
        )
        .onConflict((conflict) =>
          conflict
            .column('document')
            .doUpdateSet((eb) => ({
              seq: eb.ref('excluded.seq'),
              bytes: eb.ref('excluded.bytes'),
              state_vector: eb.ref('excluded.state_vector'),
              deletes: eb.ref('excluded.deletes'),
            }))
            .whereRef('doc_snapshot.seq', '<', 'excluded.seq'),
        )
        .execute();
    },

    async documentIds() {
      const rows = await db.selectFrom('document').select('id').orderBy('id').execute();
      return rows.map((row) => row.id);
    },

    verify: (documentId) => verifyLog(db, documentId),
  };
}

const updateOf = ({ seq, bytes, author, atMs }: StoredUpdate): StoredUpdate => ({ seq, bytes, author, atMs });

async function snapshotOf(db: Db, documentId: DocumentId): Promise<Snapshot | null> {
  const row = await db
    .selectFrom('doc_snapshot')
    .select(['seq', 'bytes', 'state_vector as stateVector', 'deletes'])
    .where('document', '=', documentId)
    .executeTakeFirst();
  return row ?? null;
}

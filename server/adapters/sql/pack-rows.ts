import { setImmediate as pause } from 'node:timers/promises';
import type { DocumentId } from '#lib/core/ids.ts';
import { chainHash, chainStart } from './chain.ts';
import type { Db, DocUpdateTable } from './schema.ts';
import { encodeSegment } from './segment.ts';

/** One segment is read whole for any row in it: large enough to compress well, small enough to read at once. */
const SEGMENT_ROWS_MAX = 1_000;
const SEGMENT_BYTES_MAX = 1_000_000;
/** A thousand take 4 ms, and every socket waits. */
const CHECKED_AT_ONCE = 250;

/**
 * Compaction (DocStore.pack): the oldest rows become a segment. What takes time (reading, checking,
 * compressing) comes before the transaction; rows never change, so what was read is what is deleted.
 */
export async function packRows(db: Db, documentId: DocumentId, rowsMin: number): Promise<number> {
  const rows = await packable(db, documentId, rowsMin);
  const hash = await lastFittingHash(db, documentId, rows);
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || !hash) return 0;
  const bytes = await encodeSegment(
    rows.map(({ seq, bytes, principal, at_ms }) => ({ seq, bytes, author: principal, atMs: at_ms })),
  );
  return db.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('doc_update')
      .where('document', '=', documentId)
      .where('seq', '>=', first.seq)
      .where('seq', '<=', last.seq)
      .executeTakeFirst();
    // Somebody else packed them meanwhile, or the document is gone.
    if (Number(numDeletedRows) === 0) return 0;
    if (Number(numDeletedRows) !== rows.length)
      throw new Error('rows of the log vanished while they were packed');
    await transaction
      .insertInto('doc_segment')
      .values({
        document: documentId,
        first_seq: first.seq,
        last_seq: last.seq,
        bytes,
        hash,
        first_at_ms: first.at_ms,
        last_at_ms: last.at_ms,
      })
      .execute();
    return rows.length;
  });
}

/** The oldest rows in the table that the snapshot stands for, without the newest: the chain goes on from it. */
async function packable(db: Db, documentId: DocumentId, rowsMin: number): Promise<readonly DocUpdateTable[]> {
  const bounds = await db
    .selectFrom('document')
    .innerJoin('doc_snapshot', 'doc_snapshot.document', 'document.id')
    .select((eb) => [
      'document.head',
      'doc_snapshot.seq as snapshotSeq',
      eb
        .selectFrom('doc_update')
        .select((e) => e.fn.min('doc_update.seq').as('oldest'))
        .whereRef('doc_update.document', '=', 'document.id')
        .as('oldest'),
    ])
    .where('document.id', '=', documentId)
    .executeTakeFirst();
  if (!bounds || bounds.oldest === null) return [];
  const end = Math.min(bounds.snapshotSeq, bounds.head - 1);
  if (end - bounds.oldest + 1 < Math.max(1, rowsMin)) return [];
  const rows = await db
    .selectFrom('doc_update')
    .selectAll()
    .where('document', '=', documentId)
    .where('seq', '>=', bounds.oldest)
    .where('seq', '<=', end)
    .orderBy('seq')
    .limit(SEGMENT_ROWS_MAX)
    .execute();
  let sizeBytes = 0;
  const tooMany = rows.findIndex(({ bytes }) => (sizeBytes += bytes.length) > SEGMENT_BYTES_MAX);
  return tooMany === -1 ? rows : rows.slice(0, Math.max(1, tooMany));
}

/** The last row's hash; `null` when one of them does not fit the chain: it stays as it is, for `verify` to find. */
async function lastFittingHash(
  db: Db,
  documentId: DocumentId,
  rows: readonly DocUpdateTable[],
): Promise<Uint8Array | null> {
  const [first] = rows;
  if (!first) return null;
  let hash = await hashBefore(db, documentId, first.seq);
  let seq = first.seq;
  for (const row of rows) {
    if (hash === null || row.seq !== seq++) return null;
    hash = chainHash(hash, { seq: row.seq, bytes: row.bytes, author: row.principal, atMs: row.at_ms });
    if (Buffer.compare(hash, row.hash) !== 0) return null;
    if (seq % CHECKED_AT_ONCE === 0) await pause();
  }
  return hash;
}

async function hashBefore(db: Db, documentId: DocumentId, seq: number): Promise<Uint8Array | null> {
  if (seq === 1) return chainStart(documentId);
  const segment = await db
    .selectFrom('doc_segment')
    .select('hash')
    .where('document', '=', documentId)
    .where('last_seq', '=', seq - 1)
    .executeTakeFirst();
  return segment?.hash ?? null;
}

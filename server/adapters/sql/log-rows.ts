import type { DocumentId } from '#lib/core/ids.ts';
import type { StoredUpdate } from '#server/ports/doc-store.ts';
import type { Db } from './schema.ts';
import { decodeSegment, SegmentError } from './segment.ts';

/** A long log comes in pages, so that no single message stops the sockets. */
const PAGE_ROWS = 1_000;

export interface LogRow extends StoredUpdate {
  /** `null`: of a row inside a segment, which keeps that of its last row only. */
  readonly hash: Uint8Array | null;
}

export interface LogPage {
  readonly rows: readonly LogRow[];
  /** Of rows that were packed: the segment's first number. */
  readonly segmentFirstSeq: number | null;
}

/**
 * The rows with `seq > afterSeq`, in order, page by page, packed or not. Rows only ever move from the
 * table into segments, and the table is looked at first: what is packed meanwhile is found in its segment.
 * A row that is nowhere is left out, as a reader of a damaged log has to; a segment that cannot be read
 * rejects with a `SegmentError`.
 */
export async function* logPages(db: Db, documentId: DocumentId, afterSeq: number): AsyncGenerator<LogPage> {
  for (let last = afterSeq; ;) {
    const rows = await tableRows(db, documentId, last);
    yield* segmentPages(db, documentId, last, rows[0]?.seq ?? Infinity);
    const end = rows.at(-1);
    // The newest row is never packed: without one in the table the log is at its end.
    if (!end) return;
    yield { rows, segmentFirstSeq: null };
    if (rows.length < PAGE_ROWS) return;
    last = end.seq;
  }
}

/** The segments between the row `afterSeq` and the row `beforeSeq`; of the first, what follows `afterSeq`. */
async function* segmentPages(
  db: Db,
  documentId: DocumentId,
  afterSeq: number,
  beforeSeq: number,
): AsyncGenerator<LogPage> {
  for (let last = afterSeq; last + 1 < beforeSeq;) {
    const segment = await db
      .selectFrom('doc_segment')
      .select(['first_seq', 'last_seq', 'bytes', 'hash'])
      .where('document', '=', documentId)
      .where('last_seq', '>', last)
      .orderBy('first_seq')
      .limit(1)
      .executeTakeFirst();
    if (!segment || segment.first_seq >= beforeSeq) return;
    const rows = (await decodeSegment(segment.bytes)).map((row) => ({
      ...row,
      hash: row.seq === segment.last_seq ? segment.hash : null,
    }));
    if (rows[0]?.seq !== segment.first_seq || rows.at(-1)?.seq !== segment.last_seq)
      throw new SegmentError('it holds other rows than its entry says');
    yield { rows: rows.filter(({ seq }) => seq > last), segmentFirstSeq: segment.first_seq };
    last = segment.last_seq;
  }
}

async function tableRows(db: Db, documentId: DocumentId, afterSeq: number): Promise<readonly LogRow[]> {
  return db
    .selectFrom('doc_update')
    .select(['seq', 'bytes', 'principal as author', 'at_ms as atMs', 'hash'])
    .where('document', '=', documentId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(PAGE_ROWS)
    .execute();
}

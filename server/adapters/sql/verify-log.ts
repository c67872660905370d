import type { DocumentId } from '#lib/core/ids.ts';
import { chainHash, chainStart } from './chain.ts';
import { logPages, type LogPage } from './log-rows.ts';
import type { Db } from './schema.ts';
import { SegmentError } from './segment.ts';

interface Position {
  seq: number;
  hash: Uint8Array;
}

/** Recomputes a document's hash chain over segments and rows; the first row that does not fit. */
export async function verifyLog(
  db: Db,
  documentId: DocumentId,
): Promise<{ readonly brokenAtSeq: number } | null> {
  const before = await headOf(db, documentId);
  if (before === null) return null;
  const position: Position = { seq: 0, hash: chainStart(documentId) };
  try {
    for await (const page of logPages(db, documentId, 0)) {
      const brokenAtSeq = firstBroken(page, position);
      if (brokenAtSeq !== null) return { brokenAtSeq };
    }
  } catch (error) {
    if (error instanceof SegmentError) return { brokenAtSeq: position.seq + 1 };
    throw error;
  }
  // Rows may have come since `before` was read, but none may be missing at the end, and none go beyond.
  if (position.seq < before) return { brokenAtSeq: position.seq + 1 };
  const after = await headOf(db, documentId);
  return after !== null && position.seq > after ? { brokenAtSeq: after + 1 } : null;
}

/** Moves the position to the page's end. */
function firstBroken({ rows, segmentFirstSeq }: LogPage, position: Position): number | null {
  for (const row of rows) {
    const expectedSeq = position.seq + 1;
    position.hash = chainHash(position.hash, { ...row, seq: expectedSeq });
    const fits = row.hash === null || Buffer.compare(position.hash, row.hash) === 0;
    if (row.seq !== expectedSeq || !fits) return segmentFirstSeq ?? expectedSeq;
    position.seq = expectedSeq;
  }
  return null;
}

async function headOf(db: Db, documentId: DocumentId): Promise<number | null> {
  const row = await db.selectFrom('document').select('head').where('id', '=', documentId).executeTakeFirst();
  return row?.head ?? null;
}

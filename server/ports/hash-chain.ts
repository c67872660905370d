import type { DocumentId } from '#lib/core/ids.ts';
import type { Author } from './doc-store.ts';

/**
 * The hash chain of a document's update log: each row's hash covers the row and the hash before it,
 * so that a byte changed on disk, a row left out or a row moved to another document shows.
 *
 *   hash(0) = SHA-256( "tandem-log-1" ‖ 0x00 ‖ document id, UTF-8 )
 *   hash(n) = SHA-256( hash(n − 1), 32 bytes
 *                    ‖ seq, 8 bytes, unsigned, big-endian
 *                    ‖ time in milliseconds since the Unix epoch, 8 bytes, unsigned, big-endian
 *                    ‖ length of the author's id in bytes, 4 bytes, unsigned, big-endian
 *                    ‖ the author's id, UTF-8
 *                    ‖ the update's bytes )
 *
 * Only the update's length is not written: it is last, and everything before it has a known length.
 * The layout is frozen: a change needs a new first string and a way to read both.
 */
const text = new TextEncoder();

export const hashChainStart = (documentId: DocumentId): Uint8Array =>
  text.encode(`tandem-log-1\0${documentId}`);

/** All that comes before the update's bytes. */
export function hashChainHeader(previous: Uint8Array, seq: number, atMs: number, author: Author): Uint8Array {
  const name = text.encode(author);
  const header = new Uint8Array(previous.length + 20 + name.length);
  const view = new DataView(header.buffer);
  header.set(previous);
  view.setBigUint64(previous.length, BigInt(seq));
  view.setBigUint64(previous.length + 8, BigInt(atMs));
  view.setUint32(previous.length + 16, name.length);
  header.set(name, previous.length + 20);
  return header;
}

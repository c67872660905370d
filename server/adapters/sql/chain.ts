import { createHash } from 'node:crypto';
import type { DocumentId } from '#lib/core/ids.ts';
import type { StoredUpdate } from '#server/ports/doc-store.ts';
import { hashChainHeader, hashChainStart } from '#server/ports/hash-chain.ts';

/** The hash before the first row. */
export const chainStart = (documentId: DocumentId): Uint8Array =>
  createHash('sha256').update(hashChainStart(documentId)).digest();

export const chainHash = (previous: Uint8Array, { seq, atMs, author, bytes }: StoredUpdate): Uint8Array =>
  createHash('sha256')
    .update(hashChainHeader(previous, seq, atMs, author))
    .update(bytes)
    .digest();

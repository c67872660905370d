import { createHash } from 'node:crypto';
import type { DocumentId } from '#lib/core/ids.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import type {
  Author,
  CommitOutcome,
  DocStore,
  RoomCommit,
  Snapshot,
  StoredUpdate,
} from '#server/ports/doc-store.ts';
import { hashChainHeader, hashChainStart } from '#server/ports/hash-chain.ts';

/**
 * The document store without a disk: for tests of what stands above it, and for simulations.
 * Invariant: it passes the same contract as the real ones. It leaves durability to them.
 */
export interface MemoryDocStore extends DocStore {
  add(meta: Partial<DocumentMeta> & { readonly id: DocumentId }): void;
  change(documentId: DocumentId, patch: Partial<DocumentMeta>): void;
  /** From now on every commit fails so; `null`: it works again. */
  failWith(reason: 'full' | 'storage' | null): void;
  /** The rows themselves, for a test that damages them. */
  rows(documentId: DocumentId): readonly StoredUpdate[];
}

interface MemoryDocument {
  meta: DocumentMeta;
  readonly updates: StoredUpdate[];
  readonly hashes: Uint8Array[];
  readonly clients: Map<number, Author>;
  snapshot: Snapshot | null;
  /** How many rows would be in segments: here they stay what they are. */
  packed: number;
}

const PAGE_ROWS = 1_000;
const SEGMENT_ROWS_MAX = 1_000;

export function memoryDocStore(): MemoryDocStore {
  const documents = new Map<DocumentId, MemoryDocument>();
  let failure: 'full' | 'storage' | null = null;

  const commitRoom = (room: RoomCommit): CommitOutcome => {
    const document = documents.get(room.documentId);
    if (failure) return { kind: 'failed', reason: failure, detail: 'told to fail' };
    if (!document || !isAsExpected(document, room)) return { kind: 'moved', meta: document?.meta ?? null };
    append(document, room);
    return { kind: 'committed', head: document.meta.head };
  };

  return {
    async head(documentId) {
      return documents.get(documentId)?.meta ?? null;
    },
    async read(documentId, afterSeq) {
      const document = documents.get(documentId);
      if (!document) return { snapshot: null, updates: [] };
      const snapshot = afterSeq === 0 ? document.snapshot : null;
      return { snapshot, updates: document.updates.slice(snapshot?.seq ?? afterSeq) };
    },
    async clients(documentId) {
      return new Map(documents.get(documentId)?.clients);
    },
    async commit(rooms) {
      return rooms.map(commitRoom);
    },
    async saveSnapshot(documentId, snapshot) {
      const document = documents.get(documentId);
      if (!document || snapshot.seq > document.meta.head) return;
      if (snapshot.seq > (document.snapshot?.seq ?? 0)) document.snapshot = snapshot;
    },
    async *history(documentId, { fromSeq = 1, toSeq = Infinity } = {}) {
      const rows = documents.get(documentId)?.updates.slice(fromSeq - 1) ?? [];
      for (let start = 0; start < rows.length; start += PAGE_ROWS) {
        const page = rows.slice(start, start + PAGE_ROWS).filter(({ seq }) => seq <= toSeq);
        if (page.length > 0) yield page;
      }
    },
    async stateAt(documentId, seq) {
      const document = documents.get(documentId);
      if (!document || seq > document.meta.head) return null;
      return condense(document.updates.slice(0, seq).map(({ bytes }) => bytes)).bytes;
    },
    async pack(documentId, rowsMin) {
      const document = documents.get(documentId);
      if (!document) return 0;
      const end = Math.min(document.snapshot?.seq ?? 0, document.meta.head - 1);
      const rows = Math.min(end - document.packed, SEGMENT_ROWS_MAX);
      if (rows < Math.max(1, rowsMin)) return 0;
      document.packed += rows;
      return rows;
    },
    async documentIds() {
      return [...documents.keys()].sort();
    },
    async verify(documentId) {
      const document = documents.get(documentId);
      if (!document) return null;
      let previous = chainStart(documentId);
      for (const [index, update] of document.updates.entries()) {
        previous = chainHash(previous, update);
        if (!equal(previous, document.hashes[index])) return { brokenAtSeq: index + 1 };
      }
      return null;
    },
    add(meta) {
      documents.set(meta.id, {
        meta: { ...emptyMeta, workId: `work-${meta.id}`, ...meta },
        updates: [],
        hashes: [],
        clients: new Map(),
        snapshot: null,
        packed: 0,
      });
    },
    change(documentId, patch) {
      const document = documents.get(documentId);
      if (document) document.meta = { ...document.meta, ...patch };
    },
    failWith(reason) {
      failure = reason;
    },
    rows: (documentId) => documents.get(documentId)?.updates ?? [],
  };
}

const emptyMeta: Omit<DocumentMeta, 'id' | 'workId'> = {
  role: 'text',
  language: 'en',
  title: '',
  minSchema: 1,
  head: 0,
  policyEpoch: 0,
  locked: false,
  incarnation: 1,
  changedAtMs: 0,
};

const isAsExpected = ({ meta, clients }: MemoryDocument, room: RoomCommit): boolean =>
  meta.head === room.expectedHead &&
  meta.policyEpoch === room.expectedPolicyEpoch &&
  (!meta.locked || room.evenIfLocked === true) &&
  room.newClients.every(({ clientId, author }) => {
    const first =
      clients.get(clientId) ?? room.newClients.find((other) => other.clientId === clientId)?.author;
    return first === author;
  });

function append(document: MemoryDocument, room: RoomCommit): void {
  for (const { clientId, author } of room.newClients) document.clients.set(clientId, author);
  let changedAtMs = document.meta.changedAtMs;
  for (const { bytes, author, atMs } of room.updates) {
    // A copy: the caller may use its buffer again.
    const update = { seq: document.updates.length + 1, bytes: bytes.slice(), author, atMs };
    const previous = document.hashes.at(-1) ?? chainStart(room.documentId);
    document.hashes.push(chainHash(previous, update));
    document.updates.push(update);
    changedAtMs = atMs;
  }
  const minSchema = Math.max(document.meta.minSchema, room.minSchema ?? 0);
  document.meta = { ...document.meta, head: document.updates.length, minSchema, changedAtMs };
}

const chainStart = (documentId: DocumentId): Uint8Array =>
  createHash('sha256').update(hashChainStart(documentId)).digest();

const chainHash = (previous: Uint8Array, { seq, atMs, author, bytes }: StoredUpdate): Uint8Array =>
  createHash('sha256')
    .update(hashChainHeader(previous, seq, atMs, author))
    .update(bytes)
    .digest();

const equal = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);

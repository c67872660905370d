import type { DocumentId, PersonId } from '#lib/core/ids.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';

/**
 * The update log of every document: the truth. Everything else about a text is derived from it.
 * Contract: `tests/contracts/doc-store.ts`, which every adapter passes unchanged.
 */
export interface DocStore {
  /** The document's row; `null`: no such document. */
  head(documentId: DocumentId): Promise<DocumentMeta | null>;

  /**
   * Committed updates with `seq > afterSeq`, in order. The snapshot, when there is one and
   * `afterSeq` is 0, stands for every update up to its `seq` and those are then left out.
   */
  read(documentId: DocumentId, afterSeq: number): Promise<StoredState>;

  /** Who first used each client id in this document. */
  clients(documentId: DocumentId): Promise<ReadonlyMap<number, Author>>;

  /**
   * One transaction for all rooms with something to say; each room fails alone. When the promise
   * resolves with `committed`, the rows are on disk, after a power cut too.
   * A room advances only where head, policy epoch and lock are as expected.
   */
  commit(rooms: readonly RoomCommit[]): Promise<readonly CommitOutcome[]>;

  /** Keeps a cache of the document at `seq`. Never replaces rows of the log. */
  saveSnapshot(documentId: DocumentId, snapshot: Snapshot): Promise<void>;

  /** Every document there is, in a stable order: for checks and backups. */
  documentIds(): Promise<readonly DocumentId[]>;

  /** Recomputes the hash chain; the first row that does not fit, or `null`. */
  verify(documentId: DocumentId): Promise<{ readonly brokenAtSeq: number } | null>;
}

/** A person, or the server itself (repairs, accepted proposals, restore). */
export type Author = PersonId | typeof SERVER_AUTHOR;
export const SERVER_AUTHOR = 'server';

export interface StoredUpdate {
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly author: Author;
  readonly atMs: number;
}

export interface Snapshot {
  readonly seq: number;
  /** The whole document as one Yjs update (version 1 encoding). */
  readonly bytes: Uint8Array;
}

export interface StoredState {
  readonly snapshot: Snapshot | null;
  readonly updates: readonly StoredUpdate[];
}

export interface RoomCommit {
  readonly documentId: DocumentId;
  readonly expectedHead: number;
  readonly expectedPolicyEpoch: number;
  readonly updates: readonly { readonly bytes: Uint8Array; readonly author: Author; readonly atMs: number }[];
  /** Client ids seen for the first time, bound to their author for good. */
  readonly newClients: readonly { readonly clientId: number; readonly author: Author }[];
  /** Set when an update is the first to use a name of a newer schema (rule E9). */
  readonly minSchema?: number;
  /** The server's own repairs are allowed on a locked document. */
  readonly evenIfLocked?: boolean;
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly head: number }
  /** Head, epoch or lock was not as expected, or a client id belongs to somebody else: read again. */
  | { readonly kind: 'moved'; readonly meta: DocumentMeta | null }
  /** The disk refused; nothing of this room was written. `full`: no space left. */
  | { readonly kind: 'failed'; readonly reason: 'full' | 'storage'; readonly detail: string };

/**
 * A database's own way to commit a tick (rule E5): a savepoint per room in SQLite, one statement in
 * PostgreSQL. It never rejects; a room that moved is read again by its caller.
 */
export type GroupCommit = (rooms: readonly RoomCommit[]) => Promise<readonly RoomResult[]>;
export type RoomResult = Exclude<CommitOutcome, { kind: 'moved' }> | { readonly kind: 'moved' };

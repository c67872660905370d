import type { DocumentId, PersonId } from '#lib/core/ids.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { CondensedText } from '#lib/protocol/whole-text.ts';

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

  /**
   * Updates from `fromSeq` (1) to `toSeq` (the newest), both included, in order: packed or not, each with
   * its own bytes, author and time. They come in pages, so that a long log needs little memory.
   */
  history(documentId: DocumentId, range?: HistoryRange): AsyncIterable<readonly StoredUpdate[]>;

  /** The text as it stood after update `seq`, as one Yjs update; `null`: it never came so far. */
  stateAt(documentId: DocumentId, seq: number): Promise<Uint8Array | null>;

  /**
   * Compaction: moves the oldest rows into one compressed segment, from which they come back byte for
   * byte. Only what the snapshot stands for is packed, never the newest row, and no row that does not fit
   * the hash chain. One transaction: killed half-way, nothing has happened.
   * Resolves to how many rows were packed; 0: fewer than `rowsMin` could be. Call it again until then.
   */
  pack(documentId: DocumentId, rowsMin: number): Promise<number>;

  /** Every document there is, in a stable order: for checks and backups. */
  documentIds(): Promise<readonly DocumentId[]>;

  /**
   * Recomputes the hash chain; the first row that does not fit, or `null`. A segment is judged as a whole:
   * of a damaged one, its first row is named.
   */
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

/** A cache of the document after update `seq`. */
export interface Snapshot extends CondensedText {
  readonly seq: number;
}

export interface HistoryRange {
  readonly fromSeq?: number;
  readonly toSeq?: number;
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

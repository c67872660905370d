import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Author, RoomCommit } from '#server/ports/doc-store.ts';

/**
 * What the main thread and the storage worker say to each other. One request, one reply, in order; what is asked
 * in one turn of the event loop goes over together, for waking a thread takes longer than most queries.
 */
export type Request =
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly parameters: readonly SQLInputValue[];
      /** What the sender believes; the worker refuses when SQLite has given the transaction up meanwhile. */
      readonly inTransaction: boolean;
    }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'commit-rooms'; readonly packed: PackedRooms }
  | { readonly kind: 'integrity' }
  | { readonly kind: 'copy'; readonly file: string }
  | { readonly kind: 'close' };

export interface Asked {
  readonly id: number;
  readonly request: Request;
}

export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: StorageFailure;
}

export interface StorageFailure {
  readonly message: string;
  /** SQLite's extended result code; `null`: not an error of SQLite. */
  readonly errcode: number | null;
}

export interface QueryReply {
  readonly rows: Record<string, SQLOutputValue>[];
  /** Absent for a statement that returns rows. */
  readonly changes?: number;
}

/**
 * All updates of a tick in one buffer. An update is often a view of a larger network buffer, and cloning a
 * view copies all of what it looks at.
 */
export interface PackedRooms {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rooms: readonly PackedRoom[];
}

export interface PackedRoom extends Omit<RoomCommit, 'updates'> {
  readonly updates: readonly {
    readonly start: number;
    readonly end: number;
    readonly author: Author;
    readonly atMs: number;
  }[];
}

export function packRooms(rooms: readonly RoomCommit[]): PackedRooms {
  const sizeBytes = rooms.reduce((sum, room) => room.updates.reduce((s, u) => s + u.bytes.length, sum), 0);
  const bytes = new Uint8Array(sizeBytes);
  let end = 0;
  const pack = (update: RoomCommit['updates'][number]) => {
    const start = end;
    bytes.set(update.bytes, start);
    end += update.bytes.length;
    return { start, end, author: update.author, atMs: update.atMs };
  };
  return { bytes, rooms: rooms.map((room) => ({ ...room, updates: room.updates.map(pack) })) };
}

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { GroupCommit, RoomResult } from '#server/ports/doc-store.ts';
import { storageDialect } from './dialect.ts';
import { flushFolder } from './flush-folder.ts';
import { folderInUse } from './folder-lock.ts';
import { packRooms } from './messages.ts';
import { isFull, isNotADatabase } from './sqlite-error.ts';
import { startStorageWorker, type StorageClient } from './storage-client.ts';
import type { Opening } from './storage-worker.ts';
import { Turns } from './turns.ts';

/**
 * The embedded database: one SQLite file in the data folder, owned by a worker thread, because a flush to
 * disk on the main thread would stop every socket.
 * Invariant: a transaction has the connection alone; a group commit is one message and waits for its turn.
 * It leaves the tables and queries to `adapters/sql`, which knows no SQLite.
 */
export interface Sqlite<DB> {
  readonly db: Kysely<DB>;
  /** Rule E5. Never rejects: trouble with the storage is a room's outcome. */
  readonly groupCommit: GroupCommit;
  /** Resolves when the worker died: every call rejects from then on. */
  readonly lost: Promise<Error>;
  /** What SQLite finds wrong with the file; empty when it is sound. */
  integrityErrors(): Promise<readonly string[]>;
  /** Everything as it is at one moment, into a new file. */
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Path of the database, or `:memory:`. */
  readonly file: string;
  /** The server's: a second one on the same folder is refused. Commands beside a running server leave it out. */
  readonly lockFolder?: boolean;
}

/** A problem's `detail` is one sentence for the person who starts the program. */
export async function openSqlite<DB>({ file, lockFolder = false }: OpenOptions): Promise<Result<Sqlite<DB>>> {
  const inMemory = file === ':memory:';
  if (!inMemory) {
    const folder = makeFolder(dirname(file));
    if (!folder.ok) return folder;
  }
  const started = await startStorageWorker({ file, lockFolder: lockFolder && !inMemory });
  return 'client' in started ? ok(sqliteOf<DB>(started.client)) : refusal(file, started.refused);
}

function sqliteOf<DB>(client: StorageClient): Sqlite<DB> {
  const turns = new Turns();
  const db = new Kysely<DB>({ dialect: storageDialect(client, turns) });
  return {
    db,
    async groupCommit(rooms) {
      const packed = packRooms(rooms);
      try {
        return await turns.together(() => client.commitRooms(packed));
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return rooms.map((): RoomResult => ({ kind: 'failed', reason: 'storage', detail }));
      }
    },
    lost: client.lost,
    integrityErrors: () => turns.together(() => client.integrityErrors()),
    copyTo: (file) => turns.together(() => client.copyTo(file)),
    async close() {
      await db.destroy();
      await client.close();
    },
  };
}

function makeFolder(folder: string): Result<null> {
  try {
    const made = mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Without this a new folder may be gone after a power cut, with all that was saved in it.
    if (made !== undefined) flushFolder(dirname(made));
    return ok(null);
  } catch (error) {
    return problem(
      'data-folder-not-writable',
      `The data folder ${folder} cannot be written: ${reasonOf(error)}.`,
    );
  }
}

function refusal(file: string, { inUse, message, errcode }: Opening & { opened: false }): Result<never> {
  const folder = dirname(file);
  const error = Object.assign(new Error(message), { errcode });
  if (inUse) return folderInUse(folder);
  if (isFull(error))
    return problem('disk-full', `The disk that holds ${folder} is full: free some space and start again.`);
  if (isNotADatabase(error))
    return problem(
      'database-unreadable',
      `${file} is damaged or is not a database: restore a backup, or set TANDEM_DATA to another folder.`,
    );
  if (errcode !== null && /unable to open|readonly/i.test(message))
    return problem('data-folder-not-writable', `The data folder ${folder} cannot be written: ${message}.`);
  return problem('database-unreadable', `${file} cannot be opened: ${message}.`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

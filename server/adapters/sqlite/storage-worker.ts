import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { assert } from '#lib/core/assert.ts';
import { commitRooms } from './group-commit.ts';
import type { Asked, QueryReply, Reply, Request } from './messages.ts';
import { takeLock } from './folder-lock.ts';
import { failureOf, isBusy } from './sqlite-error.ts';
import { statementsOf } from './statements.ts';

/**
 * The thread that owns the database: a flush to disk here stops no socket. It takes one message at a time
 * and answers each; what belongs together (a group commit) is one message.
 */
export interface StorageWorkerData {
  readonly file: string;
  readonly lockFolder: boolean;
}

/** What is posted once, before any reply. */
export type Opening =
  | { readonly opened: true }
  | {
      readonly opened: false;
      /** Another server holds the folder. */
      readonly inUse: boolean;
      readonly errcode: number | null;
      readonly message: string;
    };

/** Values above this size are handed over rather than copied. */
const TRANSFER_SIZE_BYTES_MIN = 16_384;

/** A slow query holds up no answers that are there already. */
const REPLY_WITHIN_MS = 2;

const SETTINGS = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -16000;
  -- Every 4 MB of log SQLite moves what it can into the database and starts the log again from its
  -- beginning; a log that grew while another process was reading is cut back to this size then.
  PRAGMA wal_autocheckpoint = 1000;
  PRAGMA journal_size_limit = 16000000;
`;

const port = parentPort;
assert(port, 'the storage worker runs in a worker thread');
const { file, lockFolder } = workerData as StorageWorkerData;

let lock: DatabaseSync | null = null;
try {
  if (lockFolder) lock = takeLock(dirname(file));
  serve(port, openDatabase());
  port.postMessage({ opened: true } satisfies Opening);
} catch (error) {
  const inUse = lockFolder && lock === null && isBusy(error);
  lock?.close();
  port.postMessage({ opened: false, inUse, ...failureOf(error) } satisfies Opening);
  port.close();
}

function openDatabase(): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec(SETTINGS);
  return db;
}

function serve(port: MessagePort, db: DatabaseSync): void {
  const statements = statementsOf(db);

  const answer = (request: Request): unknown => {
    switch (request.kind) {
      case 'query':
        if (db.isTransaction !== request.inTransaction)
          throw new Error('the transaction has ended: SQLite gave it up after an earlier error');
        return statements.query(request.sql, request.parameters);
      case 'rollback':
        // After some errors, a full disk among them, SQLite has rolled back by itself.
        if (db.isTransaction) db.exec('ROLLBACK');
        return undefined;
      case 'commit-rooms':
        return commitRooms(db, statements, request.packed);
      case 'integrity':
        return integrityErrors(db);
      case 'copy':
        return copy(db, request.file);
      case 'close':
        db.close();
        lock?.close();
        return undefined;
    }
  };

  const replyTo = ({ id, request }: Asked): Reply => {
    try {
      return { id, value: answer(request) };
    } catch (error) {
      return { id, error: failureOf(error) };
    }
  };

  port.on('message', (together: readonly Asked[]) => {
    let replies: Reply[] = [];
    let buffers: ArrayBuffer[] = [];
    let sinceMs = performance.now();
    const post = (): void => {
      if (replies.length > 0) port.postMessage(replies, buffers);
      replies = [];
      buffers = [];
      sinceMs = performance.now();
    };
    for (const asked of together) {
      const reply = replyTo(asked);
      replies.push(reply);
      if (asked.request.kind === 'query')
        buffers.push(...largeBuffers(reply.value as QueryReply | undefined));
      if (performance.now() - sinceMs > REPLY_WITHIN_MS) post();
    }
    post();
    if (together.some(({ request }) => request.kind === 'close')) port.close();
  });
}

function integrityErrors(db: DatabaseSync): readonly string[] {
  const found = db
    .prepare('PRAGMA integrity_check')
    .all()
    .map((row) => String(row.integrity_check));
  const orphans = db.prepare('PRAGMA foreign_key_check').all();
  return [
    ...found.filter((line) => line !== 'ok'),
    ...orphans.map((row) => `a row of ${row.table} points to no row of ${row.parent}`),
  ];
}

/**
 * One read transaction: a moment's state, whatever is written meanwhile. SQLite's own backup would begin
 * again at each commit of another process; this leaves out the free pages as well.
 */
function copy(db: DatabaseSync, file: string): void {
  db.prepare('VACUUM INTO ?').run(file);
  const written = openSync(file, 'r+');
  try {
    fsyncSync(written);
  } finally {
    closeSync(written);
  }
}

function largeBuffers(reply: QueryReply | undefined): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const row of reply?.rows ?? [])
    for (const value of Object.values(row))
      if (value instanceof Uint8Array && value.length >= TRANSFER_SIZE_BYTES_MIN)
        buffers.push(value.buffer as ArrayBuffer);
  return buffers;
}

import { Worker } from 'node:worker_threads';
import { assert } from '#lib/core/assert.ts';
import type { RoomResult } from '#server/ports/doc-store.ts';
import type { StorageTrouble } from '#server/ports/storage-trouble.ts';
import { describe, isDiskTrouble } from './sqlite-error.ts';
import type { Asked, PackedRooms, QueryReply, Reply, Request, StorageFailure } from './messages.ts';
import type { Opening, StorageWorkerData } from './storage-worker.ts';

/** An error of SQLite, brought over from the worker; with `storageTrouble` when it is the disk's (ports/storage-trouble.ts). */
export class StorageError extends Error {
  override name = 'StorageError';
  readonly errcode: number | null;
  readonly storageTrouble: StorageTrouble['storageTrouble'] | null;
  constructor({ message, errcode }: StorageFailure) {
    super(message);
    this.errcode = errcode;
    this.storageTrouble = isDiskTrouble(this) ? describe(this).reason : null;
  }
}

/** The main thread's end of the storage worker. Once the worker is gone every call rejects at once. */
export interface StorageClient {
  query(sql: string, parameters: readonly unknown[], inTransaction: boolean): Promise<QueryReply>;
  rollback(): Promise<void>;
  commitRooms(packed: PackedRooms): Promise<readonly RoomResult[]>;
  integrityErrors(): Promise<readonly string[]>;
  copyTo(file: string): Promise<void>;
  close(): Promise<void>;
  /** Resolves when the worker died without having been closed. */
  readonly lost: Promise<Error>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const PROGRAM = new URL('./storage-worker.ts', import.meta.url);

export async function startStorageWorker(
  data: StorageWorkerData,
  program = PROGRAM,
): Promise<{ readonly client: StorageClient } | { readonly refused: Opening & { opened: false } }> {
  const worker = new Worker(program, { workerData: data });
  const opening = await new Promise<Opening>((resolve, reject) => {
    worker.once('message', resolve);
    // These two stay: once the promise is settled they say nothing.
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the storage worker ended at start with code ${code}`)));
  });
  return opening.opened ? { client: clientOf(worker) } : { refused: opening };
}

function clientOf(worker: Worker): StorageClient {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let gone: Error | null = null;
  let closing: Promise<void> | null = null;
  const lost = Promise.withResolvers<Error>();
  const exited = Promise.withResolvers<void>();

  const end = (error: Error) => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
    if (!closing) lost.resolve(gone);
  };
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on('messageerror', (error) => end(error));
  worker.on('exit', (code) => {
    end(new Error(closing ? 'the storage is closed' : `the storage worker ended with code ${code}`));
    exited.resolve();
  });
  worker.on('message', (replies: readonly Reply[]) => {
    for (const { id, value, error } of replies) {
      const caller = waiting.get(id);
      assert(caller, 'every reply has its request');
      waiting.delete(id);
      if (error) caller.reject(new StorageError(error));
      else caller.resolve(value);
    }
  });

  let asked: Asked[] = [];
  const post = (transfer: ArrayBuffer[] = []): void => {
    if (asked.length === 0) return;
    const together = asked;
    asked = [];
    try {
      worker.postMessage(together, transfer);
    } catch (error) {
      // A value that cannot go over fails alone with whoever asked in the same turn: nothing of it was sent.
      const reason = error instanceof Error ? error : new Error(String(error));
      for (const { id } of together) {
        waiting.get(id)?.reject(reason);
        waiting.delete(id);
      }
    }
  };

  const ask = <T>(request: Request, send: () => void = () => post()): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (gone) return reject(gone);
      const id = ++lastId;
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      asked.push({ id, request });
      send();
    });

  /** With the others of this turn. */
  const soon = (): void => {
    if (asked.length === 1) setImmediate(post);
  };

  return {
    query: (sql, parameters, inTransaction) =>
      ask({ kind: 'query', sql, parameters: parameters.map(ownBytes), inTransaction }, soon),
    rollback: () => ask({ kind: 'rollback' }),
    commitRooms: (packed) => ask({ kind: 'commit-rooms', packed }, () => post([packed.bytes.buffer])),
    integrityErrors: () => ask({ kind: 'integrity' }),
    copyTo: (file) => ask({ kind: 'copy', file }),
    close() {
      closing ??= gone ? Promise.resolve() : ask<void>({ kind: 'close' }).then(() => exited.promise);
      return closing;
    },
    lost: lost.promise,
  };
}

/** A view of a larger buffer would be sent with all of that buffer. */
const ownBytes = (value: unknown) =>
  (value instanceof Uint8Array && value.length < value.buffer.byteLength ? new Uint8Array(value) : value) as
    Uint8Array | string | number | bigint | null;

import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StorageTrouble } from '#server/ports/storage-trouble.ts';
import { flushFolder } from './flush-folder.ts';
import { failureOf, isBusy, isNotADatabase } from './sqlite-error.ts';
import { StorageError } from './storage-client.ts';

/** A command that only looks something up is soon done. */
const BUSY_MS = 2_000;

/**
 * Puts a closed database in the place of another one, in one rename: killed at any moment, the folder
 * holds the old one or the new one, whole. The old one stays in the folder `aside`, with all that was
 * committed to it. Only for who holds the folder; throws a `StorageTrouble` when it is not kept.
 */
export function replaceDatabase(file: string, replacement: string, aside: string): void {
  if (existsSync(file)) keepAside(file, aside);
  renameSync(replacement, file);
  flushFolder(dirname(file));
}

function keepAside(file: string, aside: string): void {
  const [log, keptLog] = [`${file}-wal`, join(aside, `${basename(file)}-wal`)];
  mkdirSync(aside, { mode: 0o700 });
  try {
    // First, for SQLite removes what it takes for an unreadable log when it closes.
    if (existsSync(log)) linkSync(log, keptLog);
    // Of a damaged database the log may be all that can be read: it stays beside it.
    if (emptyLog(file)) rmSync(keptLog, { force: true });
    linkSync(file, join(aside, basename(file)));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
  flushFolder(aside);
  // SQLite would play an old log into whichever database stands beside it.
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Writes what only the write-ahead log holds into the database; `false`: it is too damaged for that. */
function emptyLog(file: string): boolean {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { timeout: BUSY_MS });
    // While somebody reads it does not fail, but says so.
    if (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy !== 0) throw new InUseError(file);
    return true;
  } catch (error) {
    if (isNotADatabase(error)) return false;
    if (isBusy(error)) throw new InUseError(file);
    throw error instanceof InUseError ? error : new StorageError(failureOf(error));
  } finally {
    db?.close();
  }
}

class InUseError extends Error implements StorageTrouble {
  override name = 'InUseError';
  readonly storageTrouble = 'storage';
  constructor(file: string) {
    super(`another program is using ${file}, end it and try again`);
  }
}

import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { flushFolder } from './flush-folder.ts';
import { failureOf, isBusy, isNotADatabase } from './sqlite-error.ts';
import { StorageError } from './storage-client.ts';

/** A command that only looks something up is soon done. */
const BUSY_MS = 2_000;

/**
 * Puts a closed database in the place of another one, in one rename: killed at any moment, the folder
 * holds the old one or the new one, whole. The old one stays in the folder `aside`, with all that was
 * committed to it. Only for who holds the folder. Errors: `data-folder-in-use`, nothing was replaced; throws a
 * `StorageTrouble` when the disk does not keep it.
 */
export function replaceDatabase(file: string, replacement: string, aside: string): Result<void> {
  const kept = existsSync(file) ? keepAside(file, aside) : ok(undefined);
  if (!kept.ok) return kept;
  renameSync(replacement, file);
  flushFolder(dirname(file));
  return ok(undefined);
}

function keepAside(file: string, aside: string): Result<void> {
  const [log, keptLog] = [`${file}-wal`, join(aside, `${basename(file)}-wal`)];
  mkdirSync(aside, { mode: 0o700 });
  try {
    // First, for SQLite removes what it takes for an unreadable log when it closes.
    if (existsSync(log)) linkSync(log, keptLog);
    // Of a damaged database the log may be all that can be read: it stays beside it.
    const state = emptyLog(file);
    if (state === 'in-use') {
      rmSync(aside, { recursive: true, force: true });
      return problem('data-folder-in-use', `Another program is using ${file}: end it and try again.`);
    }
    if (state === 'emptied') rmSync(keptLog, { force: true });
    linkSync(file, join(aside, basename(file)));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
  flushFolder(aside);
  // SQLite would play an old log into whichever database stands beside it.
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return ok(undefined);
}

/** Writes what only the write-ahead log holds into the database, unless that is too damaged or in use. */
function emptyLog(file: string): 'emptied' | 'damaged' | 'in-use' {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { timeout: BUSY_MS });
    // While somebody reads it does not fail, but says so.
    return db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0 ? 'emptied' : 'in-use';
  } catch (error) {
    if (isNotADatabase(error)) return 'damaged';
    if (isBusy(error)) return 'in-use';
    throw new StorageError(failureOf(error));
  } finally {
    db?.close();
  }
}

import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { flushFolder } from './flush-folder.ts';

/**
 * Puts a closed database in the place of another one, in one rename: killed at any moment, the folder
 * holds the old one or the new one, whole. The old one stays in the folder `aside`. Only for who holds
 * the folder.
 */
export function replaceDatabase(file: string, replacement: string, aside: string): void {
  if (existsSync(file)) {
    emptyLog(file);
    mkdirSync(aside, { mode: 0o700 });
    linkSync(file, join(aside, basename(file)));
    flushFolder(aside);
  }
  renameSync(replacement, file);
  flushFolder(dirname(file));
}

/** SQLite would play an old write-ahead log into whichever database stands beside it. */
function emptyLog(file: string): void {
  try {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  } catch {
    // Too damaged to be opened: what its log holds cannot be saved, the rest is kept aside.
  }
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

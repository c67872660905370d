import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { isBusy } from './sqlite-error.ts';

/**
 * A database of its own whose exclusive lock is held until this process ends: the operating system lets go
 * of it after a kill too, and commands that work beside a running server are not shut out of the data.
 */
export function takeLock(folder: string): DatabaseSync {
  const lock = new DatabaseSync(join(folder, 'server.lock'), { timeout: 0 });
  lock.exec('BEGIN EXCLUSIVE');
  return lock;
}

/** The same for work that a server must not see half done. */
export function holdFolder(folder: string): Result<{ release(): void }> {
  try {
    const lock = takeLock(folder);
    return ok({ release: () => lock.close() });
  } catch (error) {
    if (isBusy(error)) return folderInUse(folder);
    throw error;
  }
}

export const folderInUse = (folder: string) =>
  problem(
    'data-folder-in-use',
    `Another Tandem server is using the data folder ${folder}: stop it, or set TANDEM_DATA to another folder.`,
  );

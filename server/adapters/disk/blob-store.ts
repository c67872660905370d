import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '#lib/core/assert.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import { flushFolder } from './flush-folder.ts';
import { isMissing, troubleOf } from './storage-trouble.ts';

/**
 * Files in one folder. Invariant: under a blob's name there is always a whole file, after a power cut too:
 * written aside, flushed, renamed, and the rename flushed with the folder.
 */
export function diskBlobStore(folder: string): BlobStore {
  const pathOf = (name: string): string => {
    assert(
      NAME.test(name),
      'a blob name is letters, digits, dots, dashes and underscores, and begins with a letter or digit',
    );
    return join(folder, name);
  };

  return {
    async put(name, bytes) {
      const path = pathOf(name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // No blob name begins with a dot: what a crash left half-written is never taken for one.
      const aside = join(folder, `.${randomUUID()}.part`);
      try {
        await writeFlushed(aside, bytes);
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true });
        throw troubleOf(error);
      }
      await flushFolder(folder);
    },

    async get(name) {
      try {
        return new Uint8Array(await readFile(pathOf(name)));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async remove(name) {
      await rm(pathOf(name), { force: true });
    },

    async names(prefix) {
      try {
        return (await readdir(folder)).filter((name) => NAME.test(name) && name.startsWith(prefix));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
  };
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,199}$/i;

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

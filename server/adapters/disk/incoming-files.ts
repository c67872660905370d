import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, problem } from '#lib/core/result.ts';
import type { IncomingFiles } from '#server/ports/incoming-files.ts';
import { troubleOf } from './storage-trouble.ts';

/**
 * Arriving files in one folder, which is emptied at the start: whatever a killed server was receiving
 * is of no use to anyone. Nothing is flushed: what is worth keeping becomes a blob.
 */
export function diskIncomingFiles(folder: string): IncomingFiles {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    async receive(pieces, { sizeBytesMax }) {
      const path = join(folder, randomUUID());
      const remove = () => rm(path, { force: true });
      let sizeBytes = 0;
      try {
        const file = await open(path, 'wx', 0o600);
        try {
          for await (const piece of pieces) {
            sizeBytes += piece.byteLength;
            if (sizeBytes > sizeBytesMax) break;
            await file.writeFile(piece);
          }
        } finally {
          await file.close();
        }
      } catch (error) {
        await remove();
        throw troubleOf(error);
      }
      if (sizeBytes <= sizeBytesMax) return ok({ path, sizeBytes, remove });
      await remove();
      return problem('upload-too-large', `More than ${sizeBytesMax} bytes.`);
    },
  };
}

import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { SharedBlobs } from './shared-blobs.ts';

interface Deps {
  readonly keeper: Pick<SharedBlobs, 'orphans' | 'removeOrphan'>;
  readonly clock: Clock;
}

/**
 * Removes files that no row has any more, because their work was removed, their publication was cleared away,
 * or a crash came between file and row. A picture that only left its text keeps its row and stays: undo, versions and a
 * restored state show it again; it goes with its work. Backups carry their own copies.
 * A file goes only when it was seen without a row some time before as well: a backup under way reads the
 * files that were there when it began. Each call is one pass; resolves to how many files went.
 */
export function createFileSweep({ keeper, clock }: Deps): () => Promise<number> {
  let seenAtMs: ReadonlyMap<string, number> = new Map();
  return async () => {
    const nowMs = clock.nowMs();
    const waiting = new Map<string, number>();
    let removed = 0;
    for (const name of await keeper.orphans()) {
      const sinceMs = seenAtMs.get(name) ?? nowMs;
      if (nowMs - sinceMs < limits.orphanedFileKeptMs) waiting.set(name, sinceMs);
      else if (await keeper.removeOrphan(name)) removed++;
    }
    seenAtMs = waiting;
    return removed;
  };
}

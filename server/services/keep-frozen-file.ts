import type { FrozenFile, PublicationId } from '#lib/domain/publication/publication.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';

interface Deps {
  readonly publications: PublicationStore;
  readonly blobs: BlobStore;
}

const PREFIX = 'frozen-';

/** The blob that holds a published file: named by its hash, so that equal files are kept once. */
export const frozenBlob = ({ sha256 }: Pick<FrozenFile, 'sha256'>): string => `${PREFIX}${sha256}`;

/**
 * Published files and the blobs they share, changed together. Invariant: a file's blob is there before its
 * row, is never written anew under the same hash, and goes after the last row of it; one change at a time,
 * so that no blob is taken away while another row of it is being made.
 */
export function createFrozenFileKeeper({ publications, blobs }: Deps) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change, change);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    /** False: the publication takes no more files. */
    keep: (id: PublicationId, file: FrozenFile, bytes: Uint8Array): Promise<boolean> =>
      inTurn(async () => {
        if (!(await publications.hasFile(file.sha256))) await blobs.put(frozenBlob(file), bytes);
        return publications.freeze(id, file);
      }),

    /** Names of blobs that no row has. */
    async orphans(): Promise<readonly string[]> {
      const orphans: string[] = [];
      for (const name of await blobs.names(PREFIX))
        if (!(await publications.hasFile(hashIn(name)))) orphans.push(name);
      return orphans;
    },

    /** `true`: it is gone, for no row has it. */
    removeOrphan: (name: string): Promise<boolean> =>
      inTurn(async () => {
        if (await publications.hasFile(hashIn(name))) return false;
        await blobs.remove(name);
        return true;
      }),

    bytesOf: (file: Pick<FrozenFile, 'sha256'>): Promise<Uint8Array | null> => blobs.get(frozenBlob(file)),
  };
}

const hashIn = (name: string): string => name.slice(PREFIX.length);

export type FrozenFileKeeper = ReturnType<typeof createFrozenFileKeeper>;

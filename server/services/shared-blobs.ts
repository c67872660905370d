import type { BlobStore } from '#server/ports/blob-store.ts';

export interface SharedBlobsOptions {
  readonly blobs: BlobStore;
  /** Names of the blobs begin with it; the hash of what is in them follows, up to a dot. */
  readonly prefix: string;
  readonly hasRow: (sha256: string) => Promise<boolean>;
}

/**
 * Blobs named by their hash, which rows share. Invariant: a row's blob is there before the row and goes after
 * the last row of its hash; whoever changes one takes their turn (`inTurn`), so that no blob is taken away
 * while another row of it is being made.
 */
export function sharedBlobs({ blobs, prefix, hasRow }: SharedBlobsOptions) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change, change);
    last = done.catch(() => undefined);
    return done;
  };
  const isOrphan = async (name: string): Promise<boolean> =>
    !(await hasRow(name.slice(prefix.length).replace(/\..*$/, '')));
  return {
    inTurn,

    /** Names of blobs that no row has. */
    async orphans(): Promise<readonly string[]> {
      const orphans: string[] = [];
      for (const name of await blobs.names(prefix)) if (await isOrphan(name)) orphans.push(name);
      return orphans;
    },

    /** `true`: it is gone, for no row has it. */
    removeOrphan: (name: string): Promise<boolean> =>
      inTurn(async () => {
        if (!(await isOrphan(name))) return false;
        await blobs.remove(name);
        return true;
      }),
  };
}

export type SharedBlobs = ReturnType<typeof sharedBlobs>;

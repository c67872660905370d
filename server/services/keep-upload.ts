import type { BlobStore } from '#server/ports/blob-store.ts';
import type { Upload, UploadStore } from '#server/ports/upload-store.ts';

interface Deps {
  readonly uploads: UploadStore;
  readonly blobs: BlobStore;
}

const PREFIX = 'picture-';

/** The blob that holds a picture's bytes: named by their hash, so equal pictures are kept once. */
export const uploadBlob = ({ sha256, mime }: Pick<Upload, 'sha256' | 'mime'>): string =>
  `${PREFIX}${sha256}.${mime === 'image/png' ? 'png' : 'jpg'}`;

/**
 * Rows of pictures and the blobs they share, changed together. Invariant: a row's blob is there before the
 * row and goes after the last row of its hash; one change at a time, so that no blob is taken away while
 * another row of it is being made.
 */
export function createUploadKeeper({ uploads, blobs }: Deps) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const done = last.then(change, change);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    /** Keeps a picture and returns its row: the one that the work has of these bytes already, or the new one. */
    keep: (upload: Upload, bytes: Uint8Array): Promise<Upload> =>
      inTurn(async () => {
        const known = await uploads.withHash(upload.workId, upload.sha256);
        if (known) return known;
        await blobs.put(uploadBlob(upload), bytes);
        await uploads.create(upload);
        return upload;
      }),

    /** Takes a picture back; its bytes go when nothing else has them. */
    remove: (upload: Upload): Promise<void> =>
      inTurn(async () => {
        if (await uploads.remove(upload.id)) await blobs.remove(uploadBlob(upload));
      }),

    /** Names of blobs that no row has. */
    async orphans(): Promise<readonly string[]> {
      const orphans: string[] = [];
      for (const name of await blobs.names(PREFIX))
        if (!(await uploads.hasHash(hashIn(name)))) orphans.push(name);
      return orphans;
    },

    /** `true`: it is gone, for no row has it. */
    removeOrphan: (name: string): Promise<boolean> =>
      inTurn(async () => {
        if (await uploads.hasHash(hashIn(name))) return false;
        await blobs.remove(name);
        return true;
      }),

    bytesOf: (upload: Upload): Promise<Uint8Array | null> => blobs.get(uploadBlob(upload)),
  };
}

const hashIn = (name: string): string => name.slice(PREFIX.length).replace(/\.(png|jpg)$/, '');

export type UploadKeeper = ReturnType<typeof createUploadKeeper>;

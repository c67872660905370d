import type { BlobStore } from '#server/ports/blob-store.ts';
import type { Upload, UploadStore } from '#server/ports/upload-store.ts';
import { sharedBlobs } from './shared-blobs.ts';

interface Deps {
  readonly uploads: UploadStore;
  readonly blobs: BlobStore;
}

const PREFIX = 'picture-';

/** The blob that holds a picture's bytes: named by their hash, so equal pictures are kept once. */
export const uploadBlob = ({ sha256, mime }: Pick<Upload, 'sha256' | 'mime'>): string =>
  `${PREFIX}${sha256}.${mime === 'image/png' ? 'png' : 'jpg'}`;

/** Rows of pictures and the blobs they share, changed together. */
export function createUploadKeeper({ uploads, blobs }: Deps) {
  const hasRow = (sha256: string) => uploads.hasHash(sha256);
  const { inTurn, ...shared } = sharedBlobs({ blobs, prefix: PREFIX, hasRow });
  return {
    ...shared,

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

    bytesOf: (upload: Upload): Promise<Uint8Array | null> => blobs.get(uploadBlob(upload)),
  };
}

export type UploadKeeper = ReturnType<typeof createUploadKeeper>;

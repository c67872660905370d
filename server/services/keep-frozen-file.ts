import type { FrozenFile, PublicationId } from '#lib/domain/publication/publication.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import { sharedBlobs } from './shared-blobs.ts';

interface Deps {
  readonly publications: PublicationStore;
  readonly blobs: BlobStore;
}

const PREFIX = 'frozen-';

/** The blob that holds a published file: named by its hash, so that equal files are kept once. */
export const frozenBlob = ({ sha256 }: Pick<FrozenFile, 'sha256'>): string => `${PREFIX}${sha256}`;

/** Published files and the blobs they share, changed together; none is written anew under the same hash. */
export function createFrozenFileKeeper({ publications, blobs }: Deps) {
  const hasRow = (sha256: string) => publications.hasFile(sha256);
  const { inTurn, ...shared } = sharedBlobs({ blobs, prefix: PREFIX, hasRow });
  return {
    ...shared,

    /** False: the publication takes no more files. */
    keep: (id: PublicationId, file: FrozenFile, bytes: Uint8Array): Promise<boolean> =>
      inTurn(async () => {
        if (!(await hasRow(file.sha256))) await blobs.put(frozenBlob(file), bytes);
        return publications.freeze(id, file);
      }),

    bytesOf: (file: Pick<FrozenFile, 'sha256'>): Promise<Uint8Array | null> => blobs.get(frozenBlob(file)),
  };
}

export type FrozenFileKeeper = ReturnType<typeof createFrozenFileKeeper>;

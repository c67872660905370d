import type { Result } from '#lib/core/result.ts';

/** Where a body waits on disk while it arrives and is looked at. Contract: adapters/disk/incoming-files.test.ts. */
export interface IncomingFiles {
  /**
   * Writes what arrives, piece by piece. Problem: `upload-too-large`, as soon as there is more than
   * `sizeBytesMax`. What was written before a problem or a thrown error is removed.
   */
  receive(
    pieces: AsyncIterable<Uint8Array>,
    options: { readonly sizeBytesMax: number },
  ): Promise<Result<IncomingFile>>;
}

export interface IncomingFile {
  readonly path: string;
  readonly sizeBytes: number;
  remove(): Promise<void>;
}

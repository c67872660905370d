import type { PersonId, WorkId } from '#lib/core/ids.ts';
import type { ImageMime } from './image-processor.ts';

/**
 * Pictures of works. The bytes are a blob by their hash, which several rows may share. Contract:
 * tests/contracts/upload-store.ts.
 */
export interface UploadStore {
  create(upload: Upload): Promise<void>;
  upload(id: string): Promise<Upload | null>;
  uploadsOfWork(workId: WorkId): Promise<readonly Upload[]>;
  /** The row of this work that already has these bytes. */
  withHash(workId: WorkId, sha256: string): Promise<Upload | null>;
  /** Whether any row, of whichever work, has these bytes. */
  hasHash(sha256: string): Promise<boolean>;
  /** Removes the row; `true` when no other row has its bytes any more. */
  remove(id: string): Promise<boolean>;
  /** What counts against the limits. */
  usage(workId: WorkId, personId: PersonId, sinceMs: number): Promise<UploadUsage>;
}

export interface Upload {
  readonly id: string;
  readonly workId: WorkId;
  readonly sha256: string;
  readonly mime: ImageMime;
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
  /** `null`: no longer known. */
  readonly personId: PersonId | null;
  readonly createdAtMs: number;
}

export interface UploadUsage {
  readonly workBytes: number;
  readonly ofPersonSince: number;
}

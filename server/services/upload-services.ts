import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import type { BlobStore } from '#server/ports/blob-store.ts';
import type { ImageProcessor } from '#server/ports/image-processor.ts';
import type { IncomingFiles } from '#server/ports/incoming-files.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { UploadStore } from '#server/ports/upload-store.ts';
import { adoptUpload } from './adopt-upload.ts';
import { findDocument } from './find-document.ts';
import { findUpload } from './find-upload.ts';
import { createUploadKeeper } from './keep-upload.ts';
import { readUpload } from './read-upload.ts';
import { createFileSweep } from './sweep-files.ts';
import { uploadImage } from './upload-image.ts';

export interface UploadServiceDeps {
  readonly partnerships: PartnershipStore;
  readonly uploads: UploadStore;
  readonly blobs: BlobStore;
  readonly incoming: IncomingFiles;
  readonly images: ImageProcessor;
  readonly clock: Clock;
  readonly random: Random;
}

/** The use cases of pictures, each bound to what it needs. One file each beside this one. */
export function uploadServices(deps: UploadServiceDeps) {
  const keeper = createUploadKeeper(deps);
  const all = {
    ...deps,
    keeper,
    findDocument: findDocument(deps),
    findUpload: findUpload(deps),
    attempts: createAttempts(deps.clock, {
      burst: limits.uploadAttemptsBurst,
      perMinute: limits.uploadAttemptsPerMinute,
      keysMax: limits.uploadersRememberedMax,
    }),
  };
  return {
    uploadImage: uploadImage(all),
    readUpload: readUpload(all),
    adoptUpload: adoptUpload(all),
    sweepPictures: createFileSweep({ keeper, clock: deps.clock }),
  };
}

export type UploadServices = ReturnType<typeof uploadServices>;

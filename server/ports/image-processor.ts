import type { Result } from '#lib/core/result.ts';

/**
 * From a file that somebody sent to a picture that is safe to keep. The type is told from the bytes;
 * what comes out was written anew, without metadata (place, camera, comments), upright, in sRGB.
 */
export interface ImageProcessor {
  /**
   * Problems: `image-type-unknown`, `image-svg`, `image-gif`, `image-heic`, `image-animated`,
   * `image-damaged`, `image-extra-data`, `image-too-many-pixels`, `image-too-large`; where a worker does
   * it also `image-too-complex`, `overloaded`, `cancelled`.
   */
  clean(file: string): Promise<Result<CleanImage>>;
}

export interface CleanImage {
  readonly mime: ImageMime;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What every format that is exported to can hold. */
export type ImageMime = 'image/jpeg' | 'image/png';

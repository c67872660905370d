import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { CleanImage, ImageProcessor } from '#server/ports/image-processor.ts';
import { inspectImage } from './inspect-image.ts';

// libvips reads dozens of formats, some with long histories of holes: only three may be opened at all.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
// One picture after another, and nothing kept of it: memory stays that of one picture.
sharp.cache(false);
sharp.concurrency(1);

/**
 * Pictures through libvips. It is native code on hostile bytes, so it belongs in a process of its own
 * (jobs/image-work.ts); that process is this adapter's only user.
 */
export const imageProcessor = (): ImageProcessor => ({
  async clean(file) {
    const bytes = await readFile(file);
    try {
      const type = inspectImage(bytes);
      if (!type.ok) return type;
      const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
      if (width * height > limits.imagePixelsMax)
        return problem('image-too-many-pixels', `${width} × ${height} pixels`);
      // Transparency, and the sharp edges of a drawing, would be lost in a JPEG.
      const isPhotograph =
        type.value === 'jpeg' || (type.value === 'webp' && !(await hasTransparency(bytes)));
      return await encode(bytes, isPhotograph);
    } catch (error) {
      return problem('image-damaged', error instanceof Error ? error.message.slice(0, 200) : undefined);
    }
  },
});

/** Upright, in sRGB, within the largest size. Nothing of the file's metadata is carried over. */
const upright = (bytes: Buffer): Sharp =>
  sharp(bytes, {
    limitInputPixels: limits.imagePixelsMax,
    sequentialRead: true,
    failOn: 'error',
    pages: 1,
  })
    .autoOrient()
    .resize(limits.imageSidePixelsMax, limits.imageSidePixelsMax, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb');

async function encode(bytes: Buffer, isPhotograph: boolean): Promise<Result<CleanImage>> {
  if (!isPhotograph) {
    // Without `effort`: it would take all but 256 colours away.
    const made = await upright(bytes).png({ compressionLevel: 9 }).toBuffer({ resolveWithObject: true });
    if (made.data.byteLength <= limits.imageSizeBytesMax) return clean('image/png', made);
    if (await hasTransparency(bytes)) return fewerColours(bytes);
  }
  const made = await upright(bytes)
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: JPEG_QUALITY, progressive: false })
    .toBuffer({ resolveWithObject: true });
  return made.data.byteLength <= limits.imageSizeBytesMax
    ? clean('image/jpeg', made)
    : problem('image-too-large', `${made.data.byteLength} bytes as JPEG`);
}

/** What shines through cannot become a JPEG: colours are given up instead. */
async function fewerColours(bytes: Buffer): Promise<Result<CleanImage>> {
  const made = await upright(bytes)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer({ resolveWithObject: true });
  return made.data.byteLength <= limits.imageSizeBytesMax
    ? clean('image/png', made)
    : problem('image-too-large', `${made.data.byteLength} bytes as PNG`);
}

/** No loss is seen at this, and a photograph weighs some 700 KB. */
const JPEG_QUALITY = 84;

/** By its pixels: screenshots have an alpha channel and are opaque all over. */
async function hasTransparency(bytes: Buffer): Promise<boolean> {
  const options = { limitInputPixels: limits.imagePixelsMax };
  const { hasAlpha } = await sharp(bytes, options).metadata();
  return hasAlpha && !(await sharp(bytes, options).stats()).isOpaque;
}

const clean = (
  mime: CleanImage['mime'],
  {
    data,
    info,
  }: { readonly data: Buffer; readonly info: { readonly width: number; readonly height: number } },
): Result<CleanImage> => ok({ mime, bytes: data, width: info.width, height: info.height });

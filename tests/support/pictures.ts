/** Pictures, and files that only claim to be: made here, so that each says what is wrong with it. */
import { crc32, deflateSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import sharp from 'sharp';

/** Left red, right blue: which way up it is can be seen. */
const redAndBlue = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c00000' } }).composite([
    {
      input: {
        create: { width: Math.floor(width / 2), height, channels: 3, background: '#0000c0' },
      },
      left: Math.ceil(width / 2),
      top: 0,
    },
  ]);

export const photograph = (width = 640, height = 480): Promise<Buffer> =>
  redAndBlue(width, height).jpeg({ quality: 90 }).toBuffer();

/** As a telephone writes it: taken in Grenoble, by a named person, held sideways. */
export const photographWithPlace = (): Promise<Buffer> =>
  redAndBlue(640, 480)
    .jpeg()
    .withExif({
      IFD0: { Make: 'Telephone', Artist: 'Ada Example', ImageDescription: 'at home' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '45/1 11/1 16/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '5/1 43/1 28/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();

export const drawing = (): Promise<Buffer> =>
  sharp({ create: { width: 300, height: 200, channels: 4, background: { r: 0, g: 128, b: 0, alpha: 0.5 } } })
    .png()
    .toBuffer();

export const webPicture = (): Promise<Buffer> => redAndBlue(400, 300).webp().toBuffer();

/** No two rows alike, and no smaller than it must be: decoding takes its time and its memory. */
export async function noisyPhotograph(width: number, height: number): Promise<Buffer> {
  const tile = 256;
  let seed = 7;
  const bytes = Buffer.from(
    Array.from(
      { length: tile * tile * 3 },
      () => ((seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >>> 16) & 255,
    ),
  );
  const noise = await sharp(bytes, { raw: { width: tile, height: tile, channels: 3 } })
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite([{ input: noise, tile: true }])
    .jpeg({ quality: 50, progressive: true })
    .toBuffer();
}

export const vectorDrawing = Buffer.from(
  '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>',
);
export const printedPage = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF');
export const movingPicture = Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00', 'latin1');
export const telephonesOwn = Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic', 'latin1');

/** Shown as a picture by one program and opened as something else by the next. */
export const pageBehindPhotograph = async (): Promise<Buffer> =>
  Buffer.concat([await photograph(), Buffer.from('<!doctype html><script>alert(document.cookie)</script>')]);
export const archiveBehindDrawing = async (): Promise<Buffer> =>
  Buffer.concat([await drawing(), zipSync({ 'run.sh': strToU8('#!/bin/sh\n') })]);
export const archiveBehindPhotographs = async (): Promise<Buffer> =>
  Buffer.concat([await photograph(), await photograph(), zipSync({ 'run.sh': strToU8('#!/bin/sh\n') })]);
export const pageBehindWebPicture = async (): Promise<Buffer> =>
  Buffer.concat([await webPicture(), Buffer.from('<html><body onload="alert(1)">')]);

/** What telephones themselves write behind a photograph: the same once more, smaller. */
export const photographWithSecond = async (): Promise<Buffer> =>
  Buffer.concat([await photograph(), await photograph(64, 48)]);

export const cutOff = async (): Promise<Buffer> => (await noisyPhotograph(800, 600)).subarray(0, 20_000);
export const cutOffDrawing = async (): Promise<Buffer> => (await drawing()).subarray(0, -30);

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A real picture of this size in black and white; equal rows weigh next to nothing. */
export function blackPicture(width: number, height: number, ...more: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((1 + Math.ceil(width / 8)) * height));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const twoHundredMegapixels = (): Buffer => blackPicture(20_000, 10_000);

/** A small picture with a comment that unpacks to a hundred megabytes. */
export const packedBomb = (): Buffer =>
  blackPicture(
    64,
    64,
    chunk(
      'zTXt',
      Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(100_000_000))]),
    ),
  );

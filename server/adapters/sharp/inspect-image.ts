import { ok, problem, type Result } from '#lib/core/result.ts';

/**
 * What a file says it is by its own bytes, and whether it ends where its picture ends. A file that is a
 * picture and something else as well (a page, an archive) is refused, although re-encoding would lose the
 * rest: whoever sends one does not mean a picture. Nothing is decoded here.
 */
export type ImageType = 'jpeg' | 'png' | 'webp';

/** Problems: those of ports/image-processor.ts that the bytes alone show. */
export function inspectImage(bytes: Buffer): Result<ImageType> {
  const type = typeOf(bytes);
  if (!type.ok) return type;
  const end = endOf[type.value](bytes);
  if (!end.ok) return end;
  const tail = bytes.subarray(end.value);
  const isPicture = isPadding(tail) || (type.value === 'jpeg' && isCamerasOwn(tail));
  return isPicture && !holdsArchive(tail)
    ? type
    : problem('image-extra-data', `${tail.byteLength} bytes after the end of the picture`);
}

const JPEG_START = '\xff\xd8\xff';

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

function typeOf(bytes: Buffer): Result<ImageType> {
  if (ascii(bytes, 0, 3) === JPEG_START) return ok('jpeg');
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return ok('png');
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return ok('webp');
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return problem('image-gif');
  if (ascii(bytes, 4, 8) === 'ftyp' && /hei[cfmsx]|hev[cx]|mif1|msf1|avi[fs]/.test(ascii(bytes, 8, 40)))
    return problem('image-heic');
  if (/<svg[\s>]/i.test(bytes.toString('utf8', 0, SVG_SEARCHED))) return problem('image-svg');
  return problem('image-type-unknown');
}

/** A drawing may begin with comments and a document type. */
const SVG_SEARCHED = 4_096;

/** Where the picture ends; `image-damaged` where the file ends before it. */
const endOf: Readonly<Record<ImageType, (bytes: Buffer) => Result<number>>> = {
  jpeg: endOfJpeg,
  png: endOfPng,
  webp(bytes) {
    const end = 8 + bytes.readUInt32LE(4);
    if (end > bytes.length) return problem('image-damaged', 'The file ends before its picture does.');
    // VP8X, the extended header, has a flag for animation.
    const isAnimated = ascii(bytes, 12, 16) === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
    return isAnimated ? problem('image-animated') : ok(Math.min(bytes.length, end + (end % 2)));
  },
};

function endOfPng(bytes: Buffer): Result<number> {
  for (let at = 8; at + 12 <= bytes.length;) {
    const name = ascii(bytes, at + 4, at + 8);
    if (name === 'acTL') return problem('image-animated');
    at += 12 + bytes.readUInt32BE(at);
    if (name === 'IEND' && at <= bytes.length) return ok(at);
  }
  return problem('image-damaged', 'The file ends before its picture does.');
}

/** ITU T.81, B.1: segments with a length, and after each start of scan coded data up to the next marker. */
function endOfJpeg(bytes: Buffer): Result<number> {
  const cut = problem('image-damaged', 'The file ends before its picture does.');
  for (let at = 2; at + 1 < bytes.length;) {
    if (bytes[at] !== 0xff) return problem('image-damaged', 'No marker where one belongs.');
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) return ok(at + 2);
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      if (at + 4 > bytes.length) return cut;
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker === 0xda) at = afterCodedData(bytes, at);
      if (at < 0) return cut;
    }
  }
  return cut;
}

/** The next marker that is neither a stuffed byte nor a restart; -1: none. */
function afterCodedData(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return -1;
    if (next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return -1;
}

const isPadding = (tail: Buffer): boolean => tail.every((byte) => byte === 0x00);

/**
 * Telephones write more behind their photographs: a second picture for brightness or depth (multi-picture
 * format), a short film, Samsung's table. They are dropped with the metadata.
 */
const isCamerasOwn = (tail: Buffer): boolean =>
  ascii(tail, 0, 3) === JPEG_START ||
  ascii(tail, 4, 8) === 'ftyp' ||
  ascii(tail, tail.length - 4, tail.length) === 'SEFT';

/** An archive is read from its end (its directory), a page from wherever its first tag is. */
const holdsArchive = (tail: Buffer): boolean =>
  tail.includes('PK\x05\x06', 0, 'latin1') ||
  tail.includes('%PDF-', 0, 'latin1') ||
  /<(?:!doctype|html|script|svg|\?php)/i.test(tail.toString('latin1'));

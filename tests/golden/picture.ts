import { zlibSync } from 'fflate';

/** A small picture as a PNG file: a soft gradient, so that a page with it is recognisable. */
export function pngPicture(widthPx: number, heightPx: number): Uint8Array {
  const rows = new Uint8Array(heightPx * (1 + widthPx * 3));
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const at = y * (1 + widthPx * 3) + 1 + x * 3;
      rows[at] = 13 + Math.round((200 * x) / widthPx);
      rows[at + 1] = 92 + Math.round((120 * y) / heightPx);
      rows[at + 2] = 102;
    }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, widthPx);
  view.setUint32(4, heightPx);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const chunks = [chunk('IHDR', header), chunk('IDAT', zlibSync(rows)), chunk('IEND', new Uint8Array())];
  return Uint8Array.from([...signature, ...chunks.flatMap((bytes) => [...bytes])]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

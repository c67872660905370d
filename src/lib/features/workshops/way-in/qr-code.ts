import { assert } from '#lib/core/assert.ts';

/**
 * way-in/ is the sign by which people come in. This file: QR codes as ISO/IEC 18004 describes them, in byte mode with
 * error correction M (15 % of it may be dirty or in the shade), versions 1 to 10: links of up to 213 bytes.
 */
export type Modules = readonly (readonly boolean[])[];

interface Version {
  readonly number: number;
  /** Error correction codewords of each block. */
  readonly corrections: number;
  /** Data codewords of each block. */
  readonly blocks: readonly number[];
  /** Middles of the alignment patterns, in both directions. */
  readonly alignments: readonly number[];
}

const of = (count: number, codewords: number): readonly number[] =>
  Array.from({ length: count }, () => codewords);
const versions: readonly Version[] = (
  [
    [10, of(1, 16), []],
    [16, of(1, 28), [6, 18]],
    [26, of(1, 44), [6, 22]],
    [18, of(2, 32), [6, 26]],
    [24, of(2, 43), [6, 30]],
    [16, of(4, 27), [6, 34]],
    [18, of(4, 31), [6, 22, 38]],
    [22, [...of(2, 38), ...of(2, 39)], [6, 24, 42]],
    [22, [...of(3, 36), ...of(2, 37)], [6, 26, 46]],
    [26, [...of(4, 43), ...of(1, 44)], [6, 28, 50]],
  ] as const
).map(([corrections, blocks, alignments], index) => ({ number: index + 1, corrections, blocks, alignments }));

/** Rows of modules, `true` is dark, without the quiet zone. */
export function qrCode(text: string): Modules {
  const bytes = new TextEncoder().encode(text);
  const version = versions.find((it) => bytes.length <= capacityOf(it));
  assert(version !== undefined, 'a link is shorter than a QR code of version 10 holds');
  const codewords = interleaved(version, dataCodewords(version, bytes));
  const candidates = masks.map((_, mask) => drawn(version, codewords, mask));
  return candidates.reduce((best, it) => (penaltyOf(it) < penaltyOf(best) ? it : best));
}

const dataLengthOf = ({ blocks }: Version): number => blocks.reduce((sum, it) => sum + it, 0);
const lengthBitsOf = ({ number }: Version): number => (number < 10 ? 8 : 16);
const capacityOf = (version: Version): number =>
  Math.floor((dataLengthOf(version) * 8 - 4 - lengthBitsOf(version)) / 8);

function dataCodewords(version: Version, bytes: Uint8Array): readonly number[] {
  const bits: number[] = [];
  const put = (value: number, count: number) => {
    for (let at = count - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  put(0b0100, 4);
  put(bytes.length, lengthBitsOf(version));
  for (const byte of bytes) put(byte, 8);
  const length = dataLengthOf(version);
  put(0, Math.min(4, length * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  const codewords = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((value, bit) => (value << 1) | bit, 0),
  );
  for (let pad = 0xec; codewords.length < length; pad ^= 0xec ^ 0x11) codewords.push(pad);
  return codewords;
}

/** Blocks beside each other, so that one stain spoils a little of each. */
function interleaved({ blocks, corrections }: Version, data: readonly number[]): readonly number[] {
  let from = 0;
  const parts = blocks.map((length) => data.slice(from, (from += length)));
  const fixes = parts.map((part) => correctionsOf(part, corrections));
  const across = (all: readonly (readonly number[])[]): number[] =>
    Array.from({ length: Math.max(...all.map(({ length }) => length)) }, (_, at) =>
      all.flatMap((part) => part[at] ?? []),
    ).flat();
  return [...across(parts), ...across(fixes)];
}

/** In the field of 256 elements over x⁸ + x⁴ + x³ + x² + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

/** Reed–Solomon: the remainder of the data by the generator of that degree. */
function correctionsOf(data: readonly number[], degree: number): readonly number[] {
  let generator = [1];
  for (let at = 0, root = 1; at < degree; at++, root = multiply(root, 2))
    generator = [...generator, 0].map((it, index) => it ^ multiply(generator[index - 1] ?? 0, root));
  const rest = Array.from({ length: degree }, () => 0);
  for (const codeword of data) {
    const factor = codeword ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let at = 0; at < degree; at++) rest[at] = (rest[at] ?? 0) ^ multiply(generator[at + 1] ?? 0, factor);
  }
  return rest;
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function drawn(version: Version, codewords: readonly number[], mask: number): Modules {
  const size = 17 + 4 * version.number;
  const grid: (boolean | null)[][] = Array.from({ length: size }, () =>
    Array.from({ length: size }, () => null),
  );
  const set = (x: number, y: number, dark: boolean) => {
    const row = grid[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  drawPatterns(version, size, set);
  drawFormat(version, mask, size, set);
  const isMasked = masks[mask];
  let bit = 0;
  for (const [x, y] of path(size)) {
    const row = grid[y];
    if (row?.[x] !== null) continue;
    const value = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    row[x] = (value === 1) !== isMasked?.(x, y);
    bit += 1;
  }
  return grid.map((row) => row.map((it) => it === true));
}

type Set = (x: number, y: number, dark: boolean) => void;

function drawPatterns({ alignments }: Version, size: number, set: Set): void {
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const rings = (middleX: number, middleY: number, radius: number, isDark: (ring: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        set(middleX + dx, middleY + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  };
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    rings(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const last = alignments.at(-1);
  for (const x of alignments)
    for (const y of alignments) {
      const isAtFinder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      if (!isAtFinder) rings(x, y, 2, (ring) => ring !== 1);
    }
}

/** Which mask, twice; and from version 7 which version, twice. */
function drawFormat({ number }: Version, mask: number, size: number, set: Set): void {
  // Level M is 00.
  const format = withCheck(mask, 10, 0b10100110111) ^ 0b101010000010010;
  const isSet = (value: number, at: number) => ((value >> at) & 1) === 1;
  for (let at = 0; at < 15; at++) {
    const dark = isSet(format, at);
    if (at < 8) set(8, at < 6 ? at : at + 1, dark);
    else set(at === 8 ? 7 : 14 - at, 8, dark);
    if (at < 8) set(size - 1 - at, 8, dark);
    else set(8, size - 15 + at, dark);
  }
  set(8, size - 8, true);
  if (number < 7) return;
  const version = withCheck(number, 12, 0b1111100100101);
  for (let at = 0; at < 18; at++) {
    const [long, short] = [size - 11 + (at % 3), Math.floor(at / 3)];
    set(long, short, isSet(version, at));
    set(short, long, isSet(version, at));
  }
}

/** The value, and after it the remainder of its division by a generator of that degree. */
function withCheck(value: number, degree: number, generator: number): number {
  let rest = value;
  for (let at = 0; at < degree; at++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * generator);
  return (value << degree) | rest;
}

/** In pairs of columns from the right, upwards and downwards in turn, past the upright timing line. */
function* path(size: number): Generator<readonly [number, number]> {
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let at = 0; at < size; at++)
      for (const x of [right, right - 1]) yield [x, isUp ? size - 1 - at : at];
    isUp = !isUp;
  }
}

/** What disturbs cameras: long runs, blocks, what looks like a corner, and too much of one shade. */
function penaltyOf(modules: Modules): number {
  const size = modules.length;
  const columns = modules.map((_, x) => modules.map((row) => row[x] === true));
  let penalty = 0;
  let dark = 0;
  for (const line of [...modules, ...columns]) {
    const text = line.map((it) => (it ? '1' : '0')).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2;
    for (const corner of ['10111010000', '00001011101'])
      for (let at = text.indexOf(corner); at >= 0; at = text.indexOf(corner, at + 1)) penalty += 40;
  }
  for (const [y, row] of modules.entries())
    for (const [x, it] of row.entries()) {
      if (it) dark += 1;
      const below = modules[y + 1];
      if (below && x + 1 < size && row[x + 1] === it && below[x] === it && below[x + 1] === it) penalty += 3;
    }
  return penalty + Math.floor(Math.abs((dark * 20) / size ** 2 - 10)) * 10;
}

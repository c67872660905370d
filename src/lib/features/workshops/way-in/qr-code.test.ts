import { expect, test } from 'vitest';
import { qrCode, type Modules } from './qr-code.ts';

/** A small reader of its own: from the picture back to the text, by the standard's reading rules. */
function read(modules: Modules): {
  readonly text: string;
  readonly isSound: boolean;
  readonly format: string;
} {
  const size = modules.length;
  const version = (size - 17) / 4;
  const dark = (x: number, y: number): number => (modules[y]?.[x] ? 1 : 0);
  // Upper copy, from the most significant bit on: along row 8, then up column 8.
  const places = [
    ...[0, 1, 2, 3, 4, 5, 7, 8].map((x) => [x, 8] as const),
    ...[7, 5, 4, 3, 2, 1, 0].map((y) => [8, y] as const),
  ];
  const format = places.map(([x, y]) => dark(x, y)).join('');
  const mask = (Number.parseInt(format, 2) ^ 0x5412) >> 10;
  const inverted: Record<number, (i: number, j: number) => boolean> = {
    0: (i, j) => (i + j) % 2 === 0,
    1: (i) => i % 2 === 0,
    2: (_, j) => j % 3 === 0,
    3: (i, j) => (i + j) % 3 === 0,
    4: (i, j) => ((i >> 1) + Math.floor(j / 3)) % 2 === 0,
    5: (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
    6: (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
    7: (i, j) => (((i * j) % 3) + ((i + j) % 2)) % 2 === 0,
  };
  const spots = alignmentSpots[version] ?? [];
  const isFunction = (x: number, y: number): boolean => {
    const inCorner = (x < 9 && y < 9) || (x > size - 9 && y < 9) || (x < 9 && y > size - 9);
    const inVersion = version > 6 && ((x > size - 12 && y < 6) || (y > size - 12 && x < 6));
    const inAlignment = spots.some(([a, b]) => Math.abs(a - x) <= 2 && Math.abs(b - y) <= 2);
    return inCorner || inVersion || inAlignment || x === 6 || y === 6;
  };
  const bits: number[] = [];
  const columns = Array.from({ length: size }, (_, x) => x).filter((x) => x !== 6);
  for (let pair = 0; columns.length > 0; pair++) {
    const [right, left] = [columns.pop() ?? 0, columns.pop() ?? 0];
    for (let step = 0; step < size; step++) {
      const y = pair % 2 === 0 ? size - 1 - step : step;
      for (const x of [right, left])
        if (!isFunction(x, y)) bits.push(dark(x, y) ^ (inverted[mask]?.(y, x) ? 1 : 0));
    }
  }
  const all = Array.from({ length: bits.length >> 3 }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(''), 2),
  );
  const [fix, lengths] = shape[version] ?? [0, []];
  const blocks: number[][] = lengths.map(() => []);
  let at = 0;
  for (let row = 0; row < Math.max(...lengths); row++)
    for (const [index, length] of lengths.entries()) if (row < length) blocks[index]?.push(all[at++] ?? 0);
  const data = blocks.flat();
  for (let row = 0; row < fix; row++) for (const block of blocks) block.push(all[at++] ?? 0);
  const stream = data.map((it) => it.toString(2).padStart(8, '0')).join('');
  const lengthBits = version < 10 ? 8 : 16;
  const count = Number.parseInt(stream.slice(4, 4 + lengthBits), 2);
  const bytes = Array.from({ length: count }, (_, index) =>
    Number.parseInt(stream.slice(4 + lengthBits + index * 8, 12 + lengthBits + index * 8), 2),
  );
  return {
    text: new TextDecoder().decode(new Uint8Array(bytes)),
    isSound: stream.startsWith('0100') && blocks.every((block) => hasNoSyndrome(block, fix)),
    format,
  };
}

/** A codeword polynomial is zero at every root of its generator. */
function hasNoSyndrome(block: readonly number[], fix: number): boolean {
  const exp: number[] = [];
  for (let at = 0, value = 1; at < 255; at++, value = value < 128 ? value * 2 : (value * 2) ^ 0x11d)
    exp.push(value);
  const times = (a: number, power: number): number =>
    a === 0 ? 0 : (exp[(exp.indexOf(a) + power) % 255] ?? 0);
  return Array.from({ length: fix }, (_, root) => root).every(
    (root) => block.reduce((sum, it) => times(sum, root) ^ it, 0) === 0,
  );
}

/** Of level M: codewords of correction, and data codewords of each block. */
const shape: Record<number, readonly [number, readonly number[]]> = {
  1: [10, [16]],
  2: [16, [28]],
  3: [26, [44]],
  4: [18, [32, 32]],
  5: [24, [43, 43]],
  6: [16, [27, 27, 27, 27]],
  7: [18, [31, 31, 31, 31]],
  8: [22, [38, 38, 39, 39]],
  9: [22, [36, 36, 36, 37, 37]],
  10: [26, [43, 43, 43, 43, 44]],
};
const alignmentSpots: Record<number, readonly (readonly [number, number])[]> = {
  2: [[18, 18]],
  3: [[22, 22]],
  4: [[26, 26]],
  5: [[30, 30]],
  6: [[34, 34]],
  7: [[22, 6], [6, 22], [22, 22], [38, 22], [22, 38], [38, 38]],
  8: [[24, 6], [6, 24], [24, 24], [42, 24], [24, 42], [42, 42]],
  9: [[26, 6], [6, 26], [26, 26], [46, 26], [26, 46], [46, 46]],
  10: [[28, 6], [6, 28], [28, 28], [50, 28], [28, 50], [50, 50]],
}; // prettier-ignore

// The most that each version holds at level M, in bytes: ISO/IEC 18004, table 7.
const capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213];

test.each(capacities.map((bytes, index) => [index + 1, bytes] as const))(
  'a full code of version %i, %i bytes, is read back, and its corrections are right',
  (version, length) => {
    const text = `https://example.org/join#${'aZ09-_'.repeat(40)}`.slice(0, length);
    const modules = qrCode(text);
    expect(modules).toHaveLength(17 + 4 * version);
    expect(read(modules)).toMatchObject({ text, isSound: true });
  },
);

test('letters beyond ASCII are UTF-8, and one byte more takes the next version', () => {
  expect(read(qrCode('Réunion à Jyväskylä')).text).toBe('Réunion à Jyväskylä');
  expect(qrCode('x'.repeat(15))).toHaveLength(25);
  expect(() => qrCode('x'.repeat(214))).toThrow();
});

// ISO/IEC 18004, annex C: the fifteen bits of level M with each mask.
const formats = [
  '101010000010010',
  '101000100100101',
  '101111001111100',
  '101101101001011',
  '100010111111001',
  '100000011001110',
  '100111110010111',
  '100101010100000',
];
test('the format is one of the standard’s words, and both copies say the same', () => {
  for (const text of ['a', 'https://example.org', 'Tandem', '12345', 'x'.repeat(80), 'y'.repeat(120)]) {
    const modules = qrCode(text);
    const size = modules.length;
    const { format } = read(modules);
    expect(formats).toContain(format);
    const below = [1, 2, 3, 4, 5, 6, 7].map((up) => modules[size - up]?.[8]);
    const beside = [8, 7, 6, 5, 4, 3, 2, 1].map((left) => modules[8]?.[size - left]);
    expect([...below, ...beside].map((it) => (it ? 1 : 0)).join('')).toBe(format);
    expect(modules[size - 8]?.[8]).toBe(true);
  }
});

test('from version 7 on the code says its version', () => {
  const modules = qrCode('x'.repeat(110));
  const size = modules.length;
  let bits = '';
  for (let at = 17; at >= 0; at--) bits += modules[Math.floor(at / 3)]?.[size - 11 + (at % 3)] ? '1' : '0';
  // Annex D.
  expect([size, bits]).toEqual([45, '000111110010010100']);
});

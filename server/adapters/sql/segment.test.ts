import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredUpdate } from '#server/ports/doc-store.ts';
import { decodeSegment, encodeSegment, SegmentError } from './segment.ts';

const rowsOf = (firstSeq: number, parts: readonly (readonly [Uint8Array, string, number])[]) =>
  parts.map(([bytes, author, atMs], index): StoredUpdate => ({ seq: firstSeq + index, bytes, author, atMs }));

const anyRows = fc
  .tuple(
    fc.integer({ min: 1, max: 2 ** 40 }),
    fc.array(
      fc.tuple(
        fc.uint8Array({ maxLength: 300 }),
        fc.oneof(fc.constantFrom('server', 'ada', 'bob'), fc.string({ unit: 'grapheme', maxLength: 40 })),
        fc.integer({ min: 0, max: 2 ** 45 }),
      ),
      { minLength: 1, maxLength: 60 },
    ),
  )
  .map(([firstSeq, parts]) => rowsOf(firstSeq, parts));

test('whatever rows go in come out: numbers, bytes, authors and times, also when the clock was set back', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      expect(await decodeSegment(await encodeSegment(rows))).toEqual(rows);
    }),
  );
});

test('any byte changed, and any end cut off, is an error and never other rows', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, fc.nat(), fc.integer({ min: 1, max: 255 }), async (rows, at, change) => {
      const segment = await encodeSegment(rows);
      const damaged = segment.slice();
      const place = at % segment.length;
      damaged[place] = (damaged[place] ?? 0) ^ change;
      // A bit that says nothing about the content may change.
      const read = await decodeSegment(damaged).catch((error: unknown) => error);
      if (!(read instanceof SegmentError)) expect(read).toEqual(rows);
      await expect(decodeSegment(segment.subarray(0, place))).rejects.toThrow(SegmentError);
    }),
    { numRuns: 300 },
  );
});

test('each kind of damage is said in words', async () => {
  const segment = await encodeSegment(rowsOf(1, [[Uint8Array.of(1, 2, 3), 'ada', 1_000]]));
  const changed = (at: number, value: number) => segment.map((byte, index) => (index === at ? value : byte));
  await expect(decodeSegment(new Uint8Array())).rejects.toThrow('cut short');
  await expect(decodeSegment(changed(0, 2))).rejects.toThrow('version 2 is not known');
  await expect(decodeSegment(changed(1, 9))).rejects.toThrow('compression 9 is not known');
  await expect(decodeSegment(changed(6, 255))).rejects.toThrow('larger than any segment');
  await expect(decodeSegment(changed(2, 0))).rejects.toThrow('does not fit its checksum');
  await expect(decodeSegment(segment.subarray(0, -1))).rejects.toThrow('damaged');
});

test('the first version’s bytes are read for good', async () => {
  const written = '0101f49568df0000001c8b0d800702020361646106736572766572000180f8b2e5bd6801030001020303';
  expect(await decodeSegment(new Uint8Array(Buffer.from(written, 'hex')))).toEqual(
    rowsOf(7, [
      [Uint8Array.of(1, 2, 3), 'ada', 1_795_000_000_000],
      [Uint8Array.of(), 'server', 1_794_999_999_999],
    ]),
  );
});

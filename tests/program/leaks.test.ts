import { expect, test } from 'vitest';
import { leaksRun } from '../support/leaks-run.ts';

test('documents that were opened and closed leave nothing behind: no room, no connection, no descriptor, no memory', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const { samples, troubles } = await leaksRun({ seed, documents: 60, rounds: 2, visitsPerRound: 400 });
  expect(troubles, `seed ${seed}`).toEqual([]);
  const [before, after] = samples;
  expect(after!.descriptors).toBeLessThanOrEqual(before!.descriptors + 3);
  // A socket that is kept costs 20 KB, a room more.
  const grown = after!.heapBytes + after!.bufferBytes - before!.heapBytes - before!.bufferBytes;
  expect(grown / 400, `seed ${seed}`).toBeLessThan(4_000);
}, 90_000);

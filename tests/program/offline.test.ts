import { expect, test } from 'vitest';
import { offlineRun } from '../support/offline-run.ts';

const MERGES = 200;
const PER_ROUND = 25;

test('[E11] [E17] two hundred come back after an hour to thirty days: everything arrives, or is refused in words with a copy', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await offlineRun(seed, MERGES, PER_ROUND, () => undefined);
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.merged + result.copied, `seed ${seed}`).toBe(MERGES);
  expect(result.copied).toBeGreaterThan(PER_ROUND);
}, 300_000);

import { expect, test } from 'vitest';
import { crashRun } from '../support/crash-run.ts';

const KILLS = 20;

test('[E6] twenty kills at random moments, while logs are packed too: nothing that was acknowledged is lost', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await crashRun(seed, KILLS, () => undefined);
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.troubles, `seed ${seed}`).toEqual([]);
  // Of the four kills amid the packing two come when rows have been packed already.
  expect(result.segments, `seed ${seed}`).toBeGreaterThanOrEqual(2);
  expect(result.acknowledged).toBeGreaterThan(100);
}, 400_000);

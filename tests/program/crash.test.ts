import { expect, test } from 'vitest';
import { crashRun } from '../support/crash-run.ts';

const KILLS = 20;

test('[E6] twenty kills at random moments, while logs are packed too: nothing that was acknowledged is lost', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await crashRun(seed, KILLS, () => undefined);
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.troubles, `seed ${seed}`).toEqual([]);
  // Without any the kills would have missed the packing.
  expect(result.segments, `seed ${seed}`).toBeGreaterThan(3);
  expect(result.acknowledged).toBeGreaterThan(100);
}, 400_000);

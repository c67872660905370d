import { expect, test } from 'vitest';
import { crashRun } from '../support/crash-run.ts';

const KILLS = 20;

test('[E6] twenty kills at random moments: nothing that was acknowledged is lost', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const result = await crashRun(seed, KILLS, () => undefined);
  expect(result.lost, `seed ${seed}`).toEqual([]);
  expect(result.troubles, `seed ${seed}`).toEqual([]);
  expect(result.acknowledged).toBeGreaterThan(100);
}, 180_000);

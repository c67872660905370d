import { expect, test } from 'vitest';
import { stormRun } from '../support/storm-run.ts';

test('[E13] 200 people behind one address when the server restarts: all come back within 10 s, never 60 in a second, with every word', async () => {
  const seed = Math.floor(Math.random() * 1e9);
  const { storms, lost, troubles } = await stormRun({ seed, storms: 1 });
  expect(lost, `seed ${seed}`).toEqual([]);
  expect(troubles, `seed ${seed}`).toEqual([]);
  // What the clients choose: how fast a busy test machine serves 200 of them is the soak's matter.
  expect(storms[0]?.lastTryMs, `seed ${seed}`).toBeLessThan(10_000);
  expect(storms[0]?.connectsPerSecondPeak, `seed ${seed}`).toBeLessThan(60);
  expect(storms[0]?.acknowledged).toBeGreaterThan(10);
}, 90_000);

import { describe, expect, test } from 'vitest';
import { runHistory } from '../../../tests/support/editing-history.ts';
import { SeededRandom } from '../../../tests/support/seeded-random.ts';

describe('[E3] legitimate editing is never refused', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('several people, late, offline, undoing: seed %i', (seed) => {
    const history = runHistory(new SeededRandom(seed), { peers: 4, steps: 400 });
    expect(history.refusals).toEqual([]);
    expect(history.converged).toBe(true);
    expect(history.log.length).toBeGreaterThan(20);
  });
});

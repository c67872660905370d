/** `npm run soak -- fuzz`: mutated updates against the validator (E3), and legitimate histories that it must not refuse. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzValidator } from '../support/fuzz-validator.ts';
import { runHistory } from '../support/editing-history.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const MUTATED = { small: 100_000, full: 10_000_000 };
const HISTORIES = { small: 100, full: 5_000 };
const STALL_MS_MAX = 50;
const MEMORY_MB_MAX = 50;

export async function run({ size, seed }: SoakOptions): Promise<Figures> {
  // What is made once (compiled code, tables) is not a leak.
  fuzzValidator(seed, 2_000);
  const collectGarbage = garbageCollector();
  collectGarbage();
  const heapBefore = process.memoryUsage().heapUsed;
  const startedAtMs = performance.now();
  const fuzzed = fuzzValidator(seed, MUTATED[size]);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  collectGarbage();
  const heapGrowthMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
  for (const violation of fuzzed.violations) process.stdout.write(`${violation}\n`);
  const histories = legitimateHistories(seed, HISTORIES[size]);
  for (const refusal of histories.refusals.slice(0, 10)) process.stdout.write(`refused: ${refusal}\n`);
  return {
    name: 'fuzz',
    ok:
      fuzzed.violations.length === 0 &&
      histories.refusals.length === 0 &&
      histories.diverged === 0 &&
      fuzzed.slowestMs < STALL_MS_MAX &&
      heapGrowthMb < MEMORY_MB_MAX,
    seed,
    mutated: fuzzed.mutated,
    accepted: fuzzed.accepted,
    addedNothing: fuzzed.nothing,
    refused: fuzzed.refused,
    violations: fuzzed.violations.length,
    slowestMs: Number(fuzzed.slowestMs.toFixed(2)),
    seconds: Number(seconds.toFixed(1)),
    heapGrowthMb: Number(heapGrowthMb.toFixed(1)),
    legitimateUpdates: histories.offered,
    falseRefusals: histories.refusals.length,
    diverged: histories.diverged,
  };
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function legitimateHistories(
  seed: number,
  count: number,
): { offered: number; refusals: string[]; diverged: number } {
  const total = { offered: 0, refusals: [] as string[], diverged: 0 };
  for (let n = 0; n < count; n++) {
    const { offered, refusals, converged } = runHistory(new SeededRandom(seed + n), {
      peers: 2 + (n % 5),
      steps: 500,
    });
    total.offered += offered;
    total.refusals.push(...refusals.map((refusal) => `${refusal} (seed ${seed + n})`));
    if (!converged) total.diverged++;
  }
  return total;
}

/** `npm run soak -- offline`: back after an hour or thirty days; everything arrives, or is refused in words with a copy. */
import { offlineRun } from '../support/offline-run.ts';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const MERGES = { small: 200, full: 10_000 };
/** What a round costs grows with its square, for each traveller takes along what those before wrote: many small ones. */
const PER_ROUND = 25;

export async function run({ size, seed }: SoakOptions): Promise<Figures> {
  const result = await offlineRun(seed, MERGES[size], PER_ROUND, (line) => process.stdout.write(`${line}\n`));
  for (const what of result.lost.slice(0, 20)) process.stdout.write(`${what}\n`);
  return {
    name: 'offline',
    ok: result.lost.length === 0 && result.merged + result.copied === result.merges,
    seed,
    ...result,
    lost: result.lost.length,
  };
}

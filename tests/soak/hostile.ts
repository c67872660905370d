/** `npm run soak -- hostile`: somebody hostile in the same text, one at a time; the others notice nothing. */
import type { Figures } from '../support/figures.ts';
import { hostileRun } from '../support/hostile-run.ts';
import type { SoakOptions } from './options.ts';

const SIZES = { small: { rounds: 1, secondsEach: 5 }, full: { rounds: 5, secondsEach: 15 } };
const SLOWER_MAX = 1.2;
/**
 * A calm p99 is a few milliseconds, of which a fifth is less than where in a tick of 20 to 33 ms an edit happens to
 * fall: so much more is no difference that somebody notices, and no difference that can be told from chance.
 */
const TICK_MS = 20;

export async function run({ size, seed }: SoakOptions): Promise<Figures> {
  const { comparisons, troubles } = await hostileRun({
    ...SIZES[size],
    progress: (line) => process.stdout.write(`${line}\n`),
  });
  for (const what of troubles.slice(0, 20)) process.stdout.write(`${what}\n`);
  const noticed = comparisons.filter(
    ({ p99Ms, calmP99Ms }) => p99Ms > Math.max(calmP99Ms * SLOWER_MAX, calmP99Ms + TICK_MS),
  );
  const round = (value: number): number => Number(value.toFixed(1));
  return {
    name: 'hostile',
    ok: troubles.length === 0 && noticed.length === 0,
    seed,
    ...Object.fromEntries(
      comparisons.map(
        ({ kind, p99Ms, calmP99Ms, delivered, residentMbMax, busy, calmBusy, stallMs, calmStallMs }) => [
          kind,
          {
            p99Ms: round(p99Ms),
            aloneP99Ms: round(calmP99Ms),
            ratio: Number((p99Ms / calmP99Ms).toFixed(2)),
            delivered: Number(delivered.toFixed(4)),
            residentMbMax: Math.round(residentMbMax),
            serverBusy: Number(busy.toFixed(2)),
            aloneServerBusy: Number(calmBusy.toFixed(2)),
            stallMs: round(stallMs),
            aloneStallMs: round(calmStallMs),
          },
        ],
      ),
    ),
    noticed: noticed.map(({ kind }) => kind),
    troubles: troubles.length,
  };
}

/** `npm run soak -- storm`: the server restarts under a hall of 200; all come back, spread out, with every word. */
import type { Figures } from '../support/figures.ts';
import { stormRun, type Storm } from '../support/storm-run.ts';
import type { SoakOptions } from './options.ts';

const STORMS = { small: 1, full: 100 };
const BACK_MS_MAX = 10_000;
const CONNECTS_PER_SECOND_MAX = 60;

export async function run({ size, seed, seconds }: SoakOptions): Promise<Figures> {
  const beganMs = performance.now();
  const { storms, lost, troubles } = await stormRun({
    seed,
    storms: STORMS[size],
    ...(seconds === undefined ? {} : { secondsMax: seconds }),
    progress: (line) => process.stdout.write(`${line}\n`),
  });
  for (const what of [...lost, ...troubles].slice(0, 20)) process.stdout.write(`${what}\n`);
  const worst = (of: (storm: Storm) => number): number => Math.max(...storms.map(of));
  const backMsMax = worst(({ backMs }) => backMs);
  const connectsPerSecondPeak = worst((storm) => storm.connectsPerSecondPeak);
  const sorted = storms.map(({ backMs }) => backMs).toSorted((a, b) => a - b);
  return {
    name: 'storm',
    ok:
      lost.length + troubles.length === 0 &&
      backMsMax < BACK_MS_MAX &&
      connectsPerSecondPeak < CONNECTS_PER_SECOND_MAX,
    seed,
    storms: storms.length,
    backMsMedian: sorted[Math.floor(sorted.length / 2)] ?? 0,
    backMsMax,
    awayMsMax: worst(({ awayMsMax }) => awayMsMax),
    connectsPerSecondPeak,
    arrivedPerSecondPeak: worst(({ arrivedPerSecondPeak }) => arrivedPerSecondPeak),
    acknowledged: storms.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: lost.length,
    troubles: troubles.length,
    seconds: Math.round((performance.now() - beganMs) / 1_000),
  };
}

/** `npm run soak -- crash`: SIGKILL at random moments; nothing that was acknowledged is lost. */
import { crashRun } from '../support/crash-run.ts';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const KILLS = { small: 20, full: 200 };

export async function run({ size, seed }: SoakOptions): Promise<Figures> {
  const result = await crashRun(seed, KILLS[size], (line) => process.stdout.write(`${line}\n`));
  for (const what of [...result.lost, ...result.troubles].slice(0, 20)) process.stdout.write(`${what}\n`);
  return {
    name: 'crash',
    ok: result.lost.length === 0 && result.troubles.length === 0,
    seed,
    kills: result.kills,
    acknowledged: result.acknowledged,
    lost: result.lost.length,
    troubles: result.troubles.length,
    segments: result.segments,
    verified: result.verified.split('\n').at(-1) ?? '',
    restartMsMedian: Math.round(result.restartMsMedian),
  };
}

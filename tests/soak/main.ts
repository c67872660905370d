/**
 * `npm run soak -- NAME [--size small|full] [--seed N]`, for `sim` also `[--schedules N] [--operations N]
 * [--seconds N] [--replay]`: endurance. Prints its seed first and, as its
 * last line, one JSON object. The same seed gives the same run.
 */
import { parseArgs } from 'node:util';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const soaks: Readonly<Record<string, () => Promise<{ run(options: SoakOptions): Promise<Figures> }>>> = {
  crash: () => import('./crash.ts'),
  fuzz: () => import('./fuzz.ts'),
  'full-disk': () => import('./full-disk.ts'),
  offline: () => import('./offline.ts'),
  polls: () => import('./polls.ts'),
  seminar: () => import('./seminar.ts'),
  sim: () => import('./sim.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'full' },
    seed: { type: 'string' },
    schedules: { type: 'string' },
    operations: { type: 'string' },
    seconds: { type: 'string' },
    replay: { type: 'boolean', default: false },
  },
});
const [name = ''] = positionals;
const load = soaks[name];
const { size } = values;
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
if (!load || (size !== 'small' && size !== 'full') || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `Usage: npm run soak -- NAME [--size small|full] [--seed N], where NAME is ${Object.keys(soaks).join(' or ')}.\n`,
  );
  process.exit(2);
}
const { schedules, operations, seconds, replay } = values;
const limits = {
  ...(schedules === undefined ? {} : { schedules: Number(schedules) }),
  ...(operations === undefined ? {} : { operations: Number(operations) }),
  ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
};
process.stdout.write(`${name}, size ${size}, seed ${seed}\n`);
const figures = await (await load()).run({ size, seed, replay, ...limits });
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(figures.ok ? 0 : 1);

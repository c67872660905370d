/**
 * `npm run soak -- NAME [--size small|full] [--seed N]`: endurance. Prints its seed first and, as its
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
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: 'full' }, seed: { type: 'string' } },
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
process.stdout.write(`${name}, size ${size}, seed ${seed}\n`);
const figures = await (await load()).run({ size, seed });
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(figures.ok ? 0 : 1);

import type { Figures } from '../support/figures.ts';

/** `npm run bench -- NAME`: measures, prints a table, and as its last line one JSON object. */
const benchmarks: Readonly<
  Record<string, () => Promise<{ run(args: readonly string[]): Promise<Figures> }>>
> = {
  engine: () => import('./engine.ts'),
  browser: () => import('./browser.ts'),
  seating: () => import('./seating.ts'),
};

const [name, ...args] = process.argv.slice(2);
const names = name === undefined ? Object.keys(benchmarks) : [name];
let failed = false;
for (const each of names) {
  const load = benchmarks[each];
  if (!load) {
    process.stderr.write(
      `There is no benchmark "${each}": there are ${Object.keys(benchmarks).join(', ')}.\n`,
    );
    process.exit(2);
  }
  const figures = await (await load()).run(args);
  failed ||= !figures.ok;
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
process.exit(failed ? 1 : 0);

/** What is checked without running anything: types, lint, format, who may import whom. */
import { captured } from './child.mjs';
import { at, scratch } from './project.mjs';
import { Refusal, say } from './say.mjs';

const AT_ONCE = 2;
const SOURCES = ['src', 'server', 'tests'];

/** The longest first, so that the others run beside it. */
const checks = [
  {
    name: 'types',
    run: ['svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
    env: { NODE_OPTIONS: '--max-old-space-size=3072' },
  },
  {
    name: 'lint',
    run: ['eslint/bin/eslint.js', '--max-warnings=0', '--cache', '--cache-location', '.tandem/eslint', '.'],
  },
  {
    name: 'format',
    run: ['prettier/bin/prettier.cjs', '--check', '--cache', '--cache-location=.tandem/prettier', '.'],
  },
  {
    name: 'import rules',
    run: ['dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs', ...SOURCES],
  },
];

/** Also a part of `npm test`'s unit tests, where it must not be counted twice. */
const tidy = { name: 'tidy', run: ['vitest/vitest.mjs', 'run', '--project=unit', 'tests/tidy'] };

/**
 * Runs all and says each in one line with its time, what a failing one printed below it.
 * @param {string} node the right Node
 * @returns {Promise<{ name: string, ok: boolean }[]>}
 */
export async function runChecks(node, { withTidy = false } = {}) {
  scratch('');
  await generateRouteTypes(node);
  const waiting = withTidy ? [...checks, tidy] : [...checks];
  const results = [];
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      results.push(await runCheck(node, check));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function runCheck(node, { name, run: [program, ...args], env }) {
  const { code, output, durationMs } = await captured(node, [at('node_modules', program), ...args], env);
  const ok = code === 0;
  say(`${ok ? '✓' : '✗'} ${name.padEnd(12)} ${(durationMs / 1000).toFixed(1).padStart(5)} s`);
  if (!ok) say(output.trimEnd().replaceAll(/^/gm, '    '));
  return { name, ok };
}

/** The framework writes the types of routes and the tsconfig that ours extends. */
async function generateRouteTypes(node) {
  const { code, output } = await captured(node, [at('node_modules/@sveltejs/kit/svelte-kit.js'), 'sync']);
  if (code !== 0) throw new Refusal(`The types of the routes could not be generated: ${output.trim()}`);
}

/** The parts of `npm test`, in the order in which they run: the cheap ones first. */
import { rmSync } from 'node:fs';
import { runChecks } from './checks.mjs';
import { foreground, nodeFlags } from './child.mjs';
import { at, filesBelow, scratch } from './project.mjs';
import { fromPlaywright, fromVitest } from './test-reports.mjs';

const isTest = (path) => path.endsWith('.test.ts');

/** Every test file belongs to exactly one part; `tests/tidy` checks that none is left out. */
export const filesOf = {
  unit: () =>
    [...filesBelow('src'), ...filesBelow('server'), ...filesBelow('tests')].filter(
      (path) => isTest(path) && !path.startsWith('tests/program/') && !path.startsWith('tests/e2e/'),
    ),
  program: () => filesBelow('tests/program').filter(isTest),
  e2e: () => filesBelow('tests/e2e').filter(isTest),
};

/**
 * @type {Record<string, { needs: ('build' | 'chromium')[],
 *   run: (tools: { node: string, chromium?: string }) => Promise<import('./test-reports.mjs').Outcome> }>}
 */
export const parts = {
  check: { needs: [], run: ({ node }) => check(node) },
  unit: { needs: [], run: ({ node }) => vitest(node, 'unit', ['unit', 'runes']) },
  program: { needs: ['build'], run: ({ node }) => vitest(node, 'program', ['program']) },
  e2e: { needs: ['build', 'chromium'], run: ({ node, chromium }) => playwright(node, chromium) },
};

async function check(node) {
  const results = await runChecks(node);
  return {
    passed: results.filter(({ ok }) => ok).length,
    failures: results.filter(({ ok }) => !ok).map(({ name }) => name),
  };
}

async function vitest(node, part, projects) {
  const report = freshReport(`${part}.json`);
  const code = await foreground(node, [
    ...nodeFlags,
    at('node_modules/vitest/vitest.mjs'),
    ...['run', '--passWithNoTests', ...projects.map((project) => `--project=${project}`)],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ]);
  return believed(fromVitest(report), code, filesOf[part]());
}

async function playwright(node, chromium) {
  const report = freshReport('e2e.json');
  const args = [at('node_modules/@playwright/test/cli.js'), 'test', '--pass-with-no-tests'];
  const env = { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const code = await foreground(node, [...nodeFlags, ...args], env);
  return believed(fromPlaywright(report), code, filesOf.e2e());
}

/** A report of an earlier run must not be taken for this one's. */
function freshReport(name) {
  const path = scratch(name);
  rmSync(path, { force: true });
  return path;
}

/** A runner that stopped, ran nothing or says so by its exit code alone has failed. */
export function believed({ passed, failures }, code, files) {
  if (files.length === 0) return { passed: 0, failures: [] };
  if (passed + failures.length === 0) return { passed, failures: [`${files.length} files, but no test ran`] };
  if (code !== 0 && failures.length === 0)
    return { passed, failures: [`the runner ended with code ${code}`] };
  return { passed, failures };
}

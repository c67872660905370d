/** `npm test` must never call a run good that was not: these are the ways in which one can look so. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { root } from './sources.ts';

interface Outcome {
  passed: number;
  failures: string[];
}
interface Reports {
  fromVitest(path: string): Outcome;
  fromPlaywright(path: string): Outcome;
}
interface Parts {
  believed(outcome: Outcome, code: number, files: string[]): Outcome;
}

const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(root, path)).href)) as T;
const { fromVitest, fromPlaywright } = await load<Reports>('scripts/lib/test-reports.mjs');
const { believed } = await load<Parts>('scripts/lib/test-parts.mjs');

const folder = mkdtempSync(join(tmpdir(), 'tandem-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const vitestReport = (statuses: string[], message = '') =>
  written({
    testResults: [
      {
        name: 'a.test.ts',
        message,
        assertionResults: statuses.map((status) => ({ status, fullName: status })),
      },
    ],
  });

test('a skipped test is a failed one', () => {
  expect(fromVitest(vitestReport(['passed', 'skipped', 'todo', 'failed']))).toMatchObject({
    passed: 1,
    failures: { length: 3 },
  });
  const specs = ['expected', 'skipped', 'unexpected', 'flaky'].map((status) => ({
    title: status,
    file: 'a.test.ts',
    tests: [{ status }],
  }));
  const report = written({
    suites: [{ specs: specs.slice(0, 2), suites: [{ title: 'group', specs: specs.slice(2) }] }],
    errors: [],
  });
  expect(fromPlaywright(report)).toEqual({
    passed: 1,
    failures: [
      'skipped (skipped) in a.test.ts',
      'group › unexpected (unexpected) in a.test.ts',
      'group › flaky (flaky) in a.test.ts',
    ],
  });
});

test('a file that could not be loaded is a failure', () => {
  expect(fromVitest(vitestReport([], 'SyntaxError'))).toEqual({
    passed: 0,
    failures: ['a.test.ts ran no test: SyntaxError'],
  });
  const report = written({ suites: [], errors: [{ message: 'cannot find module\n at x' }] });
  expect(fromPlaywright(report).failures).toEqual(['cannot find module']);
});

test('a missing report is a failure', () => {
  expect(fromVitest(join(folder, 'none.json')).failures).toHaveLength(1);
  expect(fromPlaywright(join(folder, 'none.json')).failures).toHaveLength(1);
});

test('files without any test run, and a runner that only its exit code gives away, are failures', () => {
  const good = { passed: 3, failures: [] };
  expect(believed(good, 0, ['a.test.ts'])).toEqual(good);
  expect(believed({ passed: 0, failures: [] }, 0, ['a.test.ts']).failures).toHaveLength(1);
  expect(believed(good, 1, ['a.test.ts']).failures).toHaveLength(1);
  expect(believed({ passed: 0, failures: [] }, 0, [])).toEqual({ passed: 0, failures: [] });
});

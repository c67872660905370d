/** What the test runners wrote as JSON, as one kind of outcome. A skipped test is a failed one. */
import { readText } from './project.mjs';

/**
 * @typedef {{ passed: number, failures: string[] }} Outcome  `failures` has one line per failed test
 */

/** @returns {Outcome} */
export function fromVitest(reportPath) {
  const report = JSON.parse(readText(reportPath) ?? 'null');
  if (!report) return { passed: 0, failures: ['the runner wrote no report'] };
  const outcome = { passed: 0, failures: [] };
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') outcome.passed++;
      else outcome.failures.push(`${test.fullName} (${test.status}) in ${file.name}`);
    }
    if (file.assertionResults.length === 0) {
      outcome.failures.push(`${file.name} ran no test: ${firstLine(file.message)}`);
    }
  }
  return outcome;
}

/** @returns {Outcome} */
export function fromPlaywright(reportPath) {
  const report = JSON.parse(readText(reportPath) ?? 'null');
  if (!report) return { passed: 0, failures: ['the runner wrote no report'] };
  const outcome = { passed: 0, failures: [] };
  const visit = (suite, groups) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected') outcome.passed++;
        else outcome.failures.push(`${[...groups, spec.title].join(' › ')} (${test.status}) in ${spec.file}`);
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, [...groups, inner.title]);
  };
  // The outermost suite is the file itself.
  for (const suite of report.suites) visit(suite, []);
  for (const error of report.errors) outcome.failures.push(firstLine(error.message));
  return outcome;
}

const firstLine = (text) => (text ?? '').split('\n', 1)[0];

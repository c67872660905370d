/** `npm test`: everything a fresh clone lacks, then every test; `npm test -- unit e2e` runs only those parts. */
import { ensureBuild } from './lib/build.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rightNode } from './lib/node-runtime.mjs';
import { Refusal, say, script } from './lib/say.mjs';
import { parts } from './lib/test-parts.mjs';

await script(async () => {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
  const unknown = wanted.find((name) => !(name in parts));
  if (unknown)
    throw new Refusal(`There are ${Object.keys(parts).join(', ')}; there is no part “${unknown}”.`);

  const tools = await prepare(wanted);
  const outcomes = [];
  for (const name of wanted) {
    say(`\n── ${name}`);
    const startedMs = Date.now();
    outcomes.push({ name, ...(await parts[name].run(tools)), durationMs: Date.now() - startedMs });
  }
  return report(outcomes);
});

async function prepare(wanted) {
  const needs = new Set(wanted.flatMap((name) => parts[name].needs));
  await ensureDependencies();
  const node = rightNode();
  const chromium = needs.has('chromium') ? await ensureChromium(node) : undefined;
  if (needs.has('build')) await ensureBuild(node);
  return { node, chromium };
}

/** On stdout: a line per part, a line per failure, and the plain line that ends it. */
function report(outcomes) {
  const lines = ['', '── summary'];
  for (const { name, passed, failures, durationMs } of outcomes) {
    const seconds = `${(durationMs / 1000).toFixed(1).padStart(6)} s`;
    lines.push(
      `${name.padEnd(8)} ${String(passed).padStart(5)} passed ${String(failures.length).padStart(4)} failed ${seconds}`,
    );
    for (const failure of failures) lines.push(`  ✗ ${failure}`);
  }
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0);
  lines.push('', `${passed} passed, ${failed} failed`);
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

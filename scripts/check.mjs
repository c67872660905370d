/** `npm run check`: types, lint, format, import rules, tidy. */
import { runChecks } from './lib/checks.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rightNode } from './lib/node-runtime.mjs';
import { script } from './lib/say.mjs';

await script(async () => {
  await ensureDependencies();
  const results = await runChecks(rightNode(), { withTidy: true });
  return results.every(({ ok }) => ok) ? 0 : 1;
});

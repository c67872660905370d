/** `node scripts/run.mjs FILE.ts args…`: a program of the project with the right Node. Silent on stdout. */
import { foreground, nodeFlags } from './lib/child.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rightNode } from './lib/node-runtime.mjs';
import { at } from './lib/project.mjs';
import { Refusal, script } from './lib/say.mjs';

await script(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (!file) throw new Refusal('Name the program to run: node scripts/run.mjs FILE.ts arguments…');
  await ensureDependencies();
  return await foreground(rightNode(), [...nodeFlags, at(file), ...args]);
});

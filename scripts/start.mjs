/** `npm start`: everything a fresh clone lacks, then the server. */
import { ensureBuild } from './lib/build.mjs';
import { foreground, nodeFlags } from './lib/child.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rightNode } from './lib/node-runtime.mjs';
import { at } from './lib/project.mjs';
import { script } from './lib/say.mjs';

await script(async () => {
  await ensureDependencies();
  const node = rightNode();
  await ensureBuild(node);
  return await foreground(node, [...nodeFlags, at('server/main.ts'), ...process.argv.slice(2)]);
});

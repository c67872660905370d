/** `npm run dev`: the server with sources served and reloaded as they change; no build. */
import { foreground, nodeFlags } from './lib/child.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rightNode } from './lib/node-runtime.mjs';
import { at } from './lib/project.mjs';
import { script } from './lib/say.mjs';

await script(async () => {
  await ensureDependencies();
  return await foreground(rightNode(), [
    ...nodeFlags,
    at('server/main.ts'),
    '--dev',
    ...process.argv.slice(2),
  ]);
});

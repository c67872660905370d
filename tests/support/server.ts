/**
 * The whole program as its own process, on a free port of the loopback and a data folder of its own.
 * Tests talk to it as people and machines do: over HTTP, the live connection and the command line.
 * It leaves to the tests what is inside the data folder.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** An interrupted test run leaves no server behind. */
const STOP_WITH_PARENT = `--import=${pathToFileURL(join(root, 'scripts/lib/stop-with-parent.mjs'))}`;
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', STOP_WITH_PARENT];
const READY_WITHIN_MS = 30_000;
const POLL_MS = 40;
/** The server gives itself 10 s. */
const STOPPED_WITHIN_MS = 15_000;

export interface ServerOptions {
  /** Added to a clean environment: nothing of the tester's own TANDEM_…, PORT or ORIGIN is seen. */
  readonly env?: Readonly<Record<string, string>>;
  /** Load the example partnership; without it the data folder stays empty. */
  readonly example?: boolean;
  /** An existing data folder (a restart); it is not removed at the end. */
  readonly dataDir?: string;
  readonly port?: number;
  /** Put before the program and its arguments: what gives it a disk of its own (small-disk.ts). */
  readonly launcher?: readonly string[];
}

export interface RunningServer {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Everything that it printed so far, on both streams. */
  log(): string;
  /** SIGTERM and its clean end; a data folder made for it is removed. Resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: as a power cut. The data folder stays. */
  kill(): Promise<void>;
  /** `tandem ARGS…` beside the running server, on its data; resolves to its stdout without the last newline. */
  cli(...args: string[]): Promise<string>;
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? temporaryFolder();
  const env = cleanEnv(port, dataDir, options);
  const [command, ...args] = program('server/main.ts', options.launcher);
  const child = spawn(command, args, { cwd: root, env });
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child, output);

  return {
    url,
    port,
    dataDir,
    pid: child.pid ?? 0,
    log: output,
    async stop() {
      const code = await end(child, 'SIGTERM');
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill() {
      await end(child, 'SIGKILL');
    },
    cli: (...args) => cli(args, env, options.launcher),
  };
}

/** A start that is expected to be refused; resolves when the program has ended by itself. */
export async function startAndEnd(
  env: Readonly<Record<string, string>>,
  launcher?: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [command, ...args] = program('server/main.ts', launcher);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...cleanEnv(0, '', {}), ...env },
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const tooLong = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(tooLong);
  return { code, ...printed };
}

/** A new folder; removed when the tests' process ends, if it is still there. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
  // One listener for all: a benchmark makes more folders than Node lets one process have listeners.
  if (folders.length === 0) process.once('exit', removeFolders);
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
const removeFolders = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

const OF_THE_TESTER =
  /^(TANDEM_|VITEST|TEST_|PLAYWRIGHT_|SMTP_|OIDC_|TLS_)|^(PORT|HOST|ORIGIN|LOG_LEVEL|DEV|PROD|MODE|SSR)$|^(ADDRESS_HEADER|DATABASE_URL|VALKEY_URL|NODE_ENV|NODE_OPTIONS|BASE_URL)$/;

function cleanEnv(
  port: number,
  dataDir: string,
  { env, example = true }: ServerOptions,
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name]) => !OF_THE_TESTER.test(name));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    PORT: String(port),
    HOST: '127.0.0.1',
    TANDEM_DATA: dataDir,
    TANDEM_EXAMPLE: example ? '1' : '0',
    LOG_LEVEL: 'warn',
    ...env,
  };
}

function collect(child: ChildProcess): () => string {
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return () => printed;
}

async function ready(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const giveUpAtMs = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < giveUpAtMs) {
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await delay(POLL_MS);
  }
  const ended = child.exitCode !== null || child.signalCode !== null;
  await end(child, 'SIGKILL');
  throw new Error(`the server ${ended ? 'ended' : 'did not become ready'}; it printed:\n${output()}`);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const closed = once(child, 'close');
  child.kill(signal);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  const [code] = (await closed) as [number | null];
  clearTimeout(tooLong);
  return code;
}

/** A program of ours as a command and its arguments. */
function program(file: string, launcher: readonly string[] = []): [command: string, ...args: string[]] {
  const [command = process.execPath, ...args] = [...launcher, process.execPath];
  return [command, ...args, ...NODE_FLAGS, join(root, file)];
}

/** `tandem ARGS…` on a data folder, with or without a server on it. */
export const commandOn =
  (dataDir: string) =>
  (...args: string[]): Promise<string> =>
    cli(args, cleanEnv(0, dataDir, {}));

function cli(
  args: readonly string[],
  env: Record<string, string>,
  launcher?: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const [command, ...before] = program('server/cli/main.ts', launcher);
    execFile(command, [...before, ...args], { cwd: root, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(`tandem ${args.join(' ')} failed: ${stderr || stdout || error.message}`));
      else resolve(stdout.trimEnd());
    });
  });
}

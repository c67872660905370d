/** `npm start` and its kin, as met by somebody whose machine is not quite ready. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { freePort, startAndEnd, temporaryFolder } from '../support/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function run(args: string[], cwd: string, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** A copy of the bootstrap with a lock file of its own: `installed` says what npm claims to have put there. */
function tinyProject(packages: Record<string, object>, installed?: Record<string, object>): string {
  const folder = temporaryFolder();
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  const manifest = { name: 'tiny', version: '1.0.0', type: 'module' };
  const dependencies = Object.fromEntries(
    Object.entries(packages).map(([path, { version }]: [string, { version?: string }]) => [
      path.replace('node_modules/', ''),
      version,
    ]),
  );
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    packages: { '': { ...manifest, dependencies }, ...packages },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  if (installed) {
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  }
  return folder;
}

const oneSentence = (text: string) => {
  const lines = text.trim().split('\n');
  expect(lines).toHaveLength(1);
  return lines[0];
};

describe('what cannot be done is said in one sentence', () => {
  test('the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const ended = await startAndEnd({
      PORT: String(port),
      TANDEM_DATA: temporaryFolder(),
      TANDEM_EXAMPLE: '0',
    });
    other.close();
    expect(ended.code).toBe(1);
    expect(oneSentence(ended.stderr)).toContain(String(port));
  });

  test('the data folder is not writable', async () => {
    const file = join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const ended = await startAndEnd({ PORT: '0', TANDEM_DATA: join(file, 'data') });
    expect(ended.code).toBe(1);
    expect(oneSentence(ended.stderr)).toContain(file);
  });

  // The second as with `npm start --silent`, which hands its silence on to the npm that installs.
  test.each(['notice', 'silent'])('the registry is out of reach, npm being %s', async (loglevel) => {
    const registry = `http://127.0.0.1:${await freePort()}/`;
    const folder = tinyProject({
      'node_modules/thing': { version: '1.0.0', resolved: `${registry}thing.tgz`, integrity: 'sha512-AAAA' },
    });
    const ended = await run(['scripts/run.mjs', 'never.ts'], folder, {
      npm_config_registry: registry,
      npm_config_cache: join(folder, 'cache'),
      npm_config_fetch_retries: '0',
      npm_config_loglevel: loglevel,
    });
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    const [progress, sentence, ...rest] = ended.stderr.trim().split('\n');
    expect(progress).toContain('Installing');
    expect(sentence).toMatch(/registry is out of reach.*\.tandem\/npm-ci\.log\)\.$/);
    expect(rest).toEqual([]);
  });

  test('no Node that is new enough can be had', async () => {
    const folder = tinyProject({}, {});
    const old = "data:text/javascript,Object.defineProperty(process,'version',{value:'v20.11.0'})";
    const ended = await run(['--import', old, 'scripts/start.mjs'], folder);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(oneSentence(ended.stderr)).toMatch(/Node 24\.21 or newer.*v20\.11\.0.*install Node 24/);
  });
});

describe('a program run with the right Node', () => {
  test('has stdout to itself, gets its arguments and gives its exit code', async () => {
    const folder = tinyProject({}, {});
    writeFileSync(
      join(folder, 'echo.ts'),
      'const args: string[] = process.argv.slice(2);\nprocess.stdout.write(args.join());\nprocess.exitCode = 7;\n',
    );
    const ended = await run(['scripts/run.mjs', 'echo.ts', 'token', '--role'], folder);
    expect(ended).toEqual({ code: 7, stdout: 'token,--role', stderr: '' });
  });
});

describe('npm start', () => {
  const READY_WITHIN_MS = 5_000;

  async function npmStart() {
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), TANDEM_DATA: temporaryFolder(), TANDEM_EXAMPLE: '0' };
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: withoutTestEnv(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [npm.stdout, npm.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const answers = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        (r) => r.ok,
        () => false,
      );
    const becomes = async (wanted: boolean, withinMs: number) => {
      const startedMs = performance.now();
      while ((await answers('/readyz')) !== wanted) {
        const tookMs = performance.now() - startedMs;
        if (tookMs > withinMs || (wanted && npm.exitCode !== null))
          throw new Error(`not ${wanted ? 'ready' : 'gone'} after ${tookMs} ms: ${printed}`);
        await delay(50);
      }
      return performance.now() - startedMs;
    };
    return { npm, becomes };
  }

  test('is ready within 5 s when nothing changed, and leaves no server when npm is ended', async () => {
    const { npm, becomes } = await npmStart();
    try {
      expect(await becomes(true, 4 * READY_WITHIN_MS)).toBeLessThan(READY_WITHIN_MS);
    } finally {
      npm.kill('SIGTERM');
    }
    await becomes(false, 15_000);
  });

  test('leaves no server when npm is killed', async () => {
    const { npm, becomes } = await npmStart();
    try {
      await becomes(true, 4 * READY_WITHIN_MS);
    } finally {
      npm.kill('SIGKILL');
    }
    await becomes(false, 15_000);
  });
});

function withoutTestEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST|npm_)/.test(name)),
  );
}

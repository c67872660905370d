/** Child processes of the bootstrap: in the foreground as if typed, or in the background with a log. */
import './stop-with-parent.mjs';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at, root, scratch } from './project.mjs';
import { Refusal, say } from './say.mjs';

const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP'];
const STILL_AT_IT_MS = 15_000;

/** Flags for every program of ours; the preload ends it when the bootstrap is killed. */
export const nodeFlags = [
  '--disable-warning=ExperimentalWarning',
  `--import=${pathToFileURL(at('scripts/lib/stop-with-parent.mjs'))}`,
];

/** Runs with this terminal's input and output; resolves to the exit code (128 + n after a signal). */
export async function foreground(command, args, env = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return await exitOf(child);
}

/** Runs with its output in a log file, saying now and then that it is still at work. */
export async function logged(command, args, logName, { env = {}, shell = false } = {}) {
  const logPath = scratch(logName);
  const log = openSync(logPath, 'w');
  const startedMs = Date.now();
  const stillAtIt = setInterval(
    () => say(`  … ${Math.round((Date.now() - startedMs) / 1000)} s`),
    STILL_AT_IT_MS,
  );
  try {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
      shell,
    });
    return { code: await exitOf(child), logPath, durationMs: Date.now() - startedMs };
  } finally {
    clearInterval(stillAtIt);
    closeSync(log);
  }
}

/** Resolves to what it printed and its exit code. */
export async function captured(command, args, env = {}) {
  const startedMs = Date.now();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  return { code: await exitOf(child), output, durationMs: Date.now() - startedMs };
}

/** Passes the signals on while the child lives, so that it ends in its own way and we with its code. */
function exitOf(child) {
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const why = error.code === 'ENOENT' ? 'was not found' : `could not be started (${error.code})`;
      reject(new Refusal(`The program ${child.spawnfile} ${why}.`));
    });
    child.once('close', (code, signal) => resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward);
  });
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

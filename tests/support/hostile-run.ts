/**
 * People write in one text, and their waits are measured: alone, and beside somebody hostile in the same text.
 * The server has one core; the witnesses and the hostile one, who gives way to them, have the other.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Crowd } from '../bench/engine/crowd.ts';
import { tandem } from '../bench/engine/dialects.ts';
import { cpuSecondsOf, residentKbOf } from '../bench/engine/processes.ts';
import { median, quantile } from '../bench/engine/tables.ts';
import { apiClient, liveUrl, newDocument } from './api-client.ts';
import { hostileKinds, type HostileKind } from './hostile-kinds.ts';
import { parsePrometheus, type Samples } from './prometheus-text.ts';
import { startServer, type RunningServer } from './server.ts';

export interface HostileOptions {
  readonly rounds: number;
  readonly secondsEach: number;
  readonly progress?: (line: string) => void;
}

export interface Comparison {
  readonly kind: HostileKind;
  /** Medians of the rounds. */
  readonly p99Ms: number;
  readonly calmP99Ms: number;
  /** Of the edits that the others should have seen. */
  readonly delivered: number;
  readonly residentMbMax: number;
  /** Of a core, by the server; the median beside the hostile one, and alone. */
  readonly busy: number;
  readonly calmBusy: number;
  /** The longest that the server's own thread was held, beside the hostile one and alone; the machine's other work counts too. */
  readonly stallMs: number;
  readonly calmStallMs: number;
}

export interface HostileResult {
  readonly comparisons: readonly Comparison[];
  readonly troubles: readonly string[];
}

interface Phase {
  readonly p99Ms: number;
  readonly delivered: number;
  readonly lost: number;
  readonly residentMb: number;
  /** Of a core, by the server. */
  readonly busy: number;
  /** The longest that the server's own thread was held. */
  readonly stallMs: number;
}

const WITNESSES = {
  name: 'witnesses',
  rooms: 1,
  peoplePerRoom: 40,
  editsPerSecond: 1,
  presencePerSecond: 1,
};
/** So long the hostile one is at it before the witnesses are measured, and so long what was sent may take. */
const BEGIN_MS = 1_500;
const SETTLE_MS = 1_000;
const LOOK_EVERY_MS = 100;

/** The waits for a disk are longer and more uneven than what is looked for here; its own proof is the crash soak. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const canPin = spawnSync('taskset', ['--version']).status === 0;
const onCore = (core: number): readonly string[] => (canPin ? ['taskset', '-c', String(core)] : []);
const PROGRAM = fileURLToPath(new URL('./hostile-client.ts', import.meta.url));
const STOP_WITH_PARENT = `--import=${pathToFileURL(fileURLToPath(new URL('../../scripts/lib/stop-with-parent.mjs', import.meta.url))).href}`;

export async function hostileRun({ rounds, secondsEach, progress }: HostileOptions): Promise<HostileResult> {
  if (canPin) spawnSync('taskset', ['-a', '-cp', '1', String(process.pid)]);
  const dataDir = mkdtempSync(`${MEMORY}/tandem-test-`);
  const server = await startServer({ launcher: onCore(0), dataDir });
  const troubles: string[] = [];
  const found = new Map<HostileKind, { calm: Phase[]; beside: Phase[] }>();
  try {
    const token = await server.cli('token', 'create', '--role', 'coordinator');
    // What is compiled and cached at the first use is no difference.
    await phase(server, token, null, secondsEach);
    for (let round = 0; round < rounds; round++)
      for (const kind of hostileKinds) {
        const of = found.get(kind) ?? { calm: [], beside: [] };
        found.set(kind, of);
        const calm = await phase(server, token, null, secondsEach);
        const beside = await phase(server, token, kind, secondsEach);
        of.calm.push(calm);
        of.beside.push(beside);
        for (const [name, { delivered, lost }] of Object.entries({ calm, [kind]: beside }))
          if (delivered < 1 || lost > 0)
            troubles.push(`round ${round}, ${name}: ${delivered} delivered, ${lost} witnesses cut off`);
        progress?.(
          `${kind}: p99 ${beside.p99Ms.toFixed(1)} ms, alone ${calm.p99Ms.toFixed(1)} ms, delivered ${beside.delivered}, resident ${beside.residentMb.toFixed(0)} MB, busy ${beside.busy.toFixed(2)}, alone ${calm.busy.toFixed(2)}, longest stall ${beside.stallMs.toFixed(0)} ms, alone ${calm.stallMs.toFixed(0)} ms`,
        );
      }
    if (((await metricsOf(server)).get('tandem_rooms_broken_total') ?? 0) > 0)
      troubles.push('a room was broken');
    const comparisons = [...found].map(([kind, { calm, beside }]) => ({
      kind,
      p99Ms: median(beside.map(({ p99Ms }) => p99Ms)),
      calmP99Ms: median(calm.map(({ p99Ms }) => p99Ms)),
      delivered: Math.min(...beside.map(({ delivered }) => delivered)),
      residentMbMax: Math.max(...beside.map(({ residentMb }) => residentMb)),
      busy: median(beside.map((it) => it.busy)),
      calmBusy: median(calm.map((it) => it.busy)),
      stallMs: median(beside.map((it) => it.stallMs)),
      calmStallMs: median(calm.map((it) => it.stallMs)),
    }));
    return { comparisons, troubles };
  } finally {
    if ((await server.stop()) !== 0) troubles.push('the server did not end cleanly');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function phase(
  server: RunningServer,
  token: string,
  kind: HostileKind | null,
  seconds: number,
): Promise<Phase> {
  const documentId = await newDocument(apiClient(server, token), 'Witnesses');
  const place = { url: server.url.replace(/^http/, 'ws'), dialect: tandem, token };
  const crowd = await Crowd.gather(WITNESSES, place, [documentId], { seconds: seconds + 2 });
  const hostile = kind && (await beginHostility(server, kind, documentId));
  let residentMb = 0;
  const look = setInterval(
    () => (residentMb = Math.max(residentMb, residentKbOf(server.pid) / 1_000)),
    LOOK_EVERY_MS,
  );
  try {
    await delay(BEGIN_MS);
    crowd.act(seconds * 1_000);
    crowd.isCounting = true;
    await longestStallMs(server);
    const cpuBefore = cpuSecondsOf(server.pid);
    await delay(seconds * 1_000 + SETTLE_MS);
    const busy = (cpuSecondsOf(server.pid) - cpuBefore) / (seconds + SETTLE_MS / 1_000);
    const stallMs = await longestStallMs(server);
    const { reached, expected } = crowd.arrivals();
    return {
      p99Ms: quantile(
        crowd.latencies.toSorted((a, b) => a - b),
        0.99,
      ),
      delivered: reached / expected,
      lost: crowd.lost,
      residentMb,
      busy,
      stallMs,
    };
  } finally {
    clearInterval(look);
    crowd.leave();
    if (hostile) await end(hostile);
  }
}

const metricsOf = async ({ url }: RunningServer): Promise<Samples> =>
  parsePrometheus(await (await fetch(`${url}/metrics`)).text());

/** Since it was last asked. */
const longestStallMs = async (server: RunningServer): Promise<number> =>
  ((await metricsOf(server)).get('nodejs_eventloop_lag_max_seconds') ?? Number.NaN) * 1_000;

async function beginHostility(
  server: RunningServer,
  kind: HostileKind,
  documentId: string,
): Promise<ChildProcess> {
  const cookie = await signedIn(server);
  const [command = '', ...args] = [...onCore(1), 'nice', '-n', '19', process.execPath];
  const target = `${liveUrl(server)}/${documentId}?schema=1&proto=1&ack=1`;
  return spawn(
    command,
    [
      ...args,
      STOP_WITH_PARENT,
      '--disable-warning=ExperimentalWarning',
      PROGRAM,
      kind,
      target,
      cookie,
      server.url,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the hostile one gave up with code ${child.exitCode}`);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** A session of an editor's browser: its own each time, for the server remembers who did too much. */
async function signedIn({ cli, url }: RunningServer): Promise<string> {
  const link = new URL(await cli('link', '--role', 'editor')).hash.slice(1);
  const answer = await fetch(`${url}/link`, {
    method: 'POST',
    headers: { origin: url },
    body: new URLSearchParams({ link }),
    redirect: 'manual',
  });
  return /__Host-tandem=[^;]+/.exec(answer.headers.getSetCookie().join('\n'))?.[0] ?? '';
}

/**
 * `npm run bench -- engine [--seconds 8] [--rounds 3] [--only plenary] [--with Tandem] [--profile FOLDER]`: what a
 * delivery costs the server, ours and its peers' side by side, interleaved, each on one core. A delivery is one
 * edit or one presence state that reaches one other person. The table goes to RESULTS.md beside this file when
 * everything was measured; `--profile` leaves CPU profiles of our server for a browser's developer tools.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import type { Figures } from '../support/figures.ts';
import {
  contenders,
  HOCUSPOCUS,
  HOCUSPOCUS_BEST,
  installPeers,
  pinGenerator,
  RELAY,
  versionOf,
  type Contender,
} from './engine/contenders.ts';
import { runLoad, type LoadResult } from './engine/load.ts';
import { scenarios, type Scenario } from './engine/scenarios.ts';

interface Run extends LoadResult {
  /** CPU seconds of the server for 1,000 deliveries. */
  readonly cost: number;
  /** Share of its core. */
  readonly busy: number;
  readonly residentMb: number;
}

const RESULTS = new URL('./RESULTS.md', import.meta.url);
const TICKS_PER_SECOND = 100;

export async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '8' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string' },
      with: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  installPeers();
  pinGenerator();
  const wanted = scenarios.filter(({ name }) => values.only === undefined || name === values.only);
  const servers = contenders.filter(({ name }) => values.with === undefined || name === values.with);
  const tables: string[] = [];
  const figures: Record<string, unknown> = {};
  for (const scenario of wanted) {
    const runs = new Map<string, Run[]>(servers.map(({ name }) => [name, []]));
    for (let round = 0; round < Number(values.rounds); round += 1)
      for (const contender of servers) {
        const result = await measure(contender, scenario, Number(values.seconds) * 1_000, values.profile);
        runs.get(contender.name)?.push(result);
        process.stderr.write(`${scenario.name} ${contender.name}: ${brief(result)}\n`);
      }
    const medians = new Map([...runs].map(([name, all]) => [name, medianRun(all)]));
    tables.push(table(scenario, medians));
    figures[scenario.name] = Object.fromEntries([...medians].map(([name, it]) => [name, it.cost]));
  }
  const text = tables.join('\n\n');
  process.stdout.write(`${text}\n`);
  const isWhole = values.only === undefined && values.with === undefined;
  if (isWhole)
    writeFileSync(RESULTS, `${heading(Number(values.rounds), Number(values.seconds))}\n\n${text}\n`);
  return { name: 'engine', ok: true, ...figures };
}

async function measure(
  contender: Contender,
  scenario: Scenario,
  windowMs: number,
  profileFolder?: string,
): Promise<Run> {
  const server = await contender.start(profileFolder);
  try {
    const rooms = await server.rooms(scenario.rooms);
    let before = 0;
    let cpuSeconds = 0;
    const result = await runLoad(scenario, { ...server, rooms }, windowMs, {
      begin: () => (before = cpuOf(server.pid)),
      end: () => (cpuSeconds = cpuOf(server.pid) - before),
    });
    return {
      ...result,
      cost: (cpuSeconds / result.deliveries) * 1_000,
      busy: cpuSeconds / result.seconds,
      residentMb: residentMbOf(server.pid),
    };
  } finally {
    await server.stop();
  }
}

/** User and system time of all its threads, in seconds (proc(5), fields 14 and 15). */
function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const residentMbOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** The run whose cost is the median: its other figures belong to it. */
function medianRun(runs: readonly Run[]): Run {
  const sorted = [...runs].sort((a, b) => a.cost - b.cost);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  if (!median) throw new Error('nothing was measured');
  return median;
}

const brief = (it: Run): string =>
  `${it.cost.toFixed(4)} s per 1,000, ${Math.round(it.busy * 100)} % of a core, ` +
  `edits ${(it.editsDelivered * 100).toFixed(1)} %, p99 ${it.latency.p99.toFixed(0)} ms`;

function table(scenario: Scenario, medians: ReadonlyMap<string, Run>): string {
  const { rooms, peoplePerRoom, editsPerSecond, presencePerSecond } = scenario;
  const times = (run: Run, name: string): string => {
    const other = medians.get(name);
    return other ? (run.cost / other.cost).toFixed(2) : '–';
  };
  const rows = [...medians].map(([name, it]) =>
    [
      name,
      it.cost.toFixed(4),
      times(it, RELAY),
      times(it, HOCUSPOCUS),
      times(it, HOCUSPOCUS_BEST),
      `${Math.round(it.busy * 100)} %`,
      `${Math.round(it.deliveries / it.seconds / 1_000)} k`,
      `${(it.editsDelivered * 100).toFixed(1)} %`,
      `${it.latency.median.toFixed(0)} / ${it.latency.p99.toFixed(0)}`,
      it.residentMb.toFixed(0),
    ].join(' | '),
  );
  return [
    `### ${scenario.name}: ${rooms} × ${peoplePerRoom} people, each ${editsPerSecond} edits/s and ${presencePerSecond} presence/s`,
    '',
    '| | CPU s per 1,000 deliveries | × bare ws | × Hocuspocus | × its best | of a core | deliveries/s | edits delivered | latency ms, median / p99 | memory MB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const heading = (rounds: number, seconds: number): string =>
  [
    '# What a delivery costs',
    '',
    `Written by \`npm run bench -- engine\`: medians of ${rounds} interleaved rounds of ${seconds} s; the server on one core, the`,
    'people on the other. A delivery is one edit or presence state that reaches one other person; presence may be',
    'coalesced, edits may not be lost. Tandem runs whole: rights, sessions, limits, and every edit on disk before',
    'anybody sees it. Hocuspocus writes to SQLite and y-websocket’s server to LevelDB after the others have seen it;',
    'the bare relay keeps nothing and checks nothing.',
    '',
    `Hocuspocus ${versionOf('@hocuspocus/server')}, y-websocket ${versionOf('y-websocket')} with y-leveldb ${versionOf('y-leveldb')}, ws ${versionOf('ws')}, Node ${process.versions.node};`,
    `${cpus()[0]?.model ?? 'a processor'}, ${cpus().length} cores, Linux ${release().split('.', 2).join('.')}.`,
  ].join('\n');

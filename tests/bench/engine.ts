/**
 * `npm run bench -- engine [--seconds 5] [--rounds 3] [--scale 1] [--only ROW]… [--with SERVER]… [--profile FOLDER]`:
 * our server and its peers side by side, each on one core, the people on the other. Each row is a file in
 * `engine/rows/`; `--scale 0.1` tries everything out with a tenth of the people and documents. The tables go to
 * RESULTS.md beside this file when everything was measured at full size; `--profile` leaves CPU profiles of our
 * server, from the rows of costs, for a browser's developer tools.
 */
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import type { Figures } from '../support/figures.ts';
import { contenders, installPeers, pinGenerator, versionOf } from './engine/contenders.ts';
import { knownGoals, type Goal, type Goals, type RowOptions } from './engine/row-kind.ts';
import { rows } from './engine/rows.ts';
import { table } from './engine/tables.ts';

const RESULTS = new URL('./RESULTS.md', import.meta.url);

export async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      scale: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true },
      with: { type: 'string', multiple: true },
      profile: { type: 'string' },
    },
  });
  const wanted = chosen('row', rows, values.only);
  const servers = chosen('server', contenders, values.with);
  const options: RowOptions = {
    windowMs: Number(values.seconds) * 1_000,
    rounds: Number(values.rounds),
    scale: Number(values.scale),
    ...(values.profile !== undefined && { profileFolder: values.profile }),
    progress: (line) => void process.stderr.write(`${line}\n`),
  };
  installPeers();
  pinGenerator();
  const tables: string[] = [];
  const figures: Record<string, unknown> = {};
  const goals: Record<string, Goal> = {};
  for (const row of wanted) {
    const result = await row.run(servers, options);
    tables.push(result.table);
    figures[row.name] = result.figures;
    for (const [name, goal] of Object.entries(knownGoals(result.goals))) goals[`${row.name}: ${name}`] = goal;
  }
  const text = [...tables, goalTable(goals)].join('\n\n');
  process.stdout.write(`${text}\n`);
  const isWhole = values.only === undefined && values.with === undefined && options.scale === 1;
  if (isWhole) writeFileSync(RESULTS, `${heading(options)}\n\n${text}\n`);
  return { name: 'engine', ok: true, ...figures, goals };
}

/** All of them, where none is named. */
function chosen<T extends { readonly name: string }>(
  kind: string,
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  const unknown = names?.find((name) => !all.some((each) => each.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no ${kind} "${unknown}": there are ${all.map(({ name }) => name).join('; ')}.`);
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}

const goalTable = (goals: Goals): string =>
  table(
    'Goals',
    ['', 'Tandem', 'goal', 'met'],
    Object.entries(goals).map(([name, { value, goal, met }]) => [name, value, goal, met ? 'yes' : 'no']),
  );

const heading = ({ rounds, windowMs }: RowOptions): string =>
  [
    '# Tandem’s engine beside its peers',
    '',
    `Written by \`npm run bench -- engine\` in one run; the server on one core, the people on the other. What a delivery`,
    `costs are medians of ${rounds} interleaved rounds of ${windowMs / 1_000} s; a delivery is one edit or presence state that reaches one`,
    'other person; presence may be coalesced, edits may not be lost. Tandem runs whole: rights, sessions, limits, and',
    'every edit on disk before anybody sees it. Hocuspocus writes to SQLite and y-websocket’s server to LevelDB after',
    'the others have seen it; the bare relay keeps nothing and checks nothing. “Generator” is the share of its core that',
    'the people themselves took: near 100 % they may be what was measured.',
    '',
    `Hocuspocus ${versionOf('@hocuspocus/server')}, y-websocket ${versionOf('y-websocket')} with y-leveldb ${versionOf('y-leveldb')}, ws ${versionOf('ws')}, Node ${process.versions.node};`,
    `${cpus()[0]?.model ?? 'a processor'}, ${cpus().length} cores, Linux ${release().split('.', 2).join('.')}.`,
  ].join('\n');

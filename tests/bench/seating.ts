/**
 * `npm run bench -- seating [--assemblies 500] [--timed 300]`: seating of random assemblies in three rounds, beside
 * people who sit down at random; instances of the social golfer problem, in which nobody need meet anybody twice;
 * and the time of the seminar of 200 people at 25 tables.
 */
import { parseArgs } from 'node:util';
import type { Assembly, Seating, SeatingRules } from '#lib/domain/workshop/seating/assembly.ts';
import { fixedSeats } from '#lib/domain/workshop/seating/assembly.ts';
import { composeRounds } from '#lib/domain/workshop/seating/compose-seating.ts';
import {
  explainSeating,
  seatingRuleNames,
  type SeatingReport,
  type SeatingRuleName,
} from '#lib/domain/workshop/seating/explain-seating.ts';
import type { Figures } from '../support/figures.ts';
import { golfers, randomAssembly, randomShape, seminarShape } from '../support/random-assembly.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { percent, quantile, table } from './engine/tables.ts';

const ROUNDS = 3;
const TIME_MAX_MS = 100;
/** Every fifth assembly is the seminar. */
const SEMINAR_EVERY = 5;

const rules: SeatingRules = {
  perTable: [5, 8],
  countriesMin: 3,
  sameOrganisationMax: 2,
  sharedLanguage: true,
  neverTwiceAtTable: true,
};
/** Nothing but meeting strangers. */
const strangersOnly: SeatingRules = { ...rules, perTable: [0, 0], countriesMin: 0, neverTwiceAtTable: false };

export async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      assemblies: { type: 'string', default: '500' },
      timed: { type: 'string', default: '300' },
    },
  });
  const timesMs = timesOfSeminar(Number(values.timed));
  const compared = compare(Number(values.assemblies));
  const optima = [golf(9, 3, 4), golf(16, 4, 5), golf(20, 5, 4), golf(25, 5, 6), golf(32, 8, 5)];
  const time = { ...timesMs, goalMs: TIME_MAX_MS, met: timesMs.p99Ms < TIME_MAX_MS };
  process.stdout.write(`${[rulesTable(compared), golfTable(optima), timeTable(timesMs)].join('\n\n')}\n`);
  return { name: 'seating', ok: compared.wrong === 0, rounds: ROUNDS, ...compared, optima, time };
}

/** Of one rule in all assemblies and rounds. */
interface RuleFigures {
  readonly rule: SeatingRuleName;
  tables: number;
  tablesKept: number;
  tablesKeptAtRandom: number;
  broken: number;
  brokenAtRandom: number;
  /** With a reason that forbids it. */
  explained: number;
  /** Proven: no seating breaks it less often. */
  atLeast: number;
}

interface Compared {
  readonly assemblies: number;
  readonly people: number;
  readonly buddies: number;
  /** What must never be: more people than chairs, a host elsewhere, somebody standing beside an empty chair. */
  readonly wrong: number;
  readonly rules: readonly RuleFigures[];
}

function compare(count: number): Compared {
  const figures = seatingRuleNames.map((rule): RuleFigures => ({
    rule,
    tables: 0,
    tablesKept: 0,
    tablesKeptAtRandom: 0,
    broken: 0,
    brokenAtRandom: 0,
    explained: 0,
    atLeast: 0,
  }));
  let people = 0;
  let buddies = 0;
  let wrong = 0;
  for (let seed = 1; seed <= count; seed++) {
    const random = new SeededRandom(seed);
    const assembly = randomAssembly(random, seed % SEMINAR_EVERY === 0 ? seminarShape : randomShape(random));
    people += assembly.attendees.length;
    const composed = composeRounds(assembly, rules, [], ROUNDS, random);
    const history: Seating[] = [];
    for (const { seating, report } of composed) {
      wrong += mistakesIn(assembly, seating);
      buddies += report.tables.reduce((sum, each) => sum + each.buddies.length, 0);
      const shuffled = shuffledSeats(assembly, seating, random);
      addUp(figures, report, explainSeating(assembly, rules, history, shuffled));
      history.push(shuffled);
    }
  }
  return { assemblies: count, people, buddies, wrong, rules: figures };
}

function mistakesIn({ attendees, tables }: Assembly, seating: Seating): number {
  const numbers = [...seating.values()];
  const overfull = tables.filter(
    ({ number, capacity }) => numbers.filter((each) => each === number).length > capacity,
  );
  const elsewhere = [...fixedSeats(tables)].filter(([id, number]) => seating.get(id) !== number);
  const chairs = tables.reduce((sum, { capacity }) => sum + capacity, 0);
  return overfull.length + elsewhere.length + Math.min(chairs, attendees.length) - seating.size;
}

function addUp(figures: readonly RuleFigures[], composed: SeatingReport, atRandom: SeatingReport): void {
  for (const each of figures) {
    const ours = composed.rules.find(({ rule }) => rule === each.rule);
    const theirs = atRandom.rules.find(({ rule }) => rule === each.rule);
    each.tables += ours?.tablesAll ?? 0;
    each.tablesKept += ours?.tablesKept ?? 0;
    each.tablesKeptAtRandom += theirs?.tablesKept ?? 0;
    each.broken += ours?.broken ?? 0;
    each.brokenAtRandom += theirs?.broken ?? 0;
    each.explained += composed.shortfalls.filter(
      ({ code, because }) => code === each.rule && because !== 'other-rules',
    ).length;
    each.atLeast += ours?.atLeast ?? 0;
  }
}

/** The same tables of the same sizes, the same hosts, and whoever comes by on each other chair. */
function shuffledSeats({ tables }: Assembly, seating: Seating, random: SeededRandom): Seating {
  const fixed = fixedSeats(tables);
  const others = [...seating].filter(([id]) => !fixed.has(id));
  const chairs = others.map(([, number]) => number);
  for (let last = chairs.length - 1; last > 0; last--) {
    const other = random.int(last + 1);
    [chairs[last], chairs[other]] = [chairs[other] as number, chairs[last] as number];
  }
  return new Map([...seating, ...others.map(([id], index) => [id, chairs[index] as number] as const)]);
}

interface Golf {
  readonly people: number;
  readonly tables: number;
  readonly rounds: number;
  readonly seeds: number;
  /** Seeds with which nobody met anybody twice: the known optimum. */
  readonly reached: number;
  readonly meetingsAgain: number;
  readonly meetingsAgainAtRandom: number;
}

function golf(people: number, tables: number, rounds: number): Golf {
  const seeds = 20;
  const assembly = golfers(people, tables);
  const again = ({ rules: all }: SeatingReport) => all.find(({ rule }) => rule === 'met-again')?.broken ?? 0;
  let reached = 0;
  let meetingsAgain = 0;
  let atRandom = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const random = new SeededRandom(seed);
    const composed = composeRounds(assembly, strangersOnly, [], rounds, random);
    const meetings = composed.reduce((sum, { report }) => sum + again(report), 0);
    meetingsAgain += meetings / seeds;
    if (meetings === 0) reached += 1;
    const history: Seating[] = [];
    for (const { seating } of composed) {
      const shuffled = shuffledSeats(assembly, seating, random);
      atRandom += again(explainSeating(assembly, strangersOnly, history, shuffled)) / seeds;
      history.push(shuffled);
    }
  }
  return { people, tables, rounds, seeds, reached, meetingsAgain, meetingsAgainAtRandom: atRandom };
}

interface Times {
  readonly runs: number;
  /** Before anything was compiled. */
  readonly firstMs: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Of the processor: what others do on the same machine is not in it. */
  readonly cpuMedianMs: number;
  readonly cpuP99Ms: number;
}

function timesOfSeminar(runs: number): Times {
  const timesMs: number[] = [];
  const cpusMs: number[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const random = new SeededRandom(seed);
    const assembly = randomAssembly(random, seminarShape);
    const cpu = process.cpuUsage();
    const start = performance.now();
    composeRounds(assembly, rules, [], ROUNDS, random);
    timesMs.push(performance.now() - start);
    const { user, system } = process.cpuUsage(cpu);
    cpusMs.push((user + system) / 1_000);
  }
  const sorted = timesMs.toSorted((a, b) => a - b);
  const cpus = cpusMs.toSorted((a, b) => a - b);
  return {
    runs,
    firstMs: timesMs[0] ?? 0,
    medianMs: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    cpuMedianMs: quantile(cpus, 0.5),
    cpuP99Ms: quantile(cpus, 0.99),
  };
}

const rulesTable = ({ assemblies, people, buddies, rules: figures }: Compared): string =>
  table(
    `${assemblies} assemblies, ${people} people, ${ROUNDS} rounds; ${buddies} people understood through a buddy`,
    [
      '',
      'tables that keep it',
      'at random',
      'broken',
      'at random',
      'something forbids it',
      'proven unavoidable',
    ],
    figures.map((each) => [
      each.rule,
      percent(each.tablesKept / each.tables, 1),
      percent(each.tablesKeptAtRandom / each.tables, 1),
      String(each.broken),
      String(each.brokenAtRandom),
      String(each.explained),
      String(each.atLeast),
    ]),
  );

const golfTable = (optima: readonly Golf[]): string =>
  table(
    'Instances in which nobody need meet anybody twice',
    ['people / tables / rounds', 'optimum reached', 'pairs that meet again, mean', 'at random'],
    optima.map((each) => [
      `${each.people} / ${each.tables} / ${each.rounds}`,
      `${each.reached} of ${each.seeds}`,
      each.meetingsAgain.toFixed(1),
      each.meetingsAgainAtRandom.toFixed(1),
    ]),
  );

const timeTable = ({ runs, firstMs, medianMs, p99Ms, cpuMedianMs, cpuP99Ms }: Times): string =>
  table(
    `200 people, 25 tables, ${ROUNDS} rounds together, ${runs} times`,
    ['first, ms', 'median, ms', '99th percentile, ms', 'processor, median', 'processor, 99th', 'goal'],
    [[firstMs, medianMs, p99Ms, cpuMedianMs, cpuP99Ms, TIME_MAX_MS].map((ms) => ms.toFixed(0))],
  );

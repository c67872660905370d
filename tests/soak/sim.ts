/**
 * `npm run soak -- sim`: the real engine and the real peer under a simulated clock, network, store and
 * randomness. `--replay` runs the one schedule of `--seed` and prints all that happens in it.
 */
import '../sim/globals.ts';
import { runCampaign, type Campaign } from '../sim/campaign.ts';
import { fixtures } from '../sim/fixtures.ts';
import { drawSchedule } from '../sim/schedule.ts';
import { simulate } from '../sim/simulation.ts';
import type { Figures } from '../support/figures.ts';
import type { SoakOptions } from './options.ts';

const SCHEDULES = { small: 2_000, full: 1_000_000 };
const OPERATIONS = { small: 6, full: 200 };

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export async function run(options: SoakOptions): Promise<Figures> {
  const { size, seed, schedules = SCHEDULES[size], seconds = Infinity, replay = false } = options;
  const operations = options.operations ?? OPERATIONS[size];
  if (replay) return replayed(seed, operations);
  for (const { name, schedule } of fixtures()) {
    const { violation } = await simulate(schedule);
    if (violation !== null) return { name: 'sim', ok: false, seed, fixture: name, violation };
  }
  const startedAtMs = performance.now();
  const campaign = await runCampaign({
    ...{ seed, schedules, operations, secondsMax: seconds },
    onProgress: (so) => print(progress(so, startedAtMs)),
  });
  const { failure, ...counted } = campaign;
  if (failure) {
    print(`seed ${failure.seed}: ${failure.violation}`);
    print(JSON.stringify({ story: failure.violation, schedule: failure.reduced }));
    print(`again: npm run soak -- sim --seed ${failure.seed} --operations ${operations} --replay`);
  }
  return {
    ...{ name: 'sim', ok: failure === null, seed, fixtures: fixtures().length, ...counted },
    operationsPerSchedule: operations,
    failedSeed: failure?.seed ?? null,
    seconds: Number(((performance.now() - startedAtMs) / 1_000).toFixed(1)),
    cpuSeconds: Number((process.cpuUsage().user / 1e6).toFixed(1)),
  };
}

const progress = ({ schedules, operations, events, rows }: Campaign, startedAtMs: number): string =>
  `${schedules} schedules, ${operations} operations, ${events} events, ${rows} rows, ${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s`;

async function replayed(seed: number, operations: number): Promise<Figures> {
  const { violation, trace, events } = await simulate(drawSchedule(seed, operations), print);
  if (violation !== null) print(violation);
  return {
    name: 'sim',
    ok: violation === null,
    seed,
    operationsPerSchedule: operations,
    trace,
    events,
    violation,
  };
}

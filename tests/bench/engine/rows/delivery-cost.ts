/** What a delivery costs the server: one edit or one presence state that reaches one other person. */
import { HOCUSPOCUS, HOCUSPOCUS_BEST, RELAY, TANDEM, type Contender } from '../contenders.ts';
import { runLoad, type LoadResult } from '../load.ts';
import { residentKbOf } from '../processes.ts';
import { atLeast, atMost, type Goals, type RowKind, type RowOptions } from '../row-kind.ts';
import { scaledScenario, type Scenario } from '../scenarios.ts';
import { fixed, medianBy, percent, table } from '../tables.ts';

interface Run extends LoadResult {
  /** CPU seconds of the server for 1,000 deliveries. */
  readonly cost: number;
  /** Share of its core. */
  readonly busy: number;
  readonly residentMb: number;
}

/** The highest ratios of cost, ours to theirs, that are good enough. */
export interface CostGoals {
  readonly toRelay: number;
  readonly toHocuspocus?: number;
  readonly toItsBest?: number;
}

const LATENCY_P99_MS_MAX = 50;

export const deliveryCost = (scenario: Scenario, goals: CostGoals): RowKind => ({
  name: scenario.name,
  async run(contenders, options) {
    const load = scaledScenario(scenario, options);
    const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
    for (let round = 0; round < options.rounds; round += 1)
      for (const contender of contenders) {
        const run = await measure(contender, load, options);
        runs.get(contender.name)?.push(run);
        options.progress(`${scenario.name} ${contender.name}: ${brief(run)}`);
      }
    const medians = new Map<string, Run>();
    for (const [name, all] of runs) {
      const median = medianBy(all, ({ cost }) => cost);
      if (median) medians.set(name, median);
    }
    return {
      table: costTable(load, medians),
      figures: Object.fromEntries([...medians].map(([name, { cost }]) => [name, cost])),
      goals: reached(medians, goals),
    };
  },
});

async function measure(contender: Contender, scenario: Scenario, options: RowOptions): Promise<Run> {
  const { windowMs, profileFolder } = options;
  const server = await contender.start(profileFolder === undefined ? {} : { profileFolder });
  try {
    const result = await runLoad(scenario, server, { windowMs });
    return {
      ...result,
      cost: (result.cpuSeconds / result.deliveries) * 1_000,
      busy: result.cpuSeconds / result.seconds,
      residentMb: residentKbOf(server.pid) / 1_024,
    };
  } finally {
    await server.stop();
  }
}

const brief = (it: Run): string =>
  `${fixed(it.cost, 4)} s per 1,000, ${percent(it.busy)} of a core, edits ${percent(it.editsDelivered, 1)}, ` +
  `p99 ${fixed(it.latency.p99)} ms, generator ${percent(it.generatorBusy)}`;

const ratio = (medians: ReadonlyMap<string, Run>, name: string, other: string): number =>
  (medians.get(name)?.cost ?? Number.NaN) / (medians.get(other)?.cost ?? Number.NaN);

function reached(medians: ReadonlyMap<string, Run>, goals: CostGoals): Goals {
  const ours = medians.get(TANDEM);
  return {
    'cost to bare ws': atMost(ratio(medians, TANDEM, RELAY), goals.toRelay),
    ...(goals.toHocuspocus !== undefined && {
      'cost to Hocuspocus': atMost(ratio(medians, TANDEM, HOCUSPOCUS), goals.toHocuspocus),
    }),
    ...(goals.toItsBest !== undefined && {
      'cost to its best': atMost(ratio(medians, TANDEM, HOCUSPOCUS_BEST), goals.toItsBest),
    }),
    'p99 ms': atMost(ours?.latency.p99 ?? Number.NaN, LATENCY_P99_MS_MAX),
    'edits delivered': atLeast(ours?.editsDelivered ?? Number.NaN, 1),
  };
}

function costTable(scenario: Scenario, medians: ReadonlyMap<string, Run>): string {
  const { name, rooms, peoplePerRoom, editsPerSecond, presencePerSecond } = scenario;
  return table(
    `${name}: ${rooms} × ${peoplePerRoom} people, each ${editsPerSecond} edits/s and ${presencePerSecond} presence/s`,
    [
      '',
      'CPU s per 1,000 deliveries',
      '× bare ws',
      '× Hocuspocus',
      '× its best',
      'of a core',
      'deliveries/s',
      'edits delivered',
      'latency ms, median / p99',
      'memory MB',
      'generator',
    ],
    [...medians].map(([contender, it]) => [
      contender,
      fixed(it.cost, 4),
      ...[RELAY, HOCUSPOCUS, HOCUSPOCUS_BEST].map((other) => fixed(ratio(medians, contender, other), 2)),
      percent(it.busy),
      `${fixed(it.deliveries / it.seconds / 1_000)} k`,
      percent(it.editsDelivered, 1),
      `${fixed(it.latency.median)} / ${fixed(it.latency.p99)}`,
      fixed(it.residentMb),
      percent(it.generatorBusy),
    ]),
  );
}

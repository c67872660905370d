/**
 * How many edits a second one room takes: the pace is raised until somebody waits too long or misses something.
 * One person in ten reads everything, the others count bytes, so that the people are not the limit; where they
 * were nevertheless, the table says so.
 */
import { limits } from '#lib/core/limits.ts';
import { HOCUSPOCUS, HOCUSPOCUS_BEST, TANDEM, type Contender, type Running } from '../contenders.ts';
import { runLoad, type LoadResult } from '../load.ts';
import { GENERATOR_BUSY_MAX } from '../processes.ts';
import { atLeast, scaled, type RowKind, type RowOptions } from '../row-kind.ts';
import type { Scenario } from '../scenarios.ts';
import { fixed, percent, table } from '../tables.ts';

const PEOPLE = 200;
const READERS_EVERY = 10;
const LATENCY_P99_MS_MAX = 200;
const WINDOW_MS_MAX = 3_000;
const WARM_UP_MS = 1_000;
/** Of one person in a second. What our server takes of one socket is the highest that is tried. */
const FIRST_PACE = 5;
const PACE_MAX = limits.framesPerSecond * 0.95;
const BISECTIONS = 3;
const PACE_KEPT_MIN = 0.9;

type Limit = 'none' | 'latency' | 'delivery' | 'generator';

interface Step {
  readonly pace: number;
  readonly load: LoadResult;
  readonly limit: Limit;
}

interface Saturation {
  readonly best: Step | null;
  /** What ended it; `null`: even the highest pace held. */
  readonly failed: Step | null;
}

export const saturation: RowKind = {
  name: 'saturation',
  async run(contenders, options) {
    const found = new Map<string, Saturation>();
    for (const contender of contenders) found.set(contender.name, await saturate(contender, options));
    const rate = (name: string): number => deliveriesPerSecond(found.get(name)?.best);
    return {
      table: table(
        `saturation: 1 × ${scaled(PEOPLE, options)} people, edits only, p99 < ${LATENCY_P99_MS_MAX} ms and everything delivered`,
        ['', 'deliveries/s held', 'edits/s', 'latency ms, median / p99', 'generator', 'then'],
        [...found].map(([name, it]) => cells(name, it)),
      ),
      figures: Object.fromEntries([...found.keys()].map((name) => [name, Math.round(rate(name))])),
      goals: {
        'held to Hocuspocus': atLeast(rate(TANDEM) / rate(HOCUSPOCUS), 2),
        'held to its best': atLeast(rate(TANDEM) / rate(HOCUSPOCUS_BEST), 1.3),
      },
    };
  },
};

async function saturate(contender: Contender, options: RowOptions): Promise<Saturation> {
  const server = await contender.start();
  try {
    let best: Step | null = null;
    let failed: Step | null = null;
    for (let pace = FIRST_PACE; failed === null; pace = Math.min(PACE_MAX, pace * 2)) {
      let step = await tryPace(contender.name, server, pace, options);
      // Once more: one hiccup of the machine would hide everything above.
      if (step.limit !== 'none') step = await tryPace(contender.name, server, pace, options);
      if (step.limit === 'none') best = step;
      else failed = step;
      if (pace === PACE_MAX) break;
    }
    for (let round = 0; round < BISECTIONS && failed !== null; round += 1) {
      const step = await tryPace(contender.name, server, ((best?.pace ?? 0) + failed.pace) / 2, options);
      if (step.limit === 'none') best = step;
      else failed = step;
    }
    return { best, failed };
  } finally {
    await server.stop();
  }
}

async function tryPace(name: string, server: Running, pace: number, options: RowOptions): Promise<Step> {
  const scenario: Scenario = {
    name: 'saturation',
    rooms: 1,
    peoplePerRoom: scaled(PEOPLE, options, READERS_EVERY),
    editsPerSecond: pace,
    presencePerSecond: 0,
  };
  const windowMs = Math.min(WINDOW_MS_MAX, options.windowMs);
  const load = await runLoad(scenario, server, {
    windowMs,
    warmUpMs: WARM_UP_MS,
    readersEvery: READERS_EVERY,
  });
  const limit = limitOf(scenario, load);
  options.progress(
    `saturation ${name}: ${fixed(pace, 1)} edits/s each, p99 ${fixed(load.latency.p99)} ms, ` +
      `delivered ${percent(load.editsDelivered, 2)}, evenness ${percent(load.evenness, 1)}, server ` +
      `${percent(load.cpuSeconds / load.seconds)}, generator ${percent(load.generatorBusy)}: ${limit}`,
  );
  return { pace, load, limit };
}

/** What was wrong, and whether it was the people themselves. */
function limitOf({ peoplePerRoom }: Scenario, load: LoadResult): Limit {
  // One's own edits are not sent back: nobody gets what everybody got.
  const bytesMin = 0.97 - 2 / peoplePerRoom;
  const isWhole = load.editsDelivered >= 1 && load.evenness >= bytesMin && load.lost === 0;
  const isSlow = !(load.latency.p99 < LATENCY_P99_MS_MAX);
  if (isWhole && !isSlow && load.pace >= PACE_KEPT_MIN) return 'none';
  if (load.generatorBusy > GENERATOR_BUSY_MAX || load.pace < PACE_KEPT_MIN) return 'generator';
  return isWhole ? 'latency' : 'delivery';
}

const deliveriesPerSecond = (step: Step | null | undefined): number =>
  step ? step.load.deliveries / step.load.seconds : Number.NaN;

const REASONS: Readonly<Record<Limit, string>> = {
  none: '',
  latency: 'p99 too high',
  delivery: 'not all delivered',
  generator: 'the generator did not keep up: a lower bound',
};

function cells(name: string, { best, failed }: Saturation): readonly string[] {
  if (best === null) return [name, `below ${fixed(failed?.pace, 1)} edits/s each`, '–', '–', '–', '–'];
  const { load } = best;
  return [
    name,
    `${fixed(deliveriesPerSecond(best) / 1_000)} k`,
    fixed(load.editsSent / load.seconds),
    `${fixed(load.latency.median)} / ${fixed(load.latency.p99)}`,
    percent(load.generatorBusy),
    failed === null ? 'held at the most frames our server takes of one socket' : REASONS[failed.limit],
  ];
}

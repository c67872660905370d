/**
 * What one person more costs: a room from 25 to 400 people, ours beside the bare relay; and our plenary once more
 * with 10,000 documents in the database, which should change nothing.
 */
import { named, RELAY, TANDEM, type Contender } from '../contenders.ts';
import { runLoad, type LoadResult } from '../load.ts';
import { atMost, scaled, type Goals, type RowKind, type RowOptions } from '../row-kind.ts';
import { plenary } from '../scenarios.ts';
import { fixed, percent, table } from '../tables.ts';

const SIZES: readonly number[] = [25, 50, 100, 200, 400];
const PLENARY = 200;
const DOCUMENTS = 10_000;
/** Flat is what grows less than this while the people become sixteen times as many. */
const GROWTH_MAX = 1.5;
/** More than runs of the same differ by. */
const CHANGE_MAX = 1.15;
const PRESENCE_KB_PER_SECOND_MAX = 20;

interface Point {
  readonly name: string;
  readonly people: number;
  readonly documents: number;
  readonly load: LoadResult;
}

export const curve: RowKind = {
  name: 'curve',
  async run(contenders, options) {
    const points: Point[] = [];
    for (const people of SIZES)
      for (const contender of named(contenders, TANDEM, RELAY))
        points.push(await measure(contender, people, 0, options));
    for (const contender of named(contenders, TANDEM))
      points.push(await measure(contender, PLENARY, DOCUMENTS, options));
    return {
      table: table(
        `curve: 1 room, each ${plenary.editsPerSecond} edit/s and ${plenary.presencePerSecond} presence/s`,
        [
          '',
          'people',
          'server’s CPU ms per person and s',
          'latency ms, p99',
          'presence KB/s per person',
          'generator',
        ],
        points.map((point) => [
          point.documents === 0 ? point.name : `${point.name}, ${point.documents} documents in the database`,
          scaled(point.people, options),
          fixed(costOf(point, options), 3),
          fixed(point.load.latency.p99),
          fixed(point.load.presenceBytesPerSecond / 1_000, 1),
          percent(point.load.generatorBusy),
        ]),
      ),
      figures: Object.fromEntries(
        points.map((point) => [
          `${point.name} ${point.people}${point.documents === 0 ? '' : ' full'}`,
          costOf(point, options),
        ]),
      ),
      goals: reached(points, options),
    };
  },
};

async function measure(
  contender: Contender,
  people: number,
  documents: number,
  options: RowOptions,
): Promise<Point> {
  const server = await contender.start();
  try {
    if (documents > 0) await server.rooms(scaled(documents, options));
    const scenario = { ...plenary, peoplePerRoom: scaled(people, options) };
    const load = await runLoad(scenario, server, { windowMs: options.windowMs });
    const point = { name: contender.name, people, documents, load };
    options.progress(
      `curve ${contender.name}: ${scenario.peoplePerRoom} people, ${documents} documents, ` +
        `${fixed(costOf(point, options), 3)} ms per person and s, p99 ${fixed(load.latency.p99)} ms, ` +
        `generator ${percent(load.generatorBusy)}`,
    );
    return point;
  } finally {
    await server.stop();
  }
}

const costOf = ({ people, load }: Point, options: RowOptions): number =>
  (load.cpuSeconds * 1_000) / load.seconds / scaled(people, options);

function reached(points: readonly Point[], options: RowOptions): Goals {
  const ours = (people: number, isFull = false): Point | undefined =>
    points.find(
      (point) => point.name === TANDEM && point.people === people && point.documents > 0 === isFull,
    );
  const cost = (point: Point | undefined): number => (point ? costOf(point, options) : Number.NaN);
  const costs = SIZES.map((people) => cost(ours(people)));
  return {
    'presence KB/s per person': atMost(
      (ours(PLENARY)?.load.presenceBytesPerSecond ?? Number.NaN) / 1_000,
      PRESENCE_KB_PER_SECOND_MAX,
    ),
    'cost per person, 400 people to 25': atMost(
      (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN),
      GROWTH_MAX,
    ),
    'cost with 10,000 documents to without': atMost(
      cost(ours(PLENARY, true)) / cost(ours(PLENARY)),
      CHANGE_MAX,
    ),
  };
}

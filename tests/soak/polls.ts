/**
 * `npm run soak -- polls`: polls of 200 voters in the production hall over a database on the disk. They vote twice,
 * change their minds, send again what was answered already, come too late, spend too much; the server is restarted
 * in between. Each tally must be what the ledger on the disk adds up to, added up here by other means.
 */
import type { BallotView } from '#lib/domain/workshop/running/views.ts';
import type { BallotRule, Format } from '#lib/domain/workshop/format.ts';
import { SERVER_ACTOR } from '#lib/domain/workshop/running/commands.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import type { Figures } from '../support/figures.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { workshopStage, WORKSHOP, type WorkshopStage } from '../support/workshop-stage.ts';
import type { SoakOptions } from './options.ts';

const POLLS = { small: 20, full: 1_000 };
const VOTERS = 200;
const PER_WORKSHOP = 10;
const BUDGET = 4;
const OPTIONS = ['a', 'b', 'c', 'd'];

interface Counted {
  polls: number;
  votes: number;
  repeated: number;
  late: number;
  refused: number;
  wrong: string[];
}

export async function run({ size, seed, seconds = Infinity }: SoakOptions): Promise<Figures> {
  const counted: Counted = { polls: 0, votes: 0, repeated: 0, late: 0, refused: 0, wrong: [] };
  const random = new SeededRandom(seed);
  const endMs = performance.now() + seconds * 1_000;
  while (counted.polls < POLLS[size] && performance.now() < endMs) {
    const stage = await workshopStage(pollingFormat());
    try {
      await playWorkshop(stage, random, counted);
    } finally {
      await stage.close();
    }
  }
  for (const what of counted.wrong.slice(0, 20)) process.stdout.write(`${what}\n`);
  const { wrong, ...figures } = counted;
  return {
    name: 'polls',
    ok: wrong.length === 0 && figures.late > 0,
    seed,
    voters: VOTERS,
    ...figures,
    wrong: wrong.length,
  };
}

/** Cards are written once; then one poll after the other. */
function pollingFormat(): Format {
  const base = readFormats().find(({ id }) => id === 'discovery-tables')!;
  const first = base.stages[0]!;
  const ballot: BallotRule = {
    ...{ id: 'dots', by: ['participant'], method: 'dots', budget: BUDGET, on: 'cards', zones: ['told'] },
    tables: 'own',
  };
  const write = { ...first, id: 'write', zones: ['told'], mode: 'table' as const };
  return {
    ...base,
    stages: [
      { ...write, see: 'table', reveal: 'live', add: { by: ['participant'], kinds: ['fact'] } },
      {
        ...write,
        id: 'vote',
        loop: 'polls',
        repeat: PER_WORKSHOP,
        ballots: [ballot],
        see: 'own',
        reveal: 'stageEnd',
      },
      { ...write, id: 'look', loop: 'polls', repeat: PER_WORKSHOP },
    ],
  };
}

async function playWorkshop(stage: WorkshopStage, random: SeededRandom, counted: Counted): Promise<void> {
  await stage.layTables(1, VOTERS);
  await stage.do(SERVER_ACTOR, arrival('fac', 'facilitator', null));
  const voters = Array.from({ length: VOTERS }, (_, n) => `v${n}`);
  await Promise.all(voters.map((id) => stage.do(SERVER_ACTOR, arrival(id, 'participant', 1))));
  await stage.do('fac', { type: 'open' });
  for (const card of OPTIONS)
    await stage.do('v0', { type: 'add', card, kind: 'fact', zone: 'told', text: card, lang: 'en' });
  for (let round = 1; round <= PER_WORKSHOP; round++) {
    await stage.do('fac', { type: 'next' });
    await poll(stage, round, voters, random, counted);
    counted.polls += 1;
  }
}

const arrival = (id: string, role: 'facilitator' | 'participant', table: number | null) =>
  ({
    type: 'arrive',
    person: {
      ...{ id, role, table, country: null, organisation: null, languages: [], needs: [], isAdmitted: true },
    },
  }) as const;

async function poll(
  stage: WorkshopStage,
  round: number,
  voters: readonly string[],
  random: SeededRandom,
  counted: Counted,
): Promise<void> {
  const ballot = `dots:${round}`;
  const pick = <T>(list: readonly T[]): T => list[random.int(list.length)]!;
  const sent: { voter: string; key: string; option: string; value: number | null }[] = [];
  for (let n = 0; n < VOTERS * 3; n++)
    sent.push({
      voter: pick(voters),
      key: `${round}-${n}`,
      option: pick(OPTIONS),
      value: pick([null, 1, 2, 3, 4]),
    });
  const cast = ({ voter, key, option, value }: (typeof sent)[number]) =>
    stage.run(voter, { type: 'vote', ballot, option, value }, key);
  const half = sent.length / 2;
  const answers = await Promise.all(sent.slice(0, half).map(cast));
  // As after a power cut in the middle of it; whoever was not sure sends again.
  if (round % 3 === 0) stage.restart();
  const again = sent.slice(0, half).filter((_, n) => answers[n]?.ok && random.int(4) === 0);
  counted.repeated += again.length;
  await Promise.all(again.map(cast));
  answers.push(...(await Promise.all(sent.slice(half).map(cast))));
  counted.votes += answers.filter(({ ok }) => ok).length;
  counted.refused += answers.filter(({ ok }) => !ok).length;
  const screen = await stage.projector();
  if (screen.value<BallotView>(`ballot:${ballot}`)?.tally)
    counted.wrong.push(`${ballot}: told before the reveal`);
  await stage.do('fac', { type: 'next' });
  const late = await Promise.all(
    voters.slice(0, 20).map((voter, n) => cast({ voter, key: `late-${round}-${n}`, option: 'a', value: 1 })),
  );
  counted.late += late.filter(({ ok }) => !ok).length;
  if (late.some(({ ok }) => ok)) counted.wrong.push(`${ballot}: a late vote counted`);
  await compare(stage, ballot, screen.value<BallotView>(`ballot:${ballot}`), counted);
  screen.connection?.closed();
}

/** The ledger, line by line, against what the screens were told. */
async function compare(
  stage: WorkshopStage,
  ballot: string,
  told: BallotView | null,
  counted: Counted,
): Promise<void> {
  const last = new Map<string, { option: string; voter: string; dots: number }>();
  for (const { actor, command } of await stage.stores.workshops.log(WORKSHOP, 0))
    if (command.type === 'vote' && command.ballot === ballot)
      last.set(`${command.option} ${actor}`, {
        ...{ option: command.option, voter: actor, dots: Number(command.value ?? 0) },
      });
  const sums = new Map<string, number>();
  const spent = new Map<string, number>();
  for (const { option, voter, dots } of last.values()) {
    if (dots > 0) sums.set(option, (sums.get(option) ?? 0) + dots);
    spent.set(voter, (spent.get(voter) ?? 0) + dots);
  }
  if (Math.max(0, ...spent.values()) > BUDGET) counted.wrong.push(`${ballot}: somebody spent too much`);
  const tally = new Map(told?.tally?.map(({ option, sum }) => [option, sum]));
  const differs = [...new Set([...sums.keys(), ...tally.keys()])].filter(
    (it) => sums.get(it) !== tally.get(it),
  );
  if (differs.length > 0)
    counted.wrong.push(`${ballot}: told ${differs.join(', ')} otherwise than the ledger`);
}

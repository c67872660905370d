/**
 * `npm run soak -- seminar [--seconds N]`: 200 people at 25 tables play one workshop of discovery tables, as real
 * clients of a real server; a fifth of them loses the line now and then. Nothing may be lost, nothing forbidden
 * may happen, nothing hidden may arrive, and all screens stand on the same stage.
 */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import { stepsOf, type Step } from '#lib/domain/workshop/steps.ts';
import type { CardView, MeView, NowView } from '#lib/domain/workshop/running/views.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import type { Figures } from '../support/figures.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { joinByLink, newWorkshop, signedIn, WorkshopDevice } from '../support/workshop-client.ts';
import type { SoakOptions } from './options.ts';

const SIZES = {
  small: { people: 24, seconds: 12 },
  full: { people: 200, seconds: 300 },
};
const PER_TABLE = 8;
const COUNTRIES = ['FR', 'IT', 'FI', 'BE', 'IE', 'NL', 'DE'];

export async function run({ size, seed, seconds = SIZES[size].seconds }: SoakOptions): Promise<Figures> {
  const server = await startServer();
  try {
    const hall = new SeminarRun(server, seed, SIZES[size].people, seconds);
    return await hall.play();
  } finally {
    await server.stop();
  }
}

interface Guest {
  readonly device: WorkshopDevice;
  readonly name: string;
  id: string;
  /** Cards that this screen was told of. */
  readonly seen: Map<string, CardView>;
}

class SeminarRun {
  readonly #server: RunningServer;
  readonly #random: SeededRandom;
  readonly #people: number;
  readonly #seconds: number;
  readonly #steps: readonly Step[];
  readonly #guests: Guest[] = [];
  /** When a card's words were sent, by its id. */
  readonly #sentAt = new Map<string, number>();
  readonly #latenciesMs: number[] = [];
  readonly #stageLagsMs: number[] = [];
  /** Cards that wait for the reveal → their writer's name. */
  readonly #hidden = new Map<string, string>();
  readonly #lost: string[] = [];
  readonly #leaked: string[] = [];
  readonly #acknowledged = new Set<string>();
  #forbidden = { tried: 0, refused: 0 };
  #drops = 0;
  #cards = 0;
  #votes = 0;
  #commands = 0;

  constructor(server: RunningServer, seed: number, people: number, seconds: number) {
    this.#server = server;
    this.#random = new SeededRandom(seed);
    this.#people = people;
    this.#seconds = seconds;
    const format = readFormats().find(({ id }) => id === 'discovery-tables');
    if (!format) throw new Error('discovery tables are missing');
    this.#steps = stepsOf(format);
  }

  async play(): Promise<Figures> {
    const facilitator = await signedIn(this.#server, 'facilitator');
    const workshop = await newWorkshop(this.#server, facilitator, { people: this.#people });
    const steer = new WorkshopDevice(this.#server, workshop.id, { cookie: facilitator, as: 'steer' });
    await until(() => steer.people.length === 1);
    const joinSeconds = await this.#join(workshop.id, workshop.secret);
    process.stdout.write(`${this.#people} people joined in ${joinSeconds.toFixed(1)} s\n`);
    await must(steer.run({ type: 'open' }));
    await this.#seat(steer, workshop.id, facilitator);
    const cpuBefore = cpuSecondsOf(this.#server.pid);
    const begun = performance.now();
    const minutes = this.#steps.reduce((sum, { stage }) => sum + stage.minutes, 0);
    for (const step of this.#steps) {
      const ms = (step.stage.minutes / minutes) * this.#seconds * 1_000;
      process.stdout.write(`${step.stage.id} ${step.round}/${step.rounds}\n`);
      await this.#playStep(step, ms);
      if (step.index + 1 < this.#steps.length) await this.#next(steer, step.index + 1);
    }
    const elapsed = (performance.now() - begun) / 1_000;
    const cpu = cpuSecondsOf(this.#server.pid) - cpuBefore;
    await this.#verify(workshop.id);
    const stats = this.#figures(joinSeconds, elapsed, cpu);
    for (const { device } of this.#guests) device.close();
    steer.close();
    return stats;
  }

  /** Everybody scans the code in the same minute, behind one address. */
  async #join(id: string, secret: string): Promise<number> {
    const begun = performance.now();
    const names = Array.from({ length: this.#people }, (_, n) => `Participant ${n + 1}`);
    for (let at = 0; at < names.length; at += 20)
      await Promise.all(
        names.slice(at, at + 20).map(async (name, n) => {
          const country = COUNTRIES[(at + n) % COUNTRIES.length] ?? 'FR';
          const cookie = await joinByLink(this.#server, secret, { name, country });
          const device = new WorkshopDevice(this.#server, id, { cookie }, () => this.#random.next());
          const guest: Guest = { device, name, id: '', seen: new Map() };
          this.#watch(guest);
          this.#guests.push(guest);
        }),
      );
    await until(() => this.#guests.every(({ device }) => device.people.length === 1));
    for (const guest of this.#guests) guest.id = guest.device.people[0] ?? '';
    return (performance.now() - begun) / 1_000;
  }

  #watch(guest: Guest): void {
    guest.device.onText = (text) => {
      for (const [card, writer] of this.#hidden)
        if (writer !== guest.name && text.includes(card)) this.#leaked.push(`${card} reached ${guest.name}`);
    };
    guest.device.onPart = (part) => {
      if (part.t !== 'told') return;
      for (const [key, value] of Object.entries(part.set))
        if (key.startsWith('card:') && value) guest.seen.set(key.slice(5), value as CardView);
      // What comes again after a cut is no news.
      if (part.whole) return;
      for (const key of Object.keys(part.set)) {
        const sentAt = key.startsWith('card:') ? this.#sentAt.get(key.slice(5)) : undefined;
        if (sentAt !== undefined) this.#latenciesMs.push(performance.now() - sentAt);
      }
    };
  }

  async #seat(steer: WorkshopDevice, id: string, cookie: string): Promise<void> {
    const answer = await fetch(`${this.#server.url}/api/v1/workshops/${id}/seating`, {
      method: 'POST',
      headers: {
        cookie,
        origin: this.#server.url,
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
      },
      body: '{}',
    });
    if (!answer.ok) throw new Error(`not seated: ${answer.status}`);
    await until(() => this.#guests.every(({ device }) => device.value<MeView>('me')?.table));
    // One at each table writes down what is told.
    const tables = new Map(this.#guests.map((guest) => [guest.device.value<MeView>('me')?.table, guest]));
    for (const guest of tables.values())
      await must(steer.run({ type: 'assign', person: guest.id, role: 'scribe' }));
  }

  async #next(steer: WorkshopDevice, index: number): Promise<void> {
    const at = performance.now();
    // From now on they may be seen.
    this.#hidden.clear();
    await must(steer.run({ type: 'next', despite: 'the plan' }));
    const seen = new Map<Guest, number>();
    while (seen.size < this.#guests.length && performance.now() - at < 20_000) {
      for (const guest of this.#guests)
        if (!seen.has(guest) && guest.device.value<NowView>('now')?.step === index)
          seen.set(guest, performance.now() - at);
      await delay(5);
    }
    // Who has no line at that moment stands on it as soon as they are back.
    for (const [guest, ms] of seen) if (guest.device.state.kind === 'live') this.#stageLagsMs.push(ms);
    if (seen.size < this.#guests.length)
      this.#lost.push(`${this.#guests.length - seen.size} never came to ${index}`);
  }

  async #playStep(step: Step, ms: number): Promise<void> {
    const until = performance.now() + ms;
    await Promise.all(this.#guests.map((guest) => this.#act(guest, step, until)));
  }

  /** At human pace, for the time that a stage has here: something now and then. */
  async #act(guest: Guest, step: Step, untilMs: number): Promise<void> {
    const paceMs = Math.max(400, ((untilMs - performance.now()) / 3) * (0.5 + this.#random.next()));
    for (;;) {
      await delay(paceMs * (0.5 + this.#random.next()));
      // What is sent now is still answered in this stage.
      if (performance.now() > untilMs - 300) return;
      const chance = this.#random.next();
      if (chance < 0.07) {
        guest.device.drop();
        this.#drops += 1;
        continue;
      }
      if (chance < 0.2) await this.#tryForbidden(guest, step);
      else await this.#doSomething(guest, step);
    }
  }

  async #doSomething(guest: Guest, { stage, index }: Step): Promise<void> {
    const me = guest.device.value<MeView>('me');
    if (!me) return;
    if (stage.rotation === 'chooseCapped' && me.role === 'participant') {
      // It may be full: then it is refused, and rightly.
      await guest.device.run({
        type: 'sit',
        table: 1 + this.#random.int(Math.ceil(this.#people / PER_TABLE)),
      });
      this.#commands += 1;
      return;
    }
    const ballot = stage.ballots?.[0];
    if (ballot && me.role === 'participant') {
      guest.device.look(...me.visited);
      const own = me.table;
      const cards = [...guest.seen.values()].filter(
        (it) => ballot.zones.includes(it.zone) && (it.table === own || me.visited.includes(it.table)),
      );
      const option = cards[this.#random.int(Math.max(1, cards.length))];
      if (!option || option.status !== 'active') return;
      this.#commands += 1;
      const value = 1 + this.#random.int(3);
      const code = await guest.device.run({
        type: 'vote',
        ballot: `${ballot.id}:1`,
        option: option.id,
        value,
      });
      if (code === null) this.#votes += 1;
      else if (code !== 'budget-spent') this.#lost.push(`${guest.name} votes: ${code}`);
      return;
    }
    if (!stage.add?.by.includes(me.role) || me.written >= (stage.add.maxEach ?? 3)) return;
    const kinds = stage.add.kinds.filter((it) => it !== 'contact');
    const zone = stage.zones.find((it) => it !== 'contacts') ?? '';
    const card = `c${index}x${(this.#cards += 1)}x${guest.id}`;
    const kind = kinds[this.#random.int(kinds.length)] ?? '';
    if (stage.see === 'own') this.#hidden.set(card, guest.name);
    else this.#sentAt.set(card, performance.now());
    this.#commands += 1;
    const code = await guest.device.run({ type: 'add', card, kind, zone, text: `Said ${card}`, lang: 'en' });
    if (code === null) this.#acknowledged.add(card);
    // The stage may have ended while the line was away, or two of the last ones have met.
    else if (!['too-many', 'not-in-stage', 'zone-not-here', 'kind-not-here', 'not-your-role'].includes(code))
      this.#lost.push(`${guest.name}: ${code}`);
  }

  async #tryForbidden(guest: Guest, { stage }: Step): Promise<void> {
    const own = guest.id;
    const other = this.#guests[this.#random.int(this.#guests.length)];
    const tries: Command[] = [
      { type: 'next' },
      { type: 'reveal' },
      { type: 'freeze', on: true },
      { type: 'assign', person: own, role: 'facilitator' },
      { type: 'dismiss', person: other?.id ?? own },
      { type: 'seat', seats: { [own]: 1 } },
      { type: 'add', card: `x${own}`, kind: 'milestone', zone: 'told', text: 'no', lang: 'en' },
      ...(stage.ballots ? [] : [{ type: 'vote', ballot: 'dots:1', option: 'x', value: 1 } as const]),
    ];
    this.#forbidden.tried += 1;
    this.#commands += 1;
    const code = await guest.device.run(tries[this.#random.int(tries.length)] ?? { type: 'next' });
    if (code !== null) this.#forbidden.refused += 1;
  }

  /** Every card that was confirmed is in the log, on the disk. */
  async #verify(id: string): Promise<void> {
    const db = new DatabaseSync(join(this.#server.dataDir, 'tandem.db'), { readOnly: true });
    const rows = db.prepare('SELECT command FROM workshop_command WHERE workshop = ? ORDER BY seq').all(id);
    db.close();
    const written = new Set(
      rows
        .map((row) => JSON.parse(String(row.command)) as Command)
        .flatMap((it) => (it.type === 'add' ? [it.card] : [])),
    );
    for (const card of this.#acknowledged)
      if (!written.has(card)) this.#lost.push(`${card} is not in the log`);
  }

  #figures(joinSeconds: number, elapsed: number, cpu: number): Figures {
    const latency = summary(this.#latenciesMs);
    const stage = summary(this.#stageLagsMs);
    for (const what of [...this.#lost, ...this.#leaked].slice(0, 20)) process.stdout.write(`${what}\n`);
    const { tried, refused } = this.#forbidden;
    const ok =
      this.#lost.length === 0 &&
      this.#leaked.length === 0 &&
      tried === refused &&
      tried > 0 &&
      stage.max < 1_000;
    return {
      name: 'seminar',
      ok,
      people: this.#people,
      tables: Math.ceil(this.#people / PER_TABLE),
      seconds: Math.round(elapsed),
      joinSeconds: Number(joinSeconds.toFixed(1)),
      commands: this.#commands,
      cardsConfirmed: this.#acknowledged.size,
      votesConfirmed: this.#votes,
      lost: this.#lost.length,
      leaked: this.#leaked.length,
      forbiddenTried: tried,
      forbiddenRefused: refused,
      linesCut: this.#drops,
      commandToScreenMs: latency,
      stageToScreenMs: stage,
      serverCpuShare: Number((cpu / elapsed).toFixed(3)),
      serverMemoryMb: memoryMbOf(this.#server.pid),
    };
  }
}

async function must(answer: Promise<string | null>): Promise<void> {
  const code = await answer;
  if (code !== null) throw new Error(`refused: ${code}`);
}

async function until(holds: () => unknown, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not come to that');
    await delay(20);
  }
}

function summary(values: readonly number[]): { median: number; p99: number; max: number; count: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p99: at(0.99), max: at(1), count: sorted.length };
}

const TICKS_PER_SECOND = 100;
/** User and system time of a process, from Linux's own count. */
function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

const memoryMbOf = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

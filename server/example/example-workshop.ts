import { assert } from '#lib/core/assert.ts';
import type { Format, SessionRole, Words } from '#lib/domain/workshop/format.ts';
import { applyCommand } from '#lib/domain/workshop/running/apply-command.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import {
  SERVER_ACTOR,
  type Actor,
  type Command,
  type LogEntry,
} from '#lib/domain/workshop/running/commands.ts';
import {
  MINUTE_MS,
  newWorkshop,
  stepOf,
  type Participant,
} from '#lib/domain/workshop/running/workshop-state.ts';
import type { ParticipantRow } from '#lib/domain/workshop/workshop.ts';

/**
 * The example's running workshop: in its second round, a hundred people write in silence. It is made by playing
 * it: each command of its people is checked as a real one is, so that nothing stands there that nobody could do.
 */
export interface WorkshopFile {
  readonly id: string;
  readonly format: string;
  readonly titles: Words;
  readonly questions: Words;
  readonly languages: readonly string[];
  readonly tables: readonly {
    readonly number: number;
    readonly country: string;
    readonly languages: readonly string[];
    readonly topics: Words;
  }[];
  readonly cards: readonly (Takeaway & { readonly id: string; readonly table: number })[];
  readonly takeaways: readonly Takeaway[];
  readonly more: readonly Takeaway[];
}
export interface Takeaway {
  readonly kind: string;
  readonly lang: string;
  readonly text: string;
}

const SILENT_STAGE = 'note';
const ROUND = 2;
/** Of its four minutes, 2 min 20 s are left. */
const WRITTEN_FOR_MS = 100_000;
const PARTICIPANTS_PER_TABLE = 2;

/** What people of a country understand. */
const understood: Readonly<Record<string, readonly string[]>> = {
  FR: ['fr', 'en'],
  IE: ['en'],
  FI: ['fi', 'en'],
  IT: ['it', 'fr'],
  BE: ['nl', 'fr'],
};
const countries = Object.keys(understood);
const countryOf = (lang: string): string => countries.find((it) => understood[it]?.[0] === lang) ?? 'FR';

export const isExamplePerson = (id: string): boolean => id.startsWith('msf-person-');
const idOf = (role: string, number: number): string => `msf-person-${role}-${number}`;

export interface PlayedWorkshop {
  readonly people: readonly ParticipantRow[];
  readonly log: readonly LogEntry[];
}

/** Everything that happened in it until now. */
export function playExampleWorkshop(file: WorkshopFile, format: Format, nowMs: number): PlayedWorkshop {
  const played = new Play(format, nowMs);
  const names = new Map<string, string>();
  const arrive = (
    id: string,
    name: string,
    person: Pick<Participant, 'role' | 'country' | 'languages' | 'table'>,
  ) => {
    names.set(id, name);
    const rest = { organisation: null, needs: [], isAdmitted: true };
    played.does(SERVER_ACTOR, { type: 'arrive', person: { id, ...person, ...rest } });
  };
  const [, capacity] = format.group.perTable;
  played.does(SERVER_ACTOR, {
    type: 'tables',
    tables: file.tables.map(({ number, topics, languages }) => ({ number, topics, languages, capacity })),
  });
  const lead = idOf('facilitator', 1);
  arrive(lead, 'Facilitator (scripted)', {
    ...{ role: 'facilitator', country: 'FR', languages: ['fr', 'en'], table: null },
  });
  for (const { number, country, languages } of file.tables)
    for (const [role, called] of [
      ['host', 'Host'],
      ['scribe', 'Scribe'],
    ] as const)
      arrive(idOf(role, number), `${called} T${String(number).padStart(2, '0')} (${country})`, {
        // A scribe writes down what guests from elsewhere say, too.
        ...{ role, country, languages: [...new Set([...languages, ...(role === 'scribe' ? ['en'] : [])])] },
        table: number,
      });
  const guests = guestsOf(file);
  for (const { id, number, country } of guests)
    arrive(id, `Participant ${number} (${country}, scripted)`, {
      ...{ role: 'participant', country, languages: understood[country] ?? [], table: null },
    });

  played.does(lead, { type: 'open' });
  for (;;) {
    const { stageId, round } = stepOf(played.state);
    if (stageId === 'choose')
      for (const { id, tables } of guests) played.does(id, { type: 'sit', table: tables[0] });
    if (stageId === 'move')
      for (const { id, tables } of guests) played.does(id, { type: 'sit', table: tables[1] });
    if (round === 1) for (const card of file.cards) writeCard(played, card);
    if (stageId === SILENT_STAGE && round === ROUND) break;
    played.passes();
    played.does(lead, { type: 'next' });
  }
  file.takeaways.forEach((card, index) => writeTakeaway(played, card, `msf-card-${index + 1}`));
  const people = [...names].map(([id, name]) => ({
    id,
    workshopId: file.id,
    name,
    personId: null,
    deviceId: null,
  }));
  return { people, log: played.log };
}

/** Two to a table in each round; at the tables of the first round's cards one of them writes its language. */
function guestsOf({ tables, cards }: WorkshopFile) {
  return Array.from({ length: tables.length * PARTICIPANTS_PER_TABLE }, (_, index) => {
    const table = (index % tables.length) + 1;
    const lap = Math.floor(index / tables.length);
    const card = lap === 0 ? cards.find((it) => it.table === table) : undefined;
    const country = card ? countryOf(card.lang) : (countries[(index + lap * 2) % countries.length] ?? 'FR');
    const next = ((table + 6 + lap * 4) % tables.length) + 1;
    return { id: idOf('guest', index + 1), number: index + 1, country, tables: [table, next] as const };
  });
}

/** In the stage that asks for such cards, by whoever may write them at its table. */
function writeCard(played: Play, { id, table, kind, lang, text }: WorkshopFile['cards'][number]): void {
  const card = `msf-card-${id.toLowerCase()}`;
  if (played.state.cards.has(card)) return;
  const { stage } = stepOf(played.state);
  const [zone = ''] = stage.zones.slice(stage.id === 'exchange' ? 1 : 0);
  const command = { type: 'add', card, kind, zone, lang, text } as const;
  const roles: readonly SessionRole[] = ['participant', 'scribe'];
  const writers = [...played.state.people.values()]
    .filter((it) => it.table === table && roles.includes(it.role))
    .sort((a, b) => Number(b.languages[0] === lang) - Number(a.languages[0] === lang));
  const writer = writers.find((it) => played.may(it.id, command));
  if (writer) played.does(writer.id, command);
}

function writeTakeaway(played: Play, { kind, lang, text }: Takeaway, card: string): void {
  const command = { type: 'add', card, kind, zone: 'takeaways', lang, text } as const;
  const people = [...played.state.people.values()].filter(({ role }) => role === 'participant');
  // Whoever has written least of those who speak it.
  const written = (id: string) => [...played.state.cards.values()].filter((it) => it.author === id).length;
  const [writer] = people
    .filter((it) => played.may(it.id, command))
    .sort(
      (a, b) =>
        Number(b.languages.includes(lang)) - Number(a.languages.includes(lang)) ||
        written(a.id) - written(b.id),
    );
  assert(writer, 'somebody of the example may write a take-away');
  played.does(writer.id, command);
}

/** Plays a workshop so that it stands in its silent stage now. */
class Play {
  readonly state;
  readonly log: LogEntry[] = [];
  #atMs: number;

  constructor(format: Format, nowMs: number) {
    this.state = newWorkshop(format);
    const silent = this.state.steps.find((it) => it.stageId === SILENT_STAGE && it.round === ROUND);
    assert(silent, 'the example’s format has the stage in which it stands');
    this.#atMs = nowMs - WRITTEN_FOR_MS - silent.startsAtMinute * MINUTE_MS;
  }

  may(actor: Actor, command: Command): boolean {
    return checkCommand(this.state, actor, command, this.#atMs) === null;
  }

  does(actor: Actor, command: Command): void {
    const refusal = checkCommand(this.state, actor, command, this.#atMs);
    assert(!refusal, `the example’s ${command.type} is refused: ${refusal?.code}`);
    const seq = this.log.length + 1;
    const entry = { seq, atMs: this.#atMs, actor, key: `msf-${seq}`, command };
    applyCommand(this.state, entry);
    this.log.push(entry);
  }

  /** To the end of the stage. */
  passes(): void {
    this.#atMs += stepOf(this.state).stage.minutes * MINUTE_MS;
  }
}

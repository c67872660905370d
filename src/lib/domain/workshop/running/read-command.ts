import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { sessionRoles } from '../format.ts';
import type { Command, CommandType } from './commands.ts';

/** Reads a command from the wire: shapes, lengths and ranges; nothing unknown is taken over. */
export function readCommand(value: unknown): Result<Command> {
  if (!isRecord(value)) return problem('command-malformed', 'not an object');
  const { type } = value;
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return problem('command-unknown');
  const shape: Shape = shapes[type as CommandType];
  const command: Record<string, unknown> = { type };
  for (const [name, { read, isOptional }] of Object.entries(shape)) {
    const given = value[name];
    if (given === undefined && isOptional) continue;
    const found = read(given);
    if (found === INVALID) return problem('command-malformed', `${type}.${name}`);
    command[name] = found;
  }
  const strange = Object.keys(value).find((name) => name !== 'type' && !Object.hasOwn(shape, name));
  if (strange !== undefined) return problem('command-malformed', `${type}.${strange.slice(0, 40)}`);
  return ok(command as unknown as Command);
}

const INVALID = Symbol('invalid');
type Read = (value: unknown) => unknown;
type Shape = Readonly<Record<string, { readonly read: Read; readonly isOptional: boolean }>>;

const need = (read: Read) => ({ read, isOptional: false });
const maybe = (read: Read) => ({ read, isOptional: true });
const when =
  (holds: (value: unknown) => boolean): Read =>
  (value) =>
    holds(value) ? value : INVALID;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const flag = when((it) => typeof it === 'boolean');
/** What this program mints, and names of a format. */
const name = when((it) => typeof it === 'string' && /^[\w-]{1,64}$/.test(it));
const optionName = when((it) => typeof it === 'string' && /^[\w-]{1,64}$/.test(it));
const ballotName = when((it) => typeof it === 'string' && /^[\w-]{1,64}:\d{1,3}$/.test(it));
const language = when((it) => typeof it === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/i.test(it));
const table = when((it) => Number.isInteger(it) && (it as number) >= 0 && (it as number) <= limits.tablesMax);
const stepIndex = when((it) => Number.isInteger(it) && (it as number) >= 0);
const place = when((it) => typeof it === 'number' && Math.abs(it) <= limits.boardSizePxMax);
const minutes = when((it) => Number.isInteger(it) && Math.abs(it as number) <= 60 && it !== 0);
const capacity = when(
  (it) => Number.isInteger(it) && (it as number) > 0 && (it as number) <= limits.workshopPeopleMax,
);
const role = when((it) => (sessionRoles as readonly unknown[]).includes(it));
const text =
  (lengthMax: number): Read =>
  (value) => {
    if (typeof value !== 'string') return INVALID;
    const tidy = value.trim();
    return tidy.length <= lengthMax ? tidy : INVALID;
  };
const cardText = text(limits.cardTextLengthMax);
const shortText = text(limits.cardFieldLengthMax);
const orNull =
  (read: Read): Read =>
  (value) =>
    value === null ? null : read(value);

const listOf =
  (read: Read, countMax: number): Read =>
  (value) => {
    if (!Array.isArray(value) || value.length > countMax) return INVALID;
    const list = value.map(read);
    return list.includes(INVALID) ? INVALID : list;
  };

const recordOf =
  (key: Read, read: Read, countMax: number): Read =>
  (value) => {
    if (!isRecord(value) || Object.keys(value).length > countMax) return INVALID;
    const entries = Object.entries(value).map(([at, it]) => [key(at), read(it)] as const);
    if (entries.flat().includes(INVALID)) return INVALID;
    return Object.fromEntries(entries as [string, unknown][]);
  };

const shaped =
  (shape: Shape): Read =>
  (value) => {
    if (!isRecord(value)) return INVALID;
    const found: Record<string, unknown> = {};
    for (const [at, { read, isOptional }] of Object.entries(shape)) {
      if (value[at] === undefined && isOptional) continue;
      found[at] = read(value[at]);
    }
    return Object.values(found).includes(INVALID) ? INVALID : found;
  };

const oneOf =
  (...reads: readonly Read[]): Read =>
  (value) => {
    for (const read of reads) {
      const found = read(value);
      if (found !== INVALID) return found;
    }
    return INVALID;
  };

const words = recordOf(language, shortText, 12);
const fields = recordOf(name, shortText, 12);
const degree = when((it) => typeof it === 'number' && it >= 0 && it <= 100);
const consent = shaped({
  says: need(when((it) => it === 'consent' || it === 'objection' || it === 'abstain')),
  reason: maybe(shortText),
});

const shapes = {
  add: {
    card: need(name),
    kind: need(name),
    zone: need(name),
    text: need(cardText),
    lang: need(language),
    fields: maybe(fields),
    parent: maybe(name),
    lane: maybe(name),
    x: maybe(place),
    y: maybe(place),
    table: maybe(table),
  },
  edit: { card: need(name), text: maybe(cardText), lang: maybe(language), fields: maybe(fields) },
  move: { card: need(name), zone: maybe(name), lane: maybe(orNull(name)), x: maybe(place), y: maybe(place) },
  remove: { card: need(name) },
  stack: { card: need(name), under: need(orNull(name)) },
  comment: { card: need(name), text: need(shortText) },
  park: { card: need(name), on: need(flag) },
  hide: { card: need(name), reason: need(orNull(shortText)) },
  vote: {
    ballot: need(ballotName),
    option: need(optionName),
    value: need(orNull(oneOf(degree, consent, recordOf(name, degree, 12)))),
  },
  ask: { on: need(flag) },
  queue: { open: need(flag) },
  give: { to: need(orNull(name)) },
  help: { on: need(flag) },
  confirm: { on: need(flag) },
  consent: { on: need(flag) },
  sit: { table: need(orNull(table)) },
  seat: { seats: need(recordOf(name, orNull(table), limits.workshopPeopleMax)) },
  rehearse: {},
  open: {},
  close: {},
  reset: {},
  start: {},
  pause: {},
  extend: { minutes: need(minutes) },
  next: { despite: maybe(shortText), from: maybe(stepIndex) },
  back: { from: maybe(stepIndex) },
  reveal: {},
  tables: {
    tables: need(
      listOf(
        shaped({
          number: need(when((it) => Number.isInteger(it) && (it as number) >= 1)),
          topics: need(words),
          capacity: need(capacity),
          languages: need(listOf(language, 12)),
        }),
        limits.tablesMax,
      ),
    ),
  },
  topic: { table: need(table), words: need(words) },
  lock: { zone: need(name), table: maybe(table), on: need(flag) },
  freeze: { on: need(flag) },
  callBack: { on: need(flag) },
  broadcast: { words: need(orNull(words)) },
  spotlight: { on: need(orNull(oneOf(shaped({ table: need(table) }), shaped({ card: need(name) })))) },
  arrive: {
    person: need(
      shaped({
        id: need(name),
        role: need(role),
        country: need(orNull(when((it) => typeof it === 'string' && /^[A-Z]{2}$/.test(it)))),
        organisation: need(orNull(shortText)),
        languages: need(listOf(language, 12)),
        needs: need(listOf(name, 12)),
        table: need(orNull(table)),
        isAdmitted: need(flag),
      }),
    ),
  },
  admit: { people: need(listOf(name, limits.workshopPeopleMax)) },
  leave: {},
  dismiss: { person: need(name) },
  assign: { person: need(name), role: need(role) },
} as const satisfies Record<CommandType, Shape>;

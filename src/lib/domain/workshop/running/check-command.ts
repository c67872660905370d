import { limits } from '#lib/core/limits.ts';
import type { CardKind } from '../format.ts';
import { mayVote } from './ballots.ts';
import { SERVER_ACTOR, type Actor, type Command, type CommandOf } from './commands.ts';
import { gateOf, gatesOf, lanesOf } from './gates.ts';
import { isFacilitator, isRunning, mayAdd, mayChange, refuse, tableFor, type Refusal } from './rights.ts';
import {
  ROOM,
  isOfRoom,
  MINUTE_MS,
  seatedAt,
  stepOf,
  zoneKey,
  zoneOf,
  type Participant,
  type TableNumber,
  type WorkshopState,
} from './workshop-state.ts';

/**
 * Whether a command may take effect now: `null`, or why not. It changes nothing.
 * Invariant: what neither the stage nor a role grants is refused; a facilitator steers, but writes only what
 * the stage lets a facilitator write.
 */
export function checkCommand(
  state: WorkshopState,
  actor: Actor,
  command: Command,
  atMs: number,
): Refusal | null {
  if (actor === SERVER_ACTOR) return ofServer(state, command);
  const who = state.people.get(actor);
  if (!who || who.hasLeft) return refuse('person-unknown');
  if (!who.isAdmitted) return command.type === 'leave' ? null : refuse('not-admitted');
  if (state.phase === 'closed' && !AFTERWARDS.has(command.type)) return refuse('not-open');
  return isSteering(command) ? ofFacilitator(state, who, command, atMs) : ofAnybody(state, who, command);
}

/** A closed workshop can still be consented to, left, and be set back after a rehearsal. */
const AFTERWARDS: ReadonlySet<string> = new Set(['consent', 'leave', 'open', 'reset']);

function ofServer(state: WorkshopState, command: Command): Refusal | null {
  switch (command.type) {
    case 'arrive':
      // Who has left may come back.
      if (state.people.get(command.person.id)?.hasLeft === false) return refuse('person-exists');
      if (command.person.role !== 'facilitator' && peopleHere(state) >= limits.workshopPeopleMax)
        return refuse('workshop-full');
      return command.person.table === null ? null : hasRoom(state, command.person.table);
    case 'seat':
      return maySeat(state, command);
    case 'tables':
      return mayLayTables(state, command);
    case 'leave':
      return refuse('person-unknown');
    default:
      return isSteering(command) ? null : refuse('person-unknown');
  }
}

const STEERING = [
  ...(['rehearse', 'open', 'close', 'reset', 'start', 'pause', 'extend', 'next', 'back', 'reveal'] as const),
  ...(['tables', 'topic', 'lock', 'freeze', 'callBack', 'broadcast', 'spotlight'] as const),
  ...(['queue', 'give', 'park', 'hide', 'seat', 'admit', 'dismiss', 'assign', 'arrive'] as const),
] as const satisfies readonly Command['type'][];
type Steering = CommandOf<(typeof STEERING)[number]>;
/** What only a facilitator does: it stands in the audit trail. */
export const isSteering = (command: Command): command is Steering =>
  (STEERING as readonly string[]).includes(command.type);

function ofFacilitator(
  state: WorkshopState,
  who: Participant,
  command: Steering,
  atMs: number,
): Refusal | null {
  if (!isFacilitator(who)) return refuse('not-facilitator');
  const { stage } = stepOf(state);
  switch (command.type) {
    case 'arrive':
      return refuse('server-only');
    case 'open':
      return state.phase === 'open' ? refuse('already-there') : null;
    case 'rehearse':
      return state.phase === 'preparing' ? null : refuse('not-now');
    case 'reset':
      // What was written in earnest is not forgotten by a click.
      return state.phase === 'rehearsal' || state.phase === 'preparing' ? null : refuse('not-now');
    case 'close':
      return isRunning(state) ? null : refuse('not-open');
    case 'start':
    case 'pause':
      if (!isRunning(state)) return refuse('not-open');
      return (state.clock.kind === 'running') === (command.type === 'start') ? refuse('already-there') : null;
    case 'extend': {
      const max = stage.minutesMax;
      if (max === undefined || command.minutes < 0) return isRunning(state) ? null : refuse('not-open');
      const begun = state.stages.at(-1)?.atMs ?? atMs;
      const ends = state.clock.kind === 'running' ? state.clock.endsAtMs : atMs + state.clock.leftMs;
      return ends + command.minutes * MINUTE_MS > begun + max * MINUTE_MS ? refuse('time-up', max) : null;
    }
    case 'next':
      if (!isRunning(state)) return refuse('not-open');
      if (isElsewhere(state, command)) return refuse('already-there');
      if (state.step + 1 >= state.steps.length) return refuse('no-further');
      return command.despite ? null : gateOf(state);
    case 'back':
      if (!isRunning(state)) return refuse('not-open');
      if (isElsewhere(state, command)) return refuse('already-there');
      return state.step === 0 ? refuse('no-further') : null;
    case 'reveal':
      return isRunning(state) ? null : refuse('not-open');
    case 'tables':
      return mayLayTables(state, command);
    case 'topic':
      return state.tables.has(command.table) ? null : refuse('table-unknown');
    case 'lock':
      if (!zoneOf(state.format, command.zone)) return refuse('zone-not-here', command.zone);
      return state.locked.has(zoneKey(command.zone, command.table ?? null)) === command.on
        ? refuse('already-there')
        : null;
    case 'seat':
      return maySeat(state, command);
    case 'park':
    case 'hide': {
      const card = state.cards.get(command.card);
      return card && card.isRevealed && !zoneOf(state.format, card.zone)?.privateTo
        ? null
        : refuse('card-unknown');
    }
    case 'spotlight':
      if (!command.on) return null;
      if ('table' in command.on) return state.tables.has(command.on.table) ? null : refuse('table-unknown');
      return state.cards.get(command.on.card)?.isRevealed ? null : refuse('card-unknown');
    case 'give':
      return command.to === null || isHere(state, command.to) ? null : refuse('person-unknown');
    case 'admit':
      return command.people.every((id) => state.people.has(id)) ? null : refuse('person-unknown');
    case 'dismiss':
    case 'assign':
      if (!isHere(state, command.person)) return refuse('person-unknown');
      if (command.type === 'assign' && !state.format.roles.includes(command.role))
        return refuse('not-your-role');
      return keepsAFacilitator(state, command) ? null : refuse('last-facilitator');
    default:
      return null;
  }
}

/** Two who press Next at once mean the same stage; so does one who pressed without a network, an hour ago. */
const isElsewhere = (state: WorkshopState, { from }: CommandOf<'next' | 'back'>): boolean =>
  from !== undefined && from !== state.step;

export const peopleHere = (state: WorkshopState): number =>
  [...state.people.values()].filter(({ hasLeft }) => !hasLeft).length;

function ofAnybody(state: WorkshopState, who: Participant, command: Command): Refusal | null {
  switch (command.type) {
    case 'add':
      return checkAdd(state, who, command);
    case 'edit':
    case 'move':
    case 'remove':
    case 'stack':
    case 'comment':
      return checkChange(state, who, command);
    case 'vote': {
      if (!isRunning(state)) return refuse('not-open');
      const ballot = state.ballots.get(command.ballot);
      if (!ballot) return refuse('ballot-unknown');
      return mayVote(state, who, ballot, command.option, command.value);
    }
    case 'ask': {
      const { stage } = stepOf(state);
      if (!command.on) return null;
      if (stage.silenced?.includes(who.role)) return refuse('silenced');
      if (stage.speak === 'silent') return refuse('not-in-stage');
      return state.queue.isOpen ? null : refuse('queue-closed');
    }
    case 'help':
      if (who.table === null) return refuse('not-seated');
      return isRunning(state) ? null : refuse('not-open');
    case 'confirm': {
      const gate = gatesOf(state).find((it) => it.check === 'confirmed');
      if (!gate) return refuse('not-in-stage');
      return gate.by.includes(who.role) ? null : refuse('not-your-role', who.role);
    }
    case 'sit':
      return maySit(state, who, command.table);
    case 'consent':
    case 'leave':
      return null;
    default:
      return refuse('not-facilitator');
  }
}

function checkAdd(state: WorkshopState, who: Participant, command: CommandOf<'add'>): Refusal | null {
  if (state.cards.has(command.card)) return refuse('card-exists');
  if (state.cards.size >= limits.workshopCardsMax) return refuse('board-full', limits.workshopCardsMax);
  const { format } = state;
  const zone = zoneOf(format, command.zone);
  const kind = format.kinds.find((it) => it.id === command.kind);
  if (!zone) return refuse('zone-not-here', command.zone);
  if (!kind) return refuse('kind-not-here', command.kind);
  // Whoever sits somewhere writes there.
  if (command.table !== undefined && !isFacilitator(who)) return refuse('not-facilitator');
  if (command.table !== undefined && (command.table === ROOM) !== isOfRoom(zone))
    return refuse('table-unknown');
  const table = command.table ?? tableFor(zone, who);
  if (table !== null && table !== 0 && !state.tables.has(table)) return refuse('table-unknown');
  const refused = mayAdd(state, who, zone, kind, table);
  if (refused) return refused;
  if (command.text === '' && Object.values(command.fields ?? {}).every((it) => it === ''))
    return refuse('text-empty');
  if (strangeField(kind, command.fields)) return refuse('kind-not-here', kind.id);
  if (cardsOf(state, who) >= limits.cardsPerPersonMax) return refuse('too-many', limits.cardsPerPersonMax);
  const missing = kind.fields?.find((it) => it.required && !command.fields?.[it.id]);
  if (missing) return refuse('field-missing', missing.id);
  const { lane } = command;
  if (lane !== undefined && !lanesOf(zone).includes(lane)) return refuse('zone-not-here', lane);
  const open = stepOf(state).stage.add?.lanes;
  if (open && lanesOf(zone).length > 0 && (lane === undefined || !open.includes(lane)))
    return refuse('zone-not-here', lane ?? zone.id);
  const parent = command.parent === undefined ? null : state.cards.get(command.parent);
  if (kind.needsParent && !parent) return refuse('parent-missing');
  return parent === undefined || (parent && parent.table !== table) ? refuse('parent-missing') : null;
}

function checkChange(
  state: WorkshopState,
  who: Participant,
  command: CommandOf<'edit' | 'move' | 'remove' | 'stack' | 'comment'>,
): Refusal | null {
  const card = state.cards.get(command.card);
  if (!card || card.status === 'hidden') return refuse('card-unknown');
  const isAtHand =
    isFacilitator(who) || card.table === 0 || card.table === who.table || card.author === who.id;
  if (!isAtHand) return refuse('card-unknown');
  switch (command.type) {
    case 'edit': {
      if (command.text === '' && Object.keys(card.fields).length === 0) return refuse('text-empty');
      const kind = state.format.kinds.find(({ id }) => id === card.kind);
      if (strangeField(kind, command.fields)) return refuse('kind-not-here', card.kind);
      return mayChange(state, who, card, 'edit');
    }
    case 'move': {
      const refused = mayChange(state, who, card, 'move');
      if (refused) return refused;
      const zone = zoneOf(state.format, command.zone ?? card.zone);
      if (!zone || !stepOf(state).stage.zones.includes(zone.id)) return refuse('zone-not-here', command.zone);
      // Neither into nor out of a notebook, nor from a table into the room.
      const from = zoneOf(state.format, card.zone);
      if (zone.privateTo !== from?.privateTo || zone.of !== from?.of) return refuse('zone-not-here', zone.id);
      return state.locked.has(zoneKey(zone.id, null)) || state.locked.has(zoneKey(zone.id, card.table))
        ? refuse('zone-locked', zone.id)
        : null;
    }
    case 'remove':
      if (card.author !== who.id) return refuse('not-yours');
      // What others have built on stays.
      if (card.isRevealed && card.step !== state.step) return refuse('not-in-stage');
      return state.isFrozen ? refuse('frozen') : null;
    case 'stack': {
      if (!isFacilitator(who)) {
        const refused = mayChange(state, who, card, 'move');
        if (refused) return refused;
      } else if (!card.isRevealed) return refuse('card-unknown');
      if (command.under === null) return null;
      const top = state.cards.get(command.under);
      const fits = top && top !== card && top.table === card.table && top.isRevealed && top.under === null;
      return fits && card.isRevealed ? null : refuse('card-unknown');
    }
    case 'comment': {
      if (command.text === '') return refuse('text-empty');
      if (!card.isRevealed) return refuse('card-unknown');
      if (card.comments.length >= limits.cardCommentsMax) return refuse('too-many', limits.cardCommentsMax);
      const { comment } = stepOf(state).stage;
      return comment?.includes(who.role) ? null : refuse('not-your-role', who.role);
    }
  }
}

/** A card has the fields of its kind and no others: it would grow for ever. */
const strangeField = (kind: CardKind | undefined, fields: Readonly<Record<string, string>> = {}): boolean =>
  Object.keys(fields).some((name) => !kind?.fields?.some(({ id }) => id === name));

const cardsOf = (state: WorkshopState, who: Participant): number => {
  let count = 0;
  for (const card of state.cards.values()) if (card.author === who.id) count += 1;
  return count;
};

/** Where somebody may sit down by their own choice. */
export function maySit(state: WorkshopState, who: Participant, table: TableNumber | null): Refusal | null {
  const { rotation } = stepOf(state).stage;
  const chooses = rotation === 'chooseCapped' || rotation === 'free';
  if (state.phase === 'closed') return refuse('not-open');
  // Who has no seat takes one whenever they come.
  if (!chooses && who.table !== null) return refuse('not-now');
  if (chooses && (who.role === 'host' || who.role === 'scribe') && who.table !== null)
    return refuse('stays-at-table');
  if (table === null) return null;
  if (who.table === table) return refuse('already-there');
  if (rotation === 'chooseCapped' && who.visited.includes(table)) return refuse('table-visited', table);
  return hasRoom(state, table);
}

function hasRoom(state: WorkshopState, number: TableNumber): Refusal | null {
  const table = state.tables.get(number);
  if (!table) return refuse('table-unknown');
  return seatedAt(state, number).length >= table.capacity ? refuse('table-full', number) : null;
}

function maySeat(state: WorkshopState, { seats }: CommandOf<'seat'>): Refusal | null {
  const counts = new Map<TableNumber, number>();
  for (const who of state.people.values()) {
    const table = Object.hasOwn(seats, who.id) ? (seats[who.id] ?? null) : who.table;
    if (table !== null && !who.hasLeft) counts.set(table, (counts.get(table) ?? 0) + 1);
  }
  if (Object.keys(seats).some((id) => !state.people.has(id))) return refuse('person-unknown');
  for (const [number, count] of counts) {
    const table = state.tables.get(number);
    if (!table) return refuse('table-unknown', number);
    if (count > table.capacity) return refuse('table-full', number);
  }
  return null;
}

function mayLayTables(state: WorkshopState, { tables }: CommandOf<'tables'>): Refusal | null {
  const numbers = new Set(tables.map(({ number }) => number));
  if (numbers.size !== tables.length || tables.length > limits.tablesMax) return refuse('table-unknown');
  const used = [...state.cards.values()].some((it) => it.table !== 0 && !numbers.has(it.table));
  if (used) return refuse('not-now');
  const full = tables.find(({ number, capacity }) => seatedAt(state, number).length > capacity);
  if (full) return refuse('table-full', full.number);
  const lost = [...state.people.values()].some(
    (it) => it.table !== null && !numbers.has(it.table) && !it.hasLeft,
  );
  return lost ? refuse('table-unknown') : null;
}

const isHere = (state: WorkshopState, id: string): boolean => state.people.get(id)?.hasLeft === false;

function keepsAFacilitator(state: WorkshopState, command: CommandOf<'dismiss' | 'assign'>): boolean {
  if (command.type === 'assign' && command.role === 'facilitator') return true;
  return [...state.people.values()].some(
    (it) => isFacilitator(it) && !it.hasLeft && it.id !== command.person,
  );
}

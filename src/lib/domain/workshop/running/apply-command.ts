import type { BallotRule } from '../format.ts';
import { castVote, isBallotOfStep, notePositions } from './ballots.ts';
import type { Command, CommandOf, LogEntry } from './commands.ts';
import { tableFor } from './rights.ts';
import {
  ballotKey,
  MINUTE_MS,
  newWorkshop,
  ROOM,
  stepOf,
  zoneKey,
  zoneOf,
  type Card,
  type Participant,
  type WorkshopState,
} from './workshop-state.ts';

/**
 * What comes of an accepted command. It asks nobody and refuses nothing: a log written under older rules is
 * replayed as it was. Returns what it touched, from which `views.ts` makes what each screen is told.
 */
export type Touched =
  | { readonly kind: 'now' }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'table'; readonly table: number }
  | { readonly kind: 'ballot'; readonly key: string; readonly voter: string | null }
  /** The stage, a reset: look at everything. */
  | { readonly kind: 'all' };

export function applyCommand(state: WorkshopState, entry: LogEntry): readonly Touched[] {
  const { command, atMs, actor } = entry;
  const who = state.people.get(actor);
  switch (command.type) {
    case 'add':
      return who ? add(state, who, command, atMs) : [];
    case 'edit':
    case 'move':
    case 'stack':
    case 'park':
    case 'hide':
    case 'comment':
      return change(state, actor, command, atMs);
    case 'remove': {
      const card = state.cards.get(command.card);
      if (!card) return [];
      state.cards.delete(card.id);
      return [{ kind: 'card', card }, ...freed(state, card), { kind: 'person', id: card.author }];
    }
    case 'vote': {
      const ballot = state.ballots.get(command.ballot);
      if (!ballot) return [];
      castVote(ballot, actor, command.option, command.value);
      if (ballot.rule.method === 'position') notePositions(ballot, atMs);
      return [{ kind: 'ballot', key: ballot.key, voter: actor }];
    }
    case 'sit':
      return who ? takeSeat(state, who, command.table) : [];
    case 'seat':
      return Object.entries(command.seats).flatMap(([id, table]) => {
        const seated = state.people.get(id);
        return seated ? takeSeat(state, seated, table) : [];
      });
    case 'arrive':
    case 'admit':
    case 'leave':
    case 'dismiss':
    case 'assign':
      return people(state, actor, command);
    case 'ask':
    case 'queue':
    case 'give':
    case 'help':
    case 'confirm':
    case 'consent':
      return speaking(state, actor, command, atMs);
    default:
      return script(state, command, atMs);
  }
}

function add(
  state: WorkshopState,
  who: Participant,
  command: CommandOf<'add'>,
  atMs: number,
): readonly Touched[] {
  const zone = zoneOf(state.format, command.zone);
  if (!zone) return [];
  const { stage } = stepOf(state);
  const isOpen = zone.privateTo === undefined && !isKindPrivate(state, command.kind);
  const card: Card = {
    id: command.card,
    kind: command.kind,
    zone: command.zone,
    table: command.table ?? tableFor(zone, who) ?? ROOM,
    text: command.text,
    fields: command.fields ?? {},
    lang: command.lang,
    author: who.id,
    isAnonymous: stage.add?.anonymous ?? false,
    step: state.step,
    isRevealed: isOpen && (stage.reveal === 'live' || stage.see !== 'own'),
    x: command.x ?? 0,
    y: command.y ?? 0,
    lane: command.lane ?? null,
    parent: command.parent ?? null,
    under: null,
    status: 'active',
    reason: null,
    comments: [],
    atMs,
    changedAtMs: atMs,
  };
  state.cards.set(card.id, card);
  const table = state.tables.get(card.table);
  if (table) table.wroteAtMs = atMs;
  return [
    { kind: 'card', card },
    { kind: 'person', id: who.id },
    ...(table ? [{ kind: 'table', table: card.table } as const] : []),
  ];
}

const isKindPrivate = (state: WorkshopState, kind: string): boolean =>
  state.format.kinds.find((it) => it.id === kind)?.private === true;

function change(
  state: WorkshopState,
  actor: string,
  command: CommandOf<'edit' | 'move' | 'stack' | 'park' | 'hide' | 'comment'>,
  atMs: number,
): readonly Touched[] {
  const card = state.cards.get(command.card);
  if (!card) return [];
  const touched: Touched[] = [{ kind: 'card', card }];
  switch (command.type) {
    case 'edit':
      card.text = command.text ?? card.text;
      card.lang = command.lang ?? card.lang;
      card.fields = { ...card.fields, ...command.fields };
      card.changedAtMs = atMs;
      break;
    case 'move':
      card.zone = command.zone ?? card.zone;
      if (command.lane !== undefined) card.lane = command.lane;
      card.x = command.x ?? card.x;
      card.y = command.y ?? card.y;
      break;
    case 'stack':
      card.under = command.under;
      // What lay under it goes along: stacks are one deep.
      if (command.under !== null)
        for (const other of state.cards.values())
          if (other.under === card.id) {
            other.under = command.under;
            touched.push({ kind: 'card', card: other });
          }
      break;
    case 'park':
      card.status = command.on ? 'parked' : 'active';
      break;
    case 'hide':
      card.status = command.reason === null ? 'active' : 'hidden';
      card.reason = command.reason;
      if (command.reason !== null) touched.push(...freed(state, card));
      break;
    case 'comment':
      card.comments.push({ author: actor, text: command.text, atMs });
      break;
  }
  return touched;
}

/** What lay under a card that goes lies on its own again. */
function freed(state: WorkshopState, gone: Card): Touched[] {
  const touched: Touched[] = [];
  for (const card of state.cards.values())
    if (card.under === gone.id) {
      card.under = null;
      touched.push({ kind: 'card', card });
    }
  return touched;
}

function takeSeat(state: WorkshopState, who: Participant, table: number | null): Touched[] {
  const before = who.table;
  if (before === table) return [];
  who.table = table;
  return [
    { kind: 'person', id: who.id },
    ...(before === null ? [] : [{ kind: 'table', table: before } as const]),
    ...(table === null ? [] : [{ kind: 'table', table } as const]),
  ];
}

function people(
  state: WorkshopState,
  actor: string,
  command: CommandOf<'arrive' | 'admit' | 'leave' | 'dismiss' | 'assign'>,
): readonly Touched[] {
  switch (command.type) {
    case 'arrive': {
      const who: Participant = { ...command.person, visited: [], hasLeft: false };
      state.people.set(who.id, who);
      noteVisit(state, who);
      return seatTouched(who);
    }
    case 'admit':
      return command.people.flatMap((id) => {
        const who = state.people.get(id);
        if (!who) return [];
        who.isAdmitted = true;
        return seatTouched(who);
      });
    case 'assign': {
      const who = state.people.get(command.person);
      if (!who) return [];
      who.role = command.role;
      return seatTouched(who);
    }
    case 'leave':
    case 'dismiss': {
      const who = state.people.get(command.type === 'leave' ? actor : command.person);
      if (!who) return [];
      const touched = seatTouched(who);
      who.hasLeft = true;
      who.table = null;
      silence(state, who.id);
      return [...touched, { kind: 'now' }];
    }
  }
}

const seatTouched = (who: Participant): Touched[] => [
  { kind: 'person', id: who.id },
  ...(who.table === null ? [] : [{ kind: 'table', table: who.table } as const]),
];

function silence(state: WorkshopState, id: string): void {
  const { queue } = state;
  const at = queue.waiting.indexOf(id);
  if (at >= 0) queue.waiting.splice(at, 1);
  if (queue.speaking === id) queue.speaking = null;
}

function speaking(
  state: WorkshopState,
  actor: string,
  command: CommandOf<'ask' | 'queue' | 'give' | 'help' | 'confirm' | 'consent'>,
  atMs: number,
): readonly Touched[] {
  const { queue } = state;
  const mark = (set: Set<string>, on: boolean) => void (on ? set.add(actor) : set.delete(actor));
  switch (command.type) {
    case 'ask':
      if (!command.on) silence(state, actor);
      else if (!queue.waiting.includes(actor) && queue.speaking !== actor) queue.waiting.push(actor);
      return [{ kind: 'now' }];
    case 'queue':
      queue.isOpen = command.open;
      if (!command.open) queue.waiting.length = 0;
      return [{ kind: 'now' }];
    case 'give':
      if (command.to !== null) silence(state, command.to);
      queue.speaking = command.to;
      return [{ kind: 'now' }];
    case 'help': {
      const table = state.people.get(actor)?.table ?? null;
      if (table === null) return [];
      if (command.on) state.help.set(table, state.help.get(table) ?? atMs);
      else state.help.delete(table);
      return [{ kind: 'table', table }];
    }
    case 'confirm':
      mark(state.confirmed, command.on);
      return [{ kind: 'now' }, { kind: 'person', id: actor }];
    case 'consent':
      mark(state.consenting, command.on);
      return [{ kind: 'person', id: actor }];
  }
}

type OfScript = Extract<
  Command,
  {
    type:
      | 'rehearse'
      | 'open'
      | 'close'
      | 'reset'
      | 'start'
      | 'pause'
      | 'extend'
      | 'next'
      | 'back'
      | 'reveal'
      | 'tables'
      | 'topic'
      | 'lock'
      | 'freeze'
      | 'callBack'
      | 'broadcast'
      | 'spotlight';
  }
>;

function script(state: WorkshopState, command: OfScript, atMs: number): readonly Touched[] {
  switch (command.type) {
    case 'rehearse':
    case 'open':
      return begin(state, command.type === 'open' ? 'open' : 'rehearsal', atMs);
    case 'close':
      state.phase = 'closed';
      state.clock = standing(state.clock, atMs);
      leaveStage(state);
      return [{ kind: 'all' }];
    case 'reset':
      forget(state);
      return [{ kind: 'all' }];
    case 'start':
      if (state.clock.kind === 'standing')
        state.clock = { kind: 'running', endsAtMs: atMs + state.clock.leftMs };
      return [{ kind: 'now' }];
    case 'pause':
      state.clock = standing(state.clock, atMs);
      return [{ kind: 'now' }];
    case 'extend': {
      const byMs = command.minutes * MINUTE_MS;
      state.clock =
        state.clock.kind === 'running'
          ? // A stage that has run out gets the minutes from now on.
            { kind: 'running', endsAtMs: Math.max(state.clock.endsAtMs, byMs > 0 ? atMs : 0) + byMs }
          : { kind: 'standing', leftMs: Math.max(0, state.clock.leftMs + byMs) };
      return [{ kind: 'now' }];
    }
    case 'next':
      leaveStage(state);
      enterStage(state, state.step + 1, atMs);
      return [{ kind: 'all' }];
    case 'back':
      closeBallots(state);
      enterStage(state, state.step - 1, atMs);
      return [{ kind: 'all' }];
    case 'reveal':
      revealAll(state);
      return [{ kind: 'all' }];
    case 'tables':
      layTables(state, command);
      return [{ kind: 'all' }];
    case 'topic': {
      const table = state.tables.get(command.table);
      if (table) table.topics = command.words;
      return [{ kind: 'table', table: command.table }];
    }
    case 'lock': {
      const key = zoneKey(command.zone, command.table ?? null);
      if (command.on) state.locked.add(key);
      else state.locked.delete(key);
      return [{ kind: 'now' }];
    }
    case 'freeze':
      state.isFrozen = command.on;
      return [{ kind: 'now' }];
    case 'callBack':
      state.isCalledBack = command.on;
      return [{ kind: 'now' }];
    case 'broadcast':
      state.notice = command.words === null ? null : { words: command.words, atMs };
      return [{ kind: 'now' }];
    case 'spotlight':
      return spotlight(state, command);
  }
}

/** A card in the light is told to everybody, and no longer when it leaves it. */
function spotlight(state: WorkshopState, { on }: CommandOf<'spotlight'>): readonly Touched[] {
  const before = state.spotlight;
  state.spotlight =
    on === null ? null : 'table' in on ? { kind: 'table', table: on.table } : { kind: 'card', card: on.card };
  const cards = [before, state.spotlight].flatMap((it) => {
    const card = it?.kind === 'card' ? state.cards.get(it.card) : undefined;
    return card ? [{ kind: 'card', card } as const] : [];
  });
  return [{ kind: 'now' }, ...cards];
}

const standing = (clock: WorkshopState['clock'], atMs: number): WorkshopState['clock'] =>
  clock.kind === 'standing' ? clock : { kind: 'standing', leftMs: Math.max(0, clock.endsAtMs - atMs) };

/** From the beginning; opened again after it was closed, it goes on where it stood. */
function begin(state: WorkshopState, phase: 'open' | 'rehearsal', atMs: number): readonly Touched[] {
  if (state.phase === 'rehearsal' && phase === 'open') forget(state);
  const isAgain = state.phase === 'closed';
  state.phase = phase;
  if (isAgain) {
    openBallots(state);
    state.clock =
      state.clock.kind === 'standing'
        ? { kind: 'running', endsAtMs: atMs + state.clock.leftMs }
        : state.clock;
  } else {
    enterStage(state, 0, atMs);
  }
  return [{ kind: 'all' }];
}

/** People and tables stay. */
function forget(state: WorkshopState): void {
  const fresh = newWorkshop(state.format);
  state.phase = 'preparing';
  state.step = 0;
  state.clock = fresh.clock;
  for (const kept of [
    state.cards,
    state.ballots,
    state.locked,
    state.confirmed,
    state.consenting,
    state.help,
  ])
    kept.clear();
  state.isFrozen = state.isCalledBack = false;
  state.notice = state.spotlight = null;
  state.queue.isOpen = false;
  state.queue.waiting.length = 0;
  state.queue.speaking = null;
  state.stages.length = 0;
  for (const who of state.people.values()) who.visited.length = 0;
  for (const table of state.tables.values()) table.wroteAtMs = null;
}

function enterStage(state: WorkshopState, step: number, atMs: number): void {
  state.step = step;
  const { stage } = stepOf(state);
  state.clock = { kind: 'running', endsAtMs: atMs + stage.minutes * MINUTE_MS };
  state.stages.push({ step, atMs });
  state.isCalledBack = false;
  state.spotlight = null;
  state.confirmed.clear();
  state.queue.isOpen = stage.speak === 'queue' || stage.speak === 'alternateCamps';
  state.queue.waiting.length = 0;
  state.queue.speaking = null;
  for (const who of state.people.values()) noteVisit(state, who);
  openBallots(state);
}

/** Where somebody works they have been; choosing a seat alone is no visit. */
function noteVisit(state: WorkshopState, who: Participant): void {
  const { mode } = stepOf(state).stage;
  const isWork = mode === 'table' || mode === 'team' || mode === 'pair' || mode === 'individual';
  if (!isWork || who.table === null || state.phase === 'preparing') return;
  if (!who.visited.includes(who.table)) who.visited.push(who.table);
}

/** What waited for the end of the stage is shown, and its ballots end. */
function leaveStage(state: WorkshopState): void {
  const { stage } = stepOf(state);
  if (stage.reveal === 'stageEnd') revealAll(state);
  closeBallots(state);
}

function revealAll(state: WorkshopState): void {
  for (const card of state.cards.values()) {
    if (card.isRevealed || isKindPrivate(state, card.kind)) continue;
    if (zoneOf(state.format, card.zone)?.privateTo === undefined) card.isRevealed = true;
  }
  for (const ballot of state.ballots.values()) if (isBallotOfStep(state, ballot)) ballot.isRevealed = true;
}

function closeBallots(state: WorkshopState): void {
  for (const ballot of state.ballots.values()) ballot.isOpen = false;
}

function openBallots(state: WorkshopState): void {
  const { stage, round } = stepOf(state);
  for (const rule of stage.ballots ?? []) openBallot(state, rule, round);
  for (const ballot of state.ballots.values()) ballot.isOpen = isBallotOfStep(state, ballot);
}

function openBallot(state: WorkshopState, rule: BallotRule, round: number): void {
  const key = ballotKey(rule, round);
  if (state.ballots.has(key)) return;
  const { see } = stepOf(state).stage;
  state.ballots.set(key, {
    key,
    rule,
    round,
    isOpen: true,
    isRevealed: see !== 'own',
    votes: new Map(),
    curve: [],
  });
}

function layTables(state: WorkshopState, { tables }: CommandOf<'tables'>): void {
  const before = new Map(state.tables);
  state.tables.clear();
  for (const { number, topics, capacity, languages } of tables)
    state.tables.set(number, {
      number,
      topics,
      capacity,
      languages,
      wroteAtMs: before.get(number)?.wroteAtMs ?? null,
    });
}

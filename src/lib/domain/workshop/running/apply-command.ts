import { applyScript, noteVisit } from './apply-script.ts';
import { castVote, notePositions } from './ballots.ts';
import type { CommandOf, LogEntry } from './commands.ts';
import { changeOf, newCard } from './card-changes.ts';
import { tableFor } from './rights.ts';
import type { Touched } from './touched.ts';
import {
  isKindPrivate,
  ROOM,
  stepOf,
  zoneOf,
  type Card,
  type Participant,
  type WorkshopState,
} from './workshop-state.ts';

/**
 * What comes of an accepted command. It asks nobody and refuses nothing: a log written under older rules is
 * replayed as it was. Returns what it touched.
 */
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
      return applyScript(state, command, atMs);
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
  const card = newCard(command, {
    author: who.id,
    isAnonymous: stage.add?.anonymous ?? false,
    isRevealed: isOpen && (stage.reveal === 'live' || stage.see !== 'own'),
    step: state.step,
    table: command.table ?? tableFor(zone, who) ?? ROOM,
    atMs,
  });
  state.cards.set(card.id, card);
  const table = state.tables.get(card.table);
  if (table) table.wroteAtMs = atMs;
  return [
    { kind: 'card', card },
    { kind: 'person', id: who.id },
    ...(table ? [{ kind: 'table', table: card.table } as const] : []),
  ];
}

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
      Object.assign(card, changeOf(card, command));
      card.changedAtMs = atMs;
      break;
    case 'move':
    case 'park':
      Object.assign(card, changeOf(card, command));
      break;
    case 'stack':
      Object.assign(card, changeOf(card, command));
      // What lay under it goes along: stacks are one deep.
      if (command.under !== null)
        for (const other of state.cards.values())
          if (other.under === card.id) {
            other.under = command.under;
            touched.push({ kind: 'card', card: other });
          }
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
      const who: Participant = {
        ...command.person,
        visited: [...(state.people.get(command.person.id)?.visited ?? [])],
        hasLeft: false,
      };
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

import type { BallotRule } from '../format.ts';
import { isBallotOfStep } from './ballots.ts';
import type { Command, CommandOf } from './commands.ts';
import type { Step } from '../steps.ts';
import type { Touched } from './touched.ts';
import {
  ballotKey,
  isKindPrivate,
  MINUTE_MS,
  newWorkshop,
  stepOf,
  zoneKey,
  zoneOf,
  type Participant,
  type WorkshopState,
} from './workshop-state.ts';

/** What comes of steering: the phases, the stages with their clock, ballots and reveals, and the room. */
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

export function applyScript(state: WorkshopState, command: OfScript, atMs: number): readonly Touched[] {
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
      // Also what an earlier stage left to the facilitator.
      reveal(state, ({ index, stage }) => index <= state.step && stage.reveal !== 'never');
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
export function noteVisit(state: WorkshopState, who: Participant): void {
  const { mode } = stepOf(state).stage;
  const isWork = mode === 'table' || mode === 'team' || mode === 'pair' || mode === 'individual';
  if (!isWork || who.table === null || state.phase === 'preparing') return;
  if (!who.visited.includes(who.table)) who.visited.push(who.table);
}

/** What waited for the end of the stage is shown, and its ballots end. */
function leaveStage(state: WorkshopState): void {
  reveal(state, ({ index, stage }) => index <= state.step && stage.reveal === 'stageEnd');
  closeBallots(state);
}

/** Cards of stages that reveal in this way, and their ballots; what belongs to its writer alone stays so. */
function reveal(state: WorkshopState, isMeant: (step: Step) => boolean): void {
  const isShown = (index: number) => {
    const step = state.steps[index];
    return step !== undefined && isMeant(step);
  };
  for (const card of state.cards.values()) {
    if (card.isRevealed || isKindPrivate(state, card.kind) || !isShown(card.step)) continue;
    if (zoneOf(state.format, card.zone)?.privateTo === undefined) card.isRevealed = true;
  }
  for (const ballot of state.ballots.values()) {
    const opened = state.steps.find(
      ({ stage, round }) => round === ballot.round && stage.ballots?.some(({ id }) => id === ballot.rule.id),
    );
    if (opened && isMeant(opened)) ballot.isRevealed = true;
  }
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
  const again = state.ballots.get(key);
  // Blind once more, as the stage asks.
  if (again && stepOf(state).stage.see === 'own') again.isRevealed = false;
  if (again) return;
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

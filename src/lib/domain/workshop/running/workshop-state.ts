import type { LanguageTag, CountryCode } from '../../partnership/organisation.ts';
import type { BallotRule, Format, SessionRole, Words, Zone } from '../format.ts';
import { stepsOf, type Step } from '../steps.ts';

/**
 * running/ is a workshop while it runs: what its command log adds up to.
 * Invariant: the state follows from the format and the log alone (`apply-command.ts`), so that whoever replays
 * the log finds the same boards, seats and votes; it holds no name, only ids. Who may see what of it is
 * `views.ts`'s, who may do what `check-command.ts`'s.
 */
export type ParticipantId = string & { readonly __brand?: 'participant' };
export type CardId = string & { readonly __brand?: 'card' };
/** From 1; 0 is the room that everybody shares. */
export type TableNumber = number;
export const ROOM: TableNumber = 0;

/** `rehearsal`: like open, and forgotten by a reset. */
export type Phase = 'preparing' | 'rehearsal' | 'open' | 'closed';

export interface WorkshopState {
  readonly format: Format;
  readonly steps: readonly Step[];
  phase: Phase;
  /** Index into `steps`. */
  step: number;
  clock: StageClock;
  readonly tables: Map<TableNumber, Table>;
  readonly people: Map<ParticipantId, Participant>;
  readonly cards: Map<CardId, Card>;
  readonly ballots: Map<string, Ballot>;
  /** Zones that are locked, as `zoneKey` writes them. */
  readonly locked: Set<string>;
  /** Nobody adds, changes or moves anything. */
  isFrozen: boolean;
  /** Everybody is asked back into the room. */
  isCalledBack: boolean;
  notice: Notice | null;
  spotlight: Spotlight | null;
  readonly queue: SpeakingQueue;
  /** Who said that what the stage's gate asks for is done. */
  readonly confirmed: Set<ParticipantId>;
  /** Who lets what they brought leave the workshop. */
  readonly consenting: Set<ParticipantId>;
  /** Tables that ask for help, since when. */
  readonly help: Map<TableNumber, number>;
  readonly stages: StageBegun[];
}

/** A deadline, or what is left while the clock stands. */
export type StageClock =
  | { readonly kind: 'running'; readonly endsAtMs: number }
  | { readonly kind: 'standing'; readonly leftMs: number };

/** For the run sheet: when each stage really began. */
export interface StageBegun {
  readonly step: number;
  readonly atMs: number;
}

export interface Table {
  readonly number: TableNumber;
  topics: Words;
  /** Seats. */
  capacity: number;
  languages: readonly LanguageTag[];
  /** When something was last written at it; `null`: never. */
  wroteAtMs: number | null;
}

export interface Participant {
  readonly id: ParticipantId;
  role: SessionRole;
  readonly country: CountryCode | null;
  /** An organisation's id, or what somebody typed: only compared. */
  readonly organisation: string | null;
  /** Understood, best first. */
  readonly languages: readonly LanguageTag[];
  readonly needs: readonly string[];
  table: TableNumber | null;
  /** Tables at which they have worked, in order. */
  readonly visited: TableNumber[];
  /** Waits in the lobby until then. */
  isAdmitted: boolean;
  hasLeft: boolean;
}

export type CardStatus = 'active' | 'parked' | 'hidden';

export interface Card {
  readonly id: CardId;
  readonly kind: string;
  zone: string;
  /** `ROOM` in zones of the room. */
  readonly table: TableNumber;
  text: string;
  fields: Readonly<Record<string, string>>;
  lang: LanguageTag;
  readonly author: ParticipantId;
  /** No author is shown, ever. */
  readonly isAnonymous: boolean;
  /** Step in which it was written. */
  readonly step: number;
  /** Others may see it. */
  isRevealed: boolean;
  /** On a canvas: CSS pixels at zoom 1; elsewhere its order among its neighbours. */
  x: number;
  y: number;
  lane: string | null;
  parent: CardId | null;
  /** Lies under that card, as its duplicate. */
  under: CardId | null;
  status: CardStatus;
  /** Why it was hidden, for its author. */
  reason: string | null;
  readonly comments: { readonly author: ParticipantId; readonly text: string; readonly atMs: number }[];
  readonly atMs: number;
  changedAtMs: number;
}

/** One vote: dots, a choice (1), a value on a scale or line; values by criterion; or consent. */
export type VoteValue = number | Readonly<Record<string, number>> | ConsentVote;
export interface ConsentVote {
  readonly says: 'consent' | 'objection' | 'abstain';
  readonly reason?: string;
}

export interface Ballot {
  /** `rule:round`. */
  readonly key: string;
  readonly rule: BallotRule;
  readonly round: number;
  isOpen: boolean;
  isRevealed: boolean;
  /** voter → option → vote; the option of a vote on a zone is the zone. */
  readonly votes: Map<ParticipantId, Map<string, VoteValue>>;
  /** Of a position on a line: how many stood where, each time somebody moved; at most one entry a second. */
  readonly curve: PositionCount[];
}

export interface PositionCount {
  readonly atMs: number;
  /** Below, at and above the middle. */
  readonly below: number;
  readonly middle: number;
  readonly above: number;
  /** Moves so far. */
  readonly moves: number;
}

export interface Notice {
  readonly words: Words;
  readonly atMs: number;
}
export type Spotlight =
  { readonly kind: 'table'; readonly table: TableNumber } | { readonly kind: 'card'; readonly card: CardId };
export interface SpeakingQueue {
  isOpen: boolean;
  readonly waiting: ParticipantId[];
  speaking: ParticipantId | null;
}

export const MINUTE_MS = 60_000;

/** Before the first command. */
export function newWorkshop(format: Format): WorkshopState {
  const steps = stepsOf(format);
  return {
    format,
    steps,
    phase: 'preparing',
    step: 0,
    clock: { kind: 'standing', leftMs: (steps[0]?.stage.minutes ?? 0) * MINUTE_MS },
    tables: new Map(),
    people: new Map(),
    cards: new Map(),
    ballots: new Map(),
    locked: new Set(),
    isFrozen: false,
    isCalledBack: false,
    notice: null,
    spotlight: null,
    queue: { isOpen: false, waiting: [], speaking: null },
    confirmed: new Set(),
    consenting: new Set(),
    help: new Map(),
    stages: [],
  };
}

/** Where the workshop stands. */
export function stepOf(state: WorkshopState): Step {
  const step = state.steps[state.step];
  if (!step) throw new Error('a workshop stands at one of its steps');
  return step;
}

export const zoneOf = (format: Format, id: string): Zone | undefined =>
  format.zones.find((it) => it.id === id);
export const isOfRoom = (zone: Zone): boolean => zone.of === 'room';
/** A zone of one table, or of the room. */
export const zoneKey = (zone: string, table: TableNumber | null): string =>
  table === null ? zone : `${zone}@${table}`;
export const ballotKey = (rule: BallotRule, round: number): string => `${rule.id}:${round}`;

/** People who take a seat: who steers, judges or only looks sits nowhere. */
export const seatedAt = (state: WorkshopState, table: TableNumber): readonly Participant[] =>
  [...state.people.values()].filter((it) => it.table === table && !it.hasLeft && it.isAdmitted);

/** Only its author ever sees cards of this kind. */
export const isKindPrivate = (state: WorkshopState, kind: string): boolean =>
  state.format.kinds.find((it) => it.id === kind)?.private === true;

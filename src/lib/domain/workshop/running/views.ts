import type { LanguageTag } from '../../partnership/organisation.ts';
import { tallyOf, type OptionTally } from './ballots.ts';
import type { Touched } from './touched.ts';
import { gatesOf, gateOf } from './gates.ts';
import { isFacilitator, writtenNow } from './rights.ts';
import {
  ROOM,
  seatedAt,
  stepOf,
  zoneOf,
  type Ballot,
  type Card,
  type Participant,
  type ParticipantId,
  type PositionCount,
  type TableNumber,
  type VoteValue,
  type WorkshopState,
} from './workshop-state.ts';

/**
 * What leaves the server, and to whom: keyed values for audiences.
 * Invariant: whatever is hidden stands in no value of an audience that may not see it; nothing else tells
 * screens anything. A screen is of several audiences at once (`audiencesOf`).
 */
export type Audience =
  | 'all'
  /** Who steers. */
  | 'steering'
  /** Who sits there, or steers and looks at it. */
  | `table:${number}`
  /** Who may look over from another table. */
  | `shown:${number}`
  | `person:${ParticipantId}`;

/** One value of one audience; `null`: no longer there. */
export interface Told {
  readonly audience: Audience;
  readonly key: string;
  readonly value: unknown;
}

/** Key `now`, to all. */
export interface NowView extends Pick<
  WorkshopState,
  'phase' | 'step' | 'clock' | 'isFrozen' | 'isCalledBack' | 'notice' | 'spotlight'
> {
  readonly locked: readonly string[];
  readonly queue: {
    readonly isOpen: boolean;
    readonly waiting: readonly ParticipantId[];
    readonly speaking: ParticipantId | null;
  };
  /** How many have confirmed, and which of the stage's gates is still closed. */
  readonly confirmed: number;
  readonly gate: number | null;
  /** When the stage began. */
  readonly beganAtMs: number | null;
  /** When the first stage began: against the plan, how late it is. */
  readonly startedAtMs: number | null;
}

/** Key `table:7`, to all. */
export interface TableView {
  readonly number: TableNumber;
  readonly topics: Readonly<Record<LanguageTag, string>>;
  readonly languages: readonly LanguageTag[];
  readonly capacity: number;
  readonly seats: readonly ParticipantId[];
  readonly helpSinceMs: number | null;
  readonly wroteAtMs: number | null;
  /** How many cards lie there, and how many of them wait for the reveal. */
  readonly cards: number;
  readonly hidden: number;
}

/** Key `person:ID`, to all. The name comes from the participants' rows. */
export interface PersonView extends Pick<
  Participant,
  'id' | 'role' | 'country' | 'languages' | 'table' | 'isAdmitted'
> {
  readonly name: string;
}

/** Key `card:ID`. */
export interface CardView extends Omit<Card, 'author' | 'isAnonymous'> {
  /** `null`: no author is shown. */
  readonly author: ParticipantId | null;
}

/** Key `ballot:KEY`, to all; the result only once it is revealed. */
export interface BallotView extends Pick<Ballot, 'key' | 'round' | 'isOpen' | 'isRevealed'> {
  readonly rule: string;
  readonly voters: number;
  readonly tally: readonly OptionTally[] | null;
  readonly curve: readonly PositionCount[] | null;
  /** Where the tokens stand, 0 to 100, without saying whose. */
  readonly positions: readonly number[] | null;
}

/** Key `me`, to one person. */
export interface MeView extends Omit<PersonView, 'name'> {
  readonly visited: readonly TableNumber[];
  /** Cards written in this round of the stage. */
  readonly written: number;
  /** Their own cards that bear no name. */
  readonly anonymous: readonly string[];
  readonly hasConfirmed: boolean;
  readonly hasConsented: boolean;
}

/** Key `votes:KEY`, to one person. */
export type VotesView = Readonly<Record<string, VoteValue>>;

/** Key `aside:ID`, to who steers: beside `PersonView`. */
export interface AsideView extends Pick<Participant, 'needs' | 'organisation' | 'visited'> {
  readonly hasConsented: boolean;
}

export type NameOf = (id: ParticipantId) => string;

/** What is told anew after something was touched. */
export function tell(state: WorkshopState, touched: readonly Touched[], nameOf: NameOf): readonly Told[] {
  if (touched.some(({ kind }) => kind === 'all')) return tellAll(state, nameOf);
  const told: Told[] = [];
  const tables = new Set<TableNumber>();
  for (const it of touched) {
    if (it.kind === 'card') {
      told.push(...ofCard(state, it.card));
      tables.add(it.card.table);
    } else if (it.kind === 'person') {
      told.push(...ofPerson(state, it.id, nameOf));
    } else if (it.kind === 'table') {
      tables.add(it.table);
    } else if (it.kind === 'ballot') {
      const ballot = state.ballots.get(it.key);
      if (ballot) told.push(...ofBallot(state, ballot, it.voter));
    }
  }
  for (const table of tables) told.push(...ofTable(state, table));
  // A card may open a gate, a seat fill a table.
  told.push({ audience: 'all', key: 'now', value: nowView(state) });
  return told;
}

/** Everything, for whoever begins to look. */
export function tellAll(state: WorkshopState, nameOf: NameOf): readonly Told[] {
  return [
    { audience: 'all', key: 'now', value: nowView(state) },
    ...[...state.tables.keys()].flatMap((table) => ofTable(state, table)),
    ...[...state.people.keys()].flatMap((id) => ofPerson(state, id, nameOf)),
    ...[...state.cards.values()].flatMap((card) => ofCard(state, card)),
    ...[...state.ballots.values()].flatMap((ballot) =>
      [null, ...ballot.votes.keys()].flatMap((voter) => ofBallot(state, ballot, voter)),
    ),
  ];
}

function nowView(state: WorkshopState): NowView {
  const { phase, step, clock, isFrozen, isCalledBack, notice, spotlight, queue } = state;
  const gate = gatesOf(state).length > 0 ? gateOf(state) : null;
  return {
    ...{ phase, step, clock, isFrozen, isCalledBack, notice, spotlight },
    locked: [...state.locked].sort(),
    queue: { isOpen: queue.isOpen, waiting: [...queue.waiting], speaking: queue.speaking },
    confirmed: state.confirmed.size,
    gate: typeof gate?.about === 'number' ? gate.about : null,
    beganAtMs: state.stages.at(-1)?.atMs ?? null,
    startedAtMs: state.stages[0]?.atMs ?? null,
  };
}

function ofTable(state: WorkshopState, number: TableNumber): Told[] {
  const table = state.tables.get(number);
  const key = `table:${number}`;
  if (!table) return number === ROOM ? [] : [{ audience: 'all', key, value: null }];
  let cards = 0;
  let hidden = 0;
  for (const card of state.cards.values()) {
    if (card.table !== number || card.status === 'hidden' || isNote(state, card)) continue;
    cards += 1;
    if (!card.isRevealed) hidden += 1;
  }
  const { topics, languages, capacity, wroteAtMs } = table;
  const view: TableView = {
    ...{ number, topics, languages, capacity, wroteAtMs, cards, hidden },
    seats: seatedAt(state, number).map(({ id }) => id),
    helpSinceMs: state.help.get(number) ?? null,
  };
  return [{ audience: 'all', key, value: view }];
}

function ofPerson(state: WorkshopState, id: ParticipantId, nameOf: NameOf): Told[] {
  const who = state.people.get(id);
  if (!who) return [];
  const { role, country, languages, table, isAdmitted, visited, needs, organisation } = who;
  const facts = { id, role, country, languages, table, isAdmitted };
  const hasConsented = state.consenting.has(id);
  const me: MeView = {
    ...facts,
    visited: [...visited],
    written: writtenNow(state, who),
    anonymous: [...state.cards.values()]
      .filter((it) => it.author === id && it.isAnonymous)
      .map((it) => it.id),
    hasConfirmed: state.confirmed.has(id),
    hasConsented,
  };
  const person: PersonView = { ...facts, name: nameOf(id) };
  const aside: AsideView = { needs, organisation, visited: [...visited], hasConsented };
  return [
    // Who waits in the lobby is nobody's business yet.
    { audience: 'all', key: `person:${id}`, value: who.hasLeft || !isAdmitted ? null : person },
    { audience: 'steering', key: `person:${id}`, value: who.hasLeft || isAdmitted ? null : person },
    { audience: 'steering', key: `aside:${id}`, value: who.hasLeft ? null : aside },
    { audience: `person:${id}`, key: 'me', value: who.hasLeft ? null : me },
  ];
}

/** Only its author's, for ever. */
function isNote(state: WorkshopState, card: Card): boolean {
  const isPrivate = state.format.kinds.find((it) => it.id === card.kind)?.private === true;
  return isPrivate || zoneOf(state.format, card.zone)?.privateTo !== undefined;
}

function isSensitive(state: WorkshopState, card: Card): boolean {
  const isOfKind = state.format.kinds.find((it) => it.id === card.kind)?.sensitive === true;
  return isOfKind || zoneOf(state.format, card.zone)?.sensitive === true;
}

function ofCard(state: WorkshopState, card: Card): Told[] {
  const key = `card:${card.id}`;
  const isThere = state.cards.get(card.id) === card;
  const isShown = isThere && card.isRevealed && !isNote(state, card);
  const isOpen = isShown && card.status !== 'hidden';
  const toAuthor = isThere && (!isShown || card.status === 'hidden');
  const value = viewOf(card);
  const when = (holds: boolean): CardView | null => (holds ? value : null);
  const told: Told[] = [
    // Their own, as long as nobody else sees it: with the reason, where it was hidden.
    { audience: `person:${card.author}`, key, value: toAuthor ? { ...value, author: card.author } : null },
    { audience: 'steering', key, value: when(isShown && card.status === 'hidden') },
  ];
  if (card.table === ROOM) return [...told, { audience: 'all', key, value: when(isOpen) }];
  return [
    ...told,
    // What a facilitator puts before everybody: the projector knows no table.
    { audience: 'all', key, value: when(isOpen && isSpotlit(state, card) && !isSensitive(state, card)) },
    { audience: `table:${card.table}`, key, value: when(isOpen) },
    { audience: `shown:${card.table}`, key, value: when(isOpen && isForOthers(state, card)) },
  ];
}

const isSpotlit = ({ spotlight }: WorkshopState, card: Card): boolean =>
  spotlight?.kind === 'card' && spotlight.card === card.id;

export function viewOf(card: Card): CardView {
  const { isAnonymous, author, comments, ...rest } = card;
  return { ...rest, comments: [...comments], author: isAnonymous ? null : author };
}

/** Whether the stage shows it to people of other tables. */
function isForOthers(state: WorkshopState, card: Card): boolean {
  const { stage } = stepOf(state);
  if (isSensitive(state, card)) return false;
  if (stage.see === 'all' && stage.zones.includes(card.zone)) return true;
  return (stage.ballots ?? []).some(
    (rule) => rule.on === 'cards' && rule.tables !== 'own' && rule.zones.includes(card.zone),
  );
}

/** A picture shows no more points than these. */
const CURVE_POINTS_MAX = 100;
const thinned = (curve: readonly PositionCount[]): readonly PositionCount[] => {
  const each = Math.ceil(curve.length / CURVE_POINTS_MAX);
  return curve.filter((_, index) => index % each === 0 || index === curve.length - 1);
};

function ofBallot(state: WorkshopState, ballot: Ballot, voter: ParticipantId | null): Told[] {
  const { key, round, isOpen, isRevealed, rule, votes } = ballot;
  const countryOf = (id: string) => state.people.get(id)?.country ?? null;
  const isLine = rule.method === 'position';
  const view: BallotView = {
    ...{ key, round, isOpen, isRevealed, rule: rule.id, voters: votes.size },
    tally: isRevealed && !isLine ? tallyOf(ballot, countryOf) : null,
    curve: isRevealed && isLine ? thinned(ballot.curve) : null,
    positions:
      isRevealed && isLine
        ? [...votes.values()].flatMap((own) => [...own.values()].map(Number)).sort((a, b) => a - b)
        : null,
  };
  const told: Told[] = [{ audience: 'all', key: `ballot:${key}`, value: view }];
  if (voter !== null) {
    const own = votes.get(voter);
    told.push({
      audience: `person:${voter}`,
      key: `votes:${key}`,
      value: own ? Object.fromEntries(own) : null,
    });
  }
  return told;
}

/** Whose eyes a screen has. */
export type Viewer =
  | { readonly kind: 'person'; readonly id: ParticipantId }
  /** In the room for everybody to see: it tells what everybody may know. */
  | { readonly kind: 'screen' };

/** What a screen is told; `looks`: tables that it asks to see beside its own. */
export function audiencesOf(
  state: WorkshopState,
  viewer: Viewer,
  looks: readonly TableNumber[],
): readonly Audience[] {
  const { stage } = stepOf(state);
  const shown = (tables: readonly TableNumber[]): Audience[] => tables.map((it): Audience => `shown:${it}`);
  if (viewer.kind === 'screen') return ['all', ...shown(looks)];
  const who = state.people.get(viewer.id);
  if (!who || who.hasLeft) return [];
  const own: Audience = `person:${viewer.id}`;
  // Who waits in the lobby is told nothing but that.
  if (!who.isAdmitted) return [own];
  if (isFacilitator(who)) return ['all', own, 'steering', ...looks.map((it): Audience => `table:${it}`)];
  const others = looks.filter((it) => it !== who.table);
  const allowed =
    stage.see === 'all' || stage.ballots?.some(({ tables }) => tables === 'all')
      ? others
      : others.filter((it) => who.visited.includes(it));
  return ['all', own, ...(who.table === null ? [] : [`table:${who.table}` as Audience]), ...shown(allowed)];
}

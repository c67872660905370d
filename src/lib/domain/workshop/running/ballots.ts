import type { CountryCode } from '../../partnership/organisation.ts';
import { refuse, type Refusal } from './rights.ts';
import {
  stepOf,
  zoneOf,
  type Ballot,
  type Card,
  type ConsentVote,
  type Participant,
  type PositionCount,
  type VoteValue,
  type WorkshopState,
} from './workshop-state.ts';

/**
 * One engine for every method of voting. The log of commands is the ledger: a ballot is what its votes add
 * up to, and each voter's last word on an option counts.
 * Invariant: nobody spends more than their budget, votes twice, or on what is not theirs to judge.
 */
export function mayVote(
  state: WorkshopState,
  who: Participant,
  ballot: Ballot,
  option: string,
  value: VoteValue | null,
): Refusal | null {
  const { rule } = ballot;
  if (!ballot.isOpen) return refuse('ballot-closed');
  if (state.isFrozen) return refuse('frozen');
  if (!rule.by.includes(who.role)) return refuse('not-your-role', who.role);
  // What was given can be taken back, whatever became of the card.
  if (value === null && ballot.votes.get(who.id)?.has(option)) return null;
  return (
    mayChoose(state, who, ballot, option) ??
    (value === null ? null : isValid(state, who, ballot, option, value))
  );
}

function mayChoose(state: WorkshopState, who: Participant, { rule }: Ballot, option: string): Refusal | null {
  switch (rule.on) {
    case 'zone':
      return rule.zones.includes(option) ? null : refuse('option-unknown');
    case 'tables': {
      const table = Number(option);
      if (!state.tables.has(table) || String(table) !== option) return refuse('option-unknown');
      return rule.notOwnTable && table === who.table ? refuse('own-table') : null;
    }
    case 'cards': {
      const card = state.cards.get(option);
      return card && isOption(state, rule, who, card) ? null : refuse('option-unknown');
    }
  }
}

/** Whether a card stands for election, for this voter. */
export function isOption(
  state: WorkshopState,
  rule: Ballot['rule'],
  who: Pick<Participant, 'table' | 'visited'> | null,
  card: Card,
): boolean {
  const zone = zoneOf(state.format, card.zone);
  if (!zone || zone.privateTo !== undefined || !rule.zones.includes(card.zone)) return false;
  if (card.status !== 'active' || card.under !== null || !card.isRevealed) return false;
  if (rule.kinds && !rule.kinds.includes(card.kind)) return false;
  if (zone.of === 'room' || rule.tables === 'all' || who === null) return true;
  if (card.table === who.table) return true;
  return rule.tables === 'visited' && who.visited.includes(card.table);
}

function isValid(
  state: WorkshopState,
  who: Participant,
  { rule, votes }: Ballot,
  option: string,
  value: VoteValue,
): Refusal | null {
  const wrong = refuse('vote-malformed');
  const isWhole = (it: unknown, min: number, max: number): it is number =>
    Number.isInteger(it) && (it as number) >= min && (it as number) <= max;
  switch (rule.method) {
    case 'dots': {
      const budget = rule.budget ?? 1;
      if (!isWhole(value, 1, budget)) return wrong;
      let spent = value;
      for (const [other, dots] of votes.get(who.id) ?? []) if (other !== option) spent += Number(dots);
      return spent > budget ? refuse('budget-spent', budget) : null;
    }
    case 'single':
      return value === 1 ? null : wrong;
    case 'position': {
      if (typeof value !== 'number') return wrong;
      const zone = zoneOf(state.format, option);
      return zone?.middleClosed && value === MIDDLE ? refuse('middle-closed') : null;
    }
    case 'consent': {
      if (!isConsent(value)) return wrong;
      return value.says === 'objection' && !value.reason ? refuse('reason-missing') : null;
    }
    case 'scale1To5':
    case 'scale0To10':
    case 'scoreSheet': {
      const [min, max] = rule.method === 'scale0To10' ? [0, 10] : [1, 5];
      if (!rule.criteria) return isWhole(value, min, max) ? null : wrong;
      if (typeof value !== 'object' || isConsent(value)) return wrong;
      const given = Object.entries(value);
      const isKnown = given.every(
        ([id, it]) => rule.criteria?.some((criterion) => criterion.id === id) && isWhole(it, min, max),
      );
      return isKnown && given.length === rule.criteria.length ? null : wrong;
    }
  }
}

const isConsent = (value: VoteValue): value is ConsentVote =>
  typeof value === 'object' && typeof (value as Partial<ConsentVote>).says === 'string';

/** Between the ends of a line, 0 and 100. */
export const MIDDLE = 50;

export function castVote(ballot: Ballot, voter: string, option: string, value: VoteValue | null): void {
  const own = ballot.votes.get(voter) ?? new Map<string, VoteValue>();
  if (ballot.rule.method === 'single' && value !== null) own.clear();
  if (value === null) own.delete(option);
  else own.set(option, value);
  if (own.size > 0) ballot.votes.set(voter, own);
  else ballot.votes.delete(voter);
}

/** Adds to the curve of a line; what happens within a second is one point. */
export function notePositions(ballot: Ballot, atMs: number): void {
  const count = positionsOf(ballot, atMs, (ballot.curve.at(-1)?.moves ?? 0) + 1);
  const last = ballot.curve.at(-1);
  if (last && Math.floor(last.atMs / 1000) === Math.floor(atMs / 1000)) ballot.curve.pop();
  ballot.curve.push(count);
}

function positionsOf(ballot: Ballot, atMs: number, moves: number): PositionCount {
  const counts = { below: 0, middle: 0, above: 0 };
  for (const own of ballot.votes.values())
    for (const value of own.values())
      counts[Number(value) < MIDDLE ? 'below' : Number(value) > MIDDLE ? 'above' : 'middle'] += 1;
  return { atMs, moves, ...counts };
}

/** What one option got. `sum`: dots, choices; `mean` and `spread` (standard deviation) of scales, by criterion. */
export interface OptionTally {
  readonly option: string;
  readonly voters: number;
  readonly sum: number;
  readonly scales?: Readonly<Record<string, { readonly mean: number; readonly spread: number }>>;
  readonly consent?: { readonly consent: number; readonly objection: number; readonly abstain: number };
}

/** The result, best first; of a line, its one option with how many stand on each side as `PositionCount`. */
export function tallyOf(
  ballot: Ballot,
  countryOf: (voter: string) => CountryCode | null,
): readonly OptionTally[] {
  const byOption = new Map<string, { voter: string; value: VoteValue }[]>();
  for (const [voter, own] of ballot.votes)
    for (const [option, value] of own) {
      const list = byOption.get(option) ?? [];
      list.push({ voter, value });
      byOption.set(option, list);
    }
  return [...byOption]
    .map(([option, votes]) => tallyOption(ballot, option, votes, countryOf))
    .sort((a, b) => b.sum - a.sum || (a.option < b.option ? -1 : 1));
}

function tallyOption(
  { rule }: Ballot,
  option: string,
  votes: readonly { readonly voter: string; readonly value: VoteValue }[],
  countryOf: (voter: string) => CountryCode | null,
): OptionTally {
  const voters = votes.length;
  if (rule.method === 'consent')
    return { option, voters, ...consentOf(rule.weight ?? 'person', votes, countryOf) };
  if (rule.method === 'dots' || rule.method === 'single')
    return { option, voters, sum: votes.reduce((sum, { value }) => sum + Number(value), 0) };
  const given = new Map<string, number[]>();
  for (const { value } of votes)
    for (const [criterion, it] of typeof value === 'number' ? [['', value] as const] : Object.entries(value))
      given.set(criterion, [...(given.get(criterion) ?? []), Number(it)]);
  const scales = Object.fromEntries([...given].map(([criterion, values]) => [criterion, spreadOf(values)]));
  return { option, voters, sum: Object.values(scales).reduce((sum, { mean }) => sum + mean, 0), scales };
}

/** By country: it objects when one of it does, consents when one does and none objects. */
function consentOf(
  weight: 'person' | 'country',
  votes: readonly { readonly voter: string; readonly value: VoteValue }[],
  countryOf: (voter: string) => CountryCode | null,
): Pick<OptionTally, 'sum' | 'consent'> {
  const said = votes.map(({ voter, value }) => ({
    who: weight === 'country' ? (countryOf(voter) ?? '') : voter,
    says: (value as ConsentVote).says,
  }));
  const counts = { consent: 0, objection: 0, abstain: 0 };
  for (const voices of Map.groupBy(said, ({ who }) => who).values()) {
    const all = voices.map(({ says }) => says);
    counts[all.includes('objection') ? 'objection' : all.includes('consent') ? 'consent' : 'abstain'] += 1;
  }
  return { sum: counts.consent, consent: counts };
}

function spreadOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  const variance = values.reduce((sum, it) => sum + (it - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance) };
}

/** Ballots that the stage opens; a line stays open where tokens may still move. */
export function isBallotOfStep(state: WorkshopState, ballot: Ballot): boolean {
  const { stage, round } = stepOf(state);
  if (ballot.round !== round) return false;
  if (stage.ballots?.some(({ id }) => id === ballot.rule.id)) return true;
  return (
    ballot.rule.method === 'position' &&
    stage.move === 'own' &&
    ballot.rule.zones.some((zone) => stage.zones.includes(zone))
  );
}

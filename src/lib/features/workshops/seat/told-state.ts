import type { WorkshopLive } from '#lib/client/workshop/workshop-live.svelte.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import {
  newWorkshop,
  type Ballot,
  type Card,
  type Participant,
  type WorkshopState,
} from '#lib/domain/workshop/running/workshop-state.ts';

/** What a screen has been told, as far as rights depend on it. */
export type ToldWorkshop = Pick<
  WorkshopLive,
  'now' | 'tables' | 'people' | 'cards' | 'ballots' | 'mine' | 'votesOf'
>;

/**
 * The workshop as one person's screen knows it, in the shape in which the server judges: what the screen offers
 * is decided by the same functions that decide there, on less knowledge. `null`: not told yet.
 */
export function toldState(format: Format, told: ToldWorkshop, me: string): WorkshopState | null {
  const { now } = told;
  const own = told.mine.get(me);
  if (!now || !own) return null;
  const state = newWorkshop(format);
  Object.assign(state, { phase: now.phase, step: now.step, clock: now.clock, isFrozen: now.isFrozen });
  for (const key of now.locked) state.locked.add(key);
  Object.assign(state.queue, { isOpen: now.queue.isOpen, speaking: now.queue.speaking });
  state.queue.waiting.push(...now.queue.waiting);
  if (own.hasConfirmed) state.confirmed.add(me);
  for (const { number, topics, capacity, languages, wroteAtMs } of told.tables.values())
    state.tables.set(number, { number, topics, capacity, languages, wroteAtMs });
  for (const it of told.people.values()) state.people.set(it.id, participant(it));
  state.people.set(me, { ...participant(own), visited: [...own.visited] });
  for (const card of told.cards.values()) state.cards.set(card.id, cardOf(card, me, own.anonymous));
  for (const ballot of ballotsOf(format, told, me)) state.ballots.set(ballot.key, ballot);
  return state;
}

const participant = (
  it: Pick<Participant, 'id' | 'role' | 'country' | 'languages' | 'table' | 'isAdmitted'>,
): Participant => ({
  ...{ id: it.id, role: it.role, country: it.country, languages: it.languages, table: it.table },
  ...{ isAdmitted: it.isAdmitted, organisation: null, needs: [], visited: [], hasLeft: false },
});

type ToldCard = ToldWorkshop['cards'] extends Map<string, infer C> ? C : never;

/** One's own cards that bear no name are still one's own. */
const cardOf = (card: ToldCard, me: string, anonymous: readonly string[]): Card => ({
  ...card,
  author: card.author ?? (anonymous.includes(card.id) ? me : ''),
  isAnonymous: card.author === null,
  comments: [...card.comments],
});

/** With one's own votes alone: nobody is told another's. */
function ballotsOf(format: Format, told: ToldWorkshop, me: string): readonly Ballot[] {
  const rules = new Map(
    format.stages.flatMap(({ ballots }) => ballots ?? []).map((rule) => [rule.id, rule] as const),
  );
  return [...told.ballots.values()].flatMap((it) => {
    const rule = rules.get(it.rule);
    if (!rule) return [];
    const { key, round, isOpen, isRevealed } = it;
    const votes = new Map([[me, new Map(Object.entries(told.votesOf(me, key)))]]);
    return [{ key, round, isOpen, isRevealed, rule, votes, curve: [] }];
  });
}

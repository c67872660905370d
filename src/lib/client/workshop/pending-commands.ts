import { changeOf, newCard } from '#lib/domain/workshop/running/card-changes.ts';
import type { Command, CommandOf } from '#lib/domain/workshop/running/commands.ts';
import { viewOf, type CardView, type VotesView } from '#lib/domain/workshop/running/views.ts';
import type { PendingCommand } from './pending-command.ts';

/** What somebody sees of what they did while the server has not answered: over what the server told. */
export interface ShownCard extends CardView {
  /** Not on the disk yet. */
  readonly isPending?: true;
}

/** Where a card that is written now will lie. */
export interface PlaceOfNew {
  step(): number;
  tableOf(person: string, zone: string): number;
}

export function cardWith(
  told: CardView | null,
  id: string,
  pending: Iterable<PendingCommand>,
  place: PlaceOfNew,
): ShownCard | null {
  let card: ShownCard | null = told;
  for (const { as, command, atMs } of pending) {
    if (!('card' in command) || command.card !== id) continue;
    if (command.type === 'add')
      card ??= {
        ...viewOf(newCard(command, notYet(command, as, place, atMs))),
        isPending: true,
      };
    else if (command.type === 'remove') card = null;
    else if (card) card = { ...changed(card, command), isPending: true };
  }
  return card;
}

/** As far as its writer knows. */
const notYet = ({ table, zone }: CommandOf<'add'>, author: string, place: PlaceOfNew, atMs: number) => ({
  ...{ author, atMs, step: place.step(), isAnonymous: false, isRevealed: false },
  table: table ?? place.tableOf(author, zone),
});

function changed(card: ShownCard, command: Extract<Command, { card: string }>): ShownCard {
  switch (command.type) {
    case 'edit':
    case 'move':
    case 'stack':
    case 'park':
      return { ...card, ...changeOf(card, command) };
    default:
      return card;
  }
}

/** One person's votes on a ballot, with those on their way. */
export function votesWith(
  told: VotesView | null,
  {
    ballot,
    voter,
    isSingle,
  }: { readonly ballot: string; readonly voter: string; readonly isSingle: boolean },
  pending: Iterable<PendingCommand>,
): VotesView {
  let votes: VotesView = told ?? {};
  for (const { as, command } of pending) {
    if (command.type !== 'vote' || command.ballot !== ballot || as !== voter) continue;
    const others = Object.entries(votes).filter(([option]) => option !== command.option && !isSingle);
    votes = Object.fromEntries(
      command.value === null ? others : [...others, [command.option, command.value] as const],
    );
  }
  return votes;
}

import type { ShownCard, WorkshopLive } from '#lib/client/workshop/workshop-live.svelte.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Format, Zone } from '#lib/domain/workshop/format.ts';
import { isBallotOfStep } from '#lib/domain/workshop/running/ballots.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type { Refusal } from '#lib/domain/workshop/running/rights.ts';
import type { Ballot } from '#lib/domain/workshop/running/workshop-state.ts';
import { toldState } from './told-state.ts';

/**
 * seat/ is the screen of who takes part. A seat is one of the people on this device, looking at the workshop.
 * Invariant: what it offers is asked of the same functions that the server asks (`toldState`), and the
 * server's word is the last one.
 */
export class Seat {
  readonly live: WorkshopLive;
  readonly format: Format;
  #chosen = $state('');
  /** What is being written, by person: a change of stage or of the writer loses no half sentence. */
  drafts = $state<Record<string, string>>({});
  /** The fields beside it, by person and kind of card. */
  fieldDrafts = $state<Record<string, Record<string, string>>>({});

  /** Somebody who still takes part, as long as there is one on this device. */
  readonly actor: string = $derived.by(() => {
    const { actors, mine } = this.live;
    const present = mine.size > 0 ? actors.filter((it) => mine.has(it)) : actors;
    return present.includes(this.#chosen) ? this.#chosen : (present[0] ?? '');
  });
  readonly me = $derived.by(() => this.live.mine.get(this.actor) ?? null);
  readonly state = $derived.by(() => toldState(this.format, this.live, this.actor));
  readonly who = $derived.by(() => this.state?.people.get(this.actor) ?? null);
  readonly stage = $derived.by(() => this.live.step?.stage ?? null);
  /** Zones on the screen now, those that are another role's notebook left out. */
  readonly zones: readonly Zone[] = $derived.by(() => {
    // Afterwards all that was written is looked at, whatever the last stage was about.
    if (this.live.now?.phase === 'closed')
      return this.format.zones.filter(({ id }) => this.cards.some(({ zone }) => zone === id));
    return (this.stage?.zones ?? []).flatMap((id) =>
      this.format.zones.filter(
        (it) =>
          it.id === id &&
          (it.privateTo === undefined || it.privateTo === 'author' || it.privateTo === this.me?.role),
      ),
    );
  });
  /** Other tables whose cards the stage lets one see. */
  readonly looks: readonly number[] = $derived.by(() => {
    const { stage, me } = this;
    if (!stage || !me) return [];
    const others = [...this.live.tables.keys()].filter((it) => it !== me.table);
    if (stage.ballots?.some(({ tables }) => tables === 'visited'))
      return others.filter((it) => me.visited.includes(it));
    return stage.see === 'all' || stage.ballots?.some(({ tables }) => tables === 'all') ? others : [];
  });

  /** Ballots that concern this stage: its own, and lines on which tokens may still move. */
  readonly ballots: readonly Ballot[] = $derived.by(() => {
    const { state } = this;
    return state ? [...state.ballots.values()].filter((it) => isBallotOfStep(state, it)) : [];
  });
  /** Who else on this device writes what nobody sees yet is not shown to its neighbour. */
  readonly cards: readonly ShownCard[] = $derived.by(() =>
    [...this.live.cards.values()]
      .filter((it) => (it.isRevealed && it.status !== 'hidden') || it.author === this.actor)
      .filter((it) => !this.#isNoteOfOther(it) && it.under === null)
      .toSorted((a, b) => a.atMs - b.atMs),
  );

  constructor(live: WorkshopLive, format: Format) {
    this.live = live;
    this.format = format;
  }

  writeAs(person: string): void {
    this.#chosen = person;
  }

  /** What was refused is not lost: a card's words return to where they were written. Whether there was a place. */
  takeBack({ command, as }: { readonly command: Command; readonly as: string }): boolean {
    if (command.type !== 'add' || !this.live.mine.has(as)) return false;
    const begun = this.drafts[as] ?? '';
    this.drafts[as] = [begun, command.text].filter((it) => it.trim() !== '').join('\n');
    const key = fieldsKey(as, command.kind);
    this.fieldDrafts[key] = { ...command.fields, ...this.fieldDrafts[key] };
    return true;
  }

  nameOf(person: string | null): string | null {
    return person === null ? null : (this.live.people.get(person)?.name ?? null);
  }

  #isNoteOfOther(card: ShownCard): boolean {
    const zone = this.format.zones.find(({ id }) => id === card.zone);
    return zone?.privateTo !== undefined && card.author !== this.actor;
  }
  isOwn(card: ShownCard): boolean {
    return card.author === this.actor || (this.me?.anonymous.includes(card.id) ?? false);
  }

  /** Why a command would be refused; `null`: it would not, as far as this screen knows. */
  whyNot(command: Command): Refusal | null {
    if (!this.state) return { code: 'not-now' };
    return checkCommand(this.state, this.actor, command, 0);
  }
  may(command: Command): boolean {
    return this.whyNot(command) === null;
  }

  async run(command: Command): Promise<Result<void>> {
    if (!this.actor) return problem('person-unknown');
    const done = await this.live.run(command, this.actor);
    return done.ok ? ok(undefined) : done;
  }
}

export const fieldsKey = (person: string, kind: string): string => `${person} ${kind}`;

import type { Cancel, Clock } from '#lib/core/clock.ts';
import { newId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import { SERVER_ACTOR, type Actor, type Command } from '#lib/domain/workshop/running/commands.ts';
import { isFacilitator } from '#lib/domain/workshop/running/rights.ts';
import { isKindPrivate, stepOf, type WorkshopState } from '#lib/domain/workshop/running/workshop-state.ts';
import type { LiveWorkshops } from '#server/ports/live-workshops.ts';
import type { Log } from '#server/ports/log.ts';
import type { WorkshopStore } from '#server/ports/workshop-store.ts';
import { isExamplePerson, type Takeaway, type WorkshopFile } from './example-workshop.ts';

/**
 * People of the example who write while somebody looks on, so that whoever comes alone sees a room at work. Their
 * names say that they are scripted, and who steers switches them off. Where nobody real steers, what was written is
 * shown when the time is up, and a little later the stage begins anew: it never looks stale.
 * Invariant: they send the commands that anybody sends, and no more than their stage lets them.
 */
export interface ScriptedPeopleDeps {
  readonly workshops: WorkshopStore;
  readonly halls: LiveWorkshops;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const LOOK_EVERY_MS = 1_000;
const PAUSE_MIN_MS = 8_000;
const PAUSE_MAX_MS = 20_000;
export const CARDS_PER_STAGE = 12;
/** What was revealed is looked at for so long. */
export const SHOWN_FOR_MS = 45_000;
const CARD_PREFIX = 'scripted-';

/** Returns what stops them. */
export function startScriptedPeople(deps: ScriptedPeopleDeps, file: WorkshopFile): Cancel {
  const people = new ScriptedPeople(deps, file);
  let cancel: Cancel = () => undefined;
  let isOver = false;
  const lookLater = (): void => {
    if (isOver) return;
    cancel = deps.clock.after(LOOK_EVERY_MS, () => {
      people
        .look()
        .catch((error: unknown) => deps.log.warn({ error: String(error) }, 'scripted people stumbled'))
        .finally(lookLater);
    });
  };
  lookLater();
  return () => {
    isOver = true;
    cancel();
  };
}

interface Act {
  readonly actor: Actor;
  readonly command: Command;
}

export class ScriptedPeople {
  readonly #deps: ScriptedPeopleDeps;
  readonly #file: WorkshopFile;
  #writesAtMs: number | null = null;
  #said = 0;

  constructor(deps: ScriptedPeopleDeps, file: WorkshopFile) {
    this.#deps = deps;
    this.#file = file;
  }

  async look(): Promise<void> {
    const { halls, workshops, clock } = this.#deps;
    const { id } = this.#file;
    const { people: here, screens } = await halls.watching(id);
    if (screens === 0) {
      this.#writesAtMs = null;
      return;
    }
    const workshop = await workshops.workshop(id);
    if (workshop?.phase !== 'open' || !workshop.isScripted) return;
    const nowMs = clock.nowMs();
    const acts = await halls.read(id, (state) => this.#actsIn(state, here, nowMs));
    for (const { actor, command } of acts ?? []) await halls.submit(id, actor, command);
  }

  #actsIn(state: WorkshopState, here: readonly string[], nowMs: number): readonly Act[] {
    const { clock } = state;
    if (clock.kind === 'standing') return [];
    if (clock.endsAtMs <= nowMs) return isSteered(state, here) ? [] : atTheEnd(state, nowMs - clock.endsAtMs);
    this.#writesAtMs ??= nowMs + this.#pauseMs();
    if (this.#writesAtMs > nowMs) return [];
    this.#writesAtMs = nowMs + this.#pauseMs();
    const act = this.#write(state, here, nowMs);
    return act ? [act] : [];
  }

  /** At a table where somebody real sits, if one of its people may still write. */
  #write(state: WorkshopState, here: readonly string[], nowMs: number): Act | null {
    if (ownCards(state).length >= CARDS_PER_STAGE) return null;
    const words = this.#file.more[this.#said % this.#file.more.length];
    if (!words) return null;
    const command = this.#add(words);
    const tables = new Set(here.map((id) => state.people.get(id)?.table ?? null));
    const writers = [...state.people.values()].filter(
      (it) => isExamplePerson(it.id) && checkCommand(state, it.id, command, nowMs) === null,
    );
    const near = writers.filter(({ table }) => table !== null && tables.has(table));
    const best = near.length > 0 ? near : writers;
    const speaking = best.filter(({ languages }) => languages.includes(words.lang));
    const among = speaking.length > 0 ? speaking : best;
    const writer = among[this.#below(among.length)];
    if (!writer) return null;
    this.#said += 1;
    return { actor: writer.id, command };
  }

  #add({ kind, lang, text }: Takeaway): Command {
    return {
      ...{ type: 'add', zone: 'takeaways', kind, lang, text },
      card: `${CARD_PREFIX}${newId(this.#deps.random)}`,
    };
  }

  #pauseMs(): number {
    return PAUSE_MIN_MS + this.#below(PAUSE_MAX_MS - PAUSE_MIN_MS);
  }

  #below(count: number): number {
    const [high = 0, low = 0] = this.#deps.random.bytes(2);
    return Math.floor(((high * 256 + low) / 65_536) * count);
  }
}

/** Somebody real holds the wheel. */
const isSteered = (state: WorkshopState, here: readonly string[]): boolean =>
  here.some((id) => {
    const who = state.people.get(id);
    return who !== undefined && !isExamplePerson(id) && isFacilitator(who);
  });

const ownCards = (state: WorkshopState) =>
  [...state.cards.values()].filter((it) => it.step === state.step && it.id.startsWith(CARD_PREFIX));

function atTheEnd(state: WorkshopState, overForMs: number): readonly Act[] {
  if (overForMs >= SHOWN_FOR_MS)
    return [
      ...ownCards(state).map(({ id, author }): Act => ({
        actor: author,
        command: { type: 'remove', card: id },
      })),
      { actor: SERVER_ACTOR, command: { type: 'extend', minutes: stepOf(state).stage.minutes } },
    ];
  const { stage } = stepOf(state);
  const isHidden = [...state.cards.values()].some(
    (it) =>
      it.step === state.step && !it.isRevealed && it.zone === 'takeaways' && !isKindPrivate(state, it.kind),
  );
  return stage.reveal === 'stageEnd' && isHidden
    ? [{ actor: SERVER_ACTOR, command: { type: 'reveal' } }]
    : [];
}

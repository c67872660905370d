import { WorkshopLive, type RefusedCommand } from '#lib/client/workshop/workshop-live.svelte.ts';
import type { Words } from '#lib/domain/workshop/format.ts';
import type { Command } from '#lib/domain/workshop/running/commands.ts';
import type { TableView } from '#lib/domain/workshop/running/views.ts';
import type { Workshop } from '#lib/domain/workshop/workshop.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import { byUrgency, driftMinutes } from './pace.ts';

/** Twice a second: no second of the clock is left out. */
const TICK_MS = 500;

/** A screen that steers or shows a workshop: its connection, and the time. In the browser only. */
export class Desk {
  readonly live: WorkshopLive;
  readonly workshop: Workshop;
  /** The server's clock. */
  nowMs = $state(0);
  /** A control keeps what was chosen in it: after a refusal it is made anew, and says how it is. */
  refusedCount = $state(0);
  /** A message that is being written outlives its tab. */
  readonly message = $state<Record<string, string>>({});
  readonly tables: readonly TableView[] = $derived.by(() => [...this.live.tables.values()].sort(byUrgency));
  /** Asked for each of hundreds of people. */
  // Made anew whenever presence is told: nothing changes within it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly here: ReadonlySet<string> = $derived.by(() => new Set(this.live.here));
  readonly leftMs = $derived.by(() => this.live.leftMs(this.nowMs));
  readonly next = $derived.by(() => this.live.steps[(this.live.now?.step ?? 0) + 1] ?? null);
  readonly isRunning = $derived.by(() => ['open', 'rehearsal'].includes(this.live.now?.phase ?? ''));
  readonly drift = $derived.by(() => {
    const { now, step } = this.live;
    return now && step ? driftMinutes(now, step, { nowMs: this.nowMs, leftMs: this.leftMs }) : null;
  });
  /** What is not granted now: the sentence of the gate that holds the stage. */
  readonly gate = $derived.by(() => {
    const { now, step } = this.live;
    const at = now?.gate ?? null;
    return (at !== null && step?.stage.gate?.[at]?.says) || null;
  });
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #language: () => string;

  constructor({
    workshop,
    as,
    language,
    onRefused,
  }: {
    readonly workshop: Workshop;
    readonly as: 'steer' | 'screen';
    readonly language: () => string;
    readonly onRefused?: (refused: RefusedCommand) => void;
  }) {
    this.workshop = workshop;
    this.#language = language;
    this.live = new WorkshopLive({
      workshopId: workshop.id,
      format: workshop.format,
      as,
      url: `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/workshop`,
      // Kept nowhere: a press on Next must not move the room on tomorrow.
      onRefused: (refused) => {
        this.refusedCount += 1;
        onRefused?.(refused);
      },
    });
    this.nowMs = this.live.nowMs();
    this.#timer = setInterval(() => (this.nowMs = this.live.nowMs()), TICK_MS);
  }

  close(): void {
    clearInterval(this.#timer);
    this.live.close();
  }

  /** What is refused comes back by `onRefused`. */
  run(command: Command): void {
    // A second press before the first was answered means the same step; one without a network means this one.
    const from = this.live.now?.step;
    const isStep = command.type === 'next' || command.type === 'back';
    void this.live.run(isStep && from !== undefined ? { ...command, from } : command);
  }

  inWords = (words: Words): { readonly text: string; readonly lang: string } =>
    titleIn(words, this.#language());
  words = (words: Words): string => titleIn(words, this.#language()).text;
  nameOf = (person: string): string => this.live.people.get(person)?.name ?? '';
}

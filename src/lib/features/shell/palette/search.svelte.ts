import { askApi } from '#lib/client/api.ts';
import { limits } from '#lib/core/limits.ts';
import type { SearchHit } from '#server/services/search-partnership.ts';

/** Between two keys of somebody who types: the server is asked about words, not about letters. */
const REST_MS = 120;
/** An answer that comes sooner needs no sign that it is coming. */
const SIGN_MS = 250;

/** What the server finds for what was typed last; what was asked before is forgotten. */
export class PartnershipSearch {
  hits = $state.raw<readonly SearchHit[]>([]);
  /** The answer is late enough to say so. */
  slow = $state(false);
  problem = $state<string | null>(null);
  /** There is something to show, or it takes its time: a list that comes a moment later moves nothing under one's finger. */
  begun = $state(false);
  /** The hits are those of the last query. */
  settled = $state(true);
  readonly #partnershipId: string | null;
  readonly #recent: readonly string[];
  #run = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** `recent`: texts that one opened last; in a large partnership they are not among those that changed last. */
  constructor(partnershipId: string | null, recent: readonly string[]) {
    this.#partnershipId = partnershipId;
    this.#recent = recent;
    this.begun = partnershipId === null;
  }

  ask(query: string, delayMs = REST_MS): void {
    this.#stop();
    if (this.#partnershipId === null) return;
    this.settled = false;
    const run = ++this.#run;
    this.#timers = [
      setTimeout(() => void this.#fetch(run, query), delayMs),
      setTimeout(() => (this.slow = this.begun = true), delayMs + SIGN_MS),
    ];
  }

  close(): void {
    this.#stop();
    this.#run++;
  }

  async #fetch(run: number, query: string): Promise<void> {
    const words = encodeURIComponent(query.slice(0, limits.searchLengthMax));
    const recent = query.trim() === '' ? this.#recent.map((id) => `&recent=${encodeURIComponent(id)}`) : [];
    const path = `/partnerships/${this.#partnershipId}/search?q=${words}${recent.join('')}`;
    const asked = await askApi<{ items: readonly SearchHit[] }>('GET', path);
    if (run !== this.#run) return;
    this.#stop();
    this.problem = asked.ok ? null : asked.problem.code;
    this.hits = asked.ok ? asked.value.items : [];
    this.settled = this.begun = true;
  }

  #stop(): void {
    this.#timers.forEach(clearTimeout);
    this.slow = false;
  }
}

import { askApi } from '#lib/client/api.ts';
import type { NewsView } from '#server/services/news.ts';

/** An answer that is younger than this is not asked for again by going to the next page. */
const FRESH_MS = 15_000;
/** The page has its first moments for itself: the number is no hurry. */
const FIRST_MS = 1_500;
/** Coming back to the window sooner is not coming back. */
const AWAY_MS = 60_000;

/**
 * How many things are new for a member, and once they look, which. Asked for after a page has come, when the
 * window is come back to, and when the panel opens: never in the background.
 */
export class BellState {
  count = $state(0);
  view = $state.raw<NewsView | null>(null);
  problem = $state<string | null>(null);
  isLoading = $state(false);
  readonly #path: string;
  #askedAtMs = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Looked at meanwhile: a number asked for before is no longer true. */
  #looks = 0;

  constructor(partnershipId: string) {
    this.#path = `/partnerships/${partnershipId}/notifications`;
  }

  /** After a page has come. */
  arrive(): void {
    this.#askUnless(FRESH_MS, FIRST_MS);
  }

  /** The window has the focus again. */
  comeBack(): void {
    this.#askUnless(AWAY_MS, 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** What is new, and that it has been looked at: it is, as soon as it is here. */
  async look(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    const asked = await askApi<NewsView>('GET', this.#path);
    this.isLoading = false;
    this.problem = asked.ok ? null : asked.problem.code;
    if (!asked.ok) return;
    this.view = asked.value;
    const looks = ++this.#looks;
    const kept = await askApi('POST', `${this.#path}/seen`, asked.value.look);
    if (looks === this.#looks) this.count = kept.ok ? 0 : asked.value.count;
    this.#askedAtMs = performance.now();
  }

  #askUnless(youngerThanMs: number, delayMs: number): void {
    if (performance.now() - this.#askedAtMs < youngerThanMs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delayMs);
  }

  async #ask(): Promise<void> {
    this.#askedAtMs = performance.now();
    const looks = this.#looks;
    const asked = await askApi<{ readonly count: number }>('GET', `${this.#path}?only=count`);
    // Without an answer the last number stays: nobody asked for it.
    if (asked.ok && looks === this.#looks) this.count = asked.value.count;
  }
}

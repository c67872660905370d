import * as Y from 'yjs';

export interface IncomingOptions {
  readonly doc: Y.Doc;
  /** Origin of the transaction. */
  readonly origin: unknown;
  /** Raw bytes of each update, before those of its frame are applied. */
  readonly onIncoming: (update: Uint8Array) => void;
  /** Runs once, with the next frame that is drawn; without it each update is applied as it comes. */
  readonly onNextFrame?: ((run: () => void) => void) | undefined;
  /** Any monotonic clock, in ms. */
  readonly nowMs: () => number;
}

/** However long applying takes, others' words are not held back longer. */
const REST_MS_MAX = 250;

/**
 * What others write, applied once for each frame and in one transaction: in a hall the screen is worked out
 * anew some thirty times a second instead of two hundred. Where that itself takes long, as much time is left
 * to the person's own keys.
 * Invariant: updates are applied in the order in which they came, and none is left behind (`flush`).
 */
export class Incoming {
  readonly #options: IncomingOptions;
  #waiting: Uint8Array[] = [];
  #isAsked = false;
  #restsUntilMs = 0;

  constructor(options: IncomingOptions) {
    this.#options = options;
  }

  push(update: Uint8Array): void {
    this.#waiting.push(update);
    if (!this.#options.onNextFrame) return this.flush();
    this.#ask();
  }

  /** Applies what has come so far. */
  flush(): void {
    const { doc, origin, onIncoming, nowMs } = this.#options;
    const updates = this.#waiting;
    if (updates.length === 0) return;
    this.#waiting = [];
    const beganAtMs = nowMs();
    for (const update of updates) onIncoming(update);
    Y.transact(
      doc,
      () => {
        for (const update of updates) Y.applyUpdate(doc, update, origin);
      },
      origin,
      false,
    );
    const endedAtMs = nowMs();
    this.#restsUntilMs = endedAtMs + Math.min(endedAtMs - beganAtMs, REST_MS_MAX);
  }

  #ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#options.onNextFrame?.(() => {
      this.#isAsked = false;
      if (this.#options.nowMs() < this.#restsUntilMs) this.#ask();
      else this.flush();
    });
  }
}

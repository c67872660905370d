import * as Y from 'yjs';

export interface IncomingOptions {
  readonly doc: Y.Doc;
  /** Origin of the transaction. */
  readonly origin: unknown;
  /** Raw bytes of each update, before those of its frame are applied. */
  readonly onIncoming: (update: Uint8Array) => void;
  /** Runs once, with the next frame that is drawn; without it each update is applied as it comes. */
  readonly onNextFrame?: ((run: () => void) => void) | undefined;
  readonly nowMs: () => number;
}

/** However long applying takes, others' words are not held back longer. */
const REST_MS_MAX = 250;

/**
 * What others write, applied once for each frame and in one transaction: in a hall the screen is worked out
 * anew some thirty times a second instead of two hundred. Where that itself takes long, as much time is left
 * to the person's own keys.
 * Where somebody stands comes after the words that they stand behind.
 * Invariant: updates are applied in the order in which they came, and none is left behind (`flush`), also
 * when one of them, or whoever watches the text, fails: that is thrown in a task of its own.
 */
export class Incoming {
  readonly #options: IncomingOptions;
  #waiting: Uint8Array[] = [];
  #then: (() => void)[] = [];
  #isAsked = false;
  #restsUntilMs = 0;

  constructor(options: IncomingOptions) {
    this.#options = options;
  }

  push(update: Uint8Array): void {
    this.#waiting.push(update);
    this.#ask();
  }

  /** Runs when all that came before is in the text. */
  then(run: () => void): void {
    this.#then.push(run);
    this.#ask();
  }

  /** Applies what has come so far. */
  flush(): void {
    const { nowMs, onIncoming } = this.#options;
    const [updates, then] = [this.#waiting, this.#then];
    this.#waiting = [];
    this.#then = [];
    const beganAtMs = nowMs();
    for (const update of updates) attempt(() => onIncoming(update));
    if (updates.length > 0) attempt(() => this.#apply(updates));
    for (const run of then) attempt(run);
    const endedAtMs = nowMs();
    this.#restsUntilMs = endedAtMs + Math.min(endedAtMs - beganAtMs, REST_MS_MAX);
  }

  #apply(updates: readonly Uint8Array[]): void {
    const { doc, origin } = this.#options;
    const all = (): void => {
      for (const update of updates) attempt(() => Y.applyUpdate(doc, update, origin));
    };
    Y.transact(doc, all, origin, false);
  }

  #ask(): void {
    const { onNextFrame, nowMs } = this.#options;
    if (!onNextFrame) return this.flush();
    if (this.#isAsked) return;
    this.#isAsked = true;
    onNextFrame(() => {
      this.#isAsked = false;
      const restMs = this.#restsUntilMs - nowMs();
      // Longer than it ever is: the clock was set back.
      if (restMs > 0 && restMs <= REST_MS_MAX) this.#ask();
      else this.flush();
    });
  }
}

function attempt(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

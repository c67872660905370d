/**
 * Does something later, and each time later than before until it has succeeded: a server that cannot be
 * reached is not asked all the time, by everybody at once. Invariant: it waits for one moment at most.
 */
export class GrowingWait {
  readonly #act: () => void;
  readonly #firstMs: number;
  readonly #longestMs: number;
  #waitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    act: () => void,
    { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
  ) {
    this.#act = act;
    this.#firstMs = this.#waitMs = firstMs;
    this.#longestMs = longestMs;
  }

  begin(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#act();
    }, this.#waitMs);
    this.#waitMs = Math.min(this.#longestMs, this.#waitMs * 2);
  }

  /** The next wait is the first one again; one that has begun goes on. */
  succeeded(): void {
    this.#waitMs = this.#firstMs;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waitMs = this.#firstMs;
  }
}

import type { Clock } from '#lib/core/clock.ts';
import type { Sliced } from '#lib/protocol/sliced.ts';

/** From so many bytes on, an update or a log is read in slices: below it takes a few milliseconds. */
export const LONG_BYTES_MIN = 100_000;

export const byteLength = (updates: readonly Uint8Array[]): number =>
  updates.reduce((sum, { length }) => sum + length, 0);

/**
 * Work that would hold up every socket of every room, done a slice at a time, with whatever else there
 * is to do in between. One piece at a time for the whole process, in the order in which they came:
 * reading 8 MB takes memory, and two at once would be no sooner done.
 */
export class LongWork {
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** `null`: no longer wanted. Rejects when the work throws. */
  run<T>(work: Sliced<T>, isWanted: () => boolean): Promise<T | null> {
    this.#waiting++;
    const done = this.#last
      .then(() => this.#slices(work, isWanted))
      .finally(() => {
        this.#waiting--;
      });
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when what was begun by now is done. */
  async finished(): Promise<void> {
    await this.#last;
  }

  async #slices<T>(work: Sliced<T>, isWanted: () => boolean): Promise<T | null> {
    while (isWanted()) {
      await new Promise<void>((resolve) => this.#clock.after(0, resolve));
      const step = work.next();
      if (step.done) return step.value;
    }
    return null;
  }
}

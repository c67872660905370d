import type { Clock } from '#lib/core/clock.ts';

/** Time that passes only when it is told to. */
export class SimulatedClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  /** Lets so much time pass, and everything that it sets going come to rest. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await rest();
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
      await rest();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): { readonly atMs: number; readonly run: () => void } | undefined {
    return this.#timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
  }
}

/** Promises that wait for nothing but each other. */
const rest = async (): Promise<void> => {
  for (let n = 0; n < 3; n++) await new Promise((resolve) => setImmediate(resolve));
};

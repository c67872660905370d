/**
 * Whose turn it is on the one connection. Single statements may be under way together, for the worker takes them
 * one after the other; a transaction is alone. Invariant: in the order of coming, so that neither starves.
 */
export class Turns {
  readonly #waiting: { readonly alone: boolean; readonly begin: () => void }[] = [];
  #together = 0;
  #isAlone = false;

  async together<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isAlone || this.#waiting.length > 0) await this.#turn(false);
    else this.#together += 1;
    try {
      return await work();
    } finally {
      this.#together -= 1;
      this.#next();
    }
  }

  /** Until `release` is called, which counts once. */
  async alone(): Promise<() => void> {
    if (this.#isAlone || this.#together > 0 || this.#waiting.length > 0) await this.#turn(true);
    else this.#isAlone = true;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#isAlone = false;
      this.#next();
    };
  }

  #turn(alone: boolean): Promise<void> {
    return new Promise((begin) => this.#waiting.push({ alone, begin }));
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && !this.#isAlone; first = this.#waiting[0]) {
      if (first.alone && this.#together > 0) return;
      this.#waiting.shift();
      if (first.alone) this.#isAlone = true;
      else this.#together += 1;
      first.begin();
    }
  }
}

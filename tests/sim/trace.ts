/** What happened, as one hash: two runs of a seed are the same when their hashes are. */
import { createHash } from 'node:crypto';
import type { Clock } from '#lib/core/clock.ts';

export class Trace {
  readonly #hash = createHash('sha256');
  readonly #block = Buffer.allocUnsafe(16_000);
  #length = 0;
  readonly #clock: Clock;
  readonly #print: ((line: string) => void) | null;
  readonly #startMs: number;

  constructor(clock: Clock, print: ((line: string) => void) | null) {
    this.#clock = clock;
    this.#print = print;
    this.#startMs = clock.nowMs();
  }

  note(what: string, bytes?: Uint8Array): void {
    const line = `${this.#clock.nowMs() - this.#startMs} ${what}${bytes ? ` ${bytes.length}` : ''}`;
    this.#take(Buffer.from(`${line}\n`, 'latin1'));
    if (bytes) this.#take(bytes);
    this.#print?.(bytes ? `${line} ${Buffer.from(bytes.subarray(0, 24)).toString('hex')}` : line);
  }

  /** Collected, because hashing a short piece costs as much as hashing a long one. */
  #take(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#block.length) this.#flush();
    if (bytes.length > this.#block.length) return void this.#hash.update(bytes);
    this.#block.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #flush(): void {
    this.#hash.update(this.#block.subarray(0, this.#length));
    this.#length = 0;
  }

  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }
}

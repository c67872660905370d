/** What happened, as one hash: two runs of a seed are the same when their hashes are. */
import { createHash } from 'node:crypto';
import type { Clock } from '#lib/core/clock.ts';

export class Trace {
  readonly #hash = createHash('sha256');
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
    this.#hash.update(`${line}\n`);
    if (bytes) this.#hash.update(bytes);
    this.#print?.(bytes ? `${line} ${Buffer.from(bytes.subarray(0, 24)).toString('hex')}` : line);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

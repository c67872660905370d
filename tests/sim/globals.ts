/**
 * The clock and the randomness that Yjs, y-protocols and y-websocket take from their surroundings instead
 * of being handed them. Must be imported before they are: lib0 keeps `Date.now` and `getRandomValues` as it
 * finds them. Outside a simulation everything is as it was.
 */
import { webcrypto } from 'node:crypto';
import type { Cancel, Clock } from '#lib/core/clock.ts';
import type { SeededRandom } from '../support/seeded-random.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly random: SeededRandom;
}

let surroundings: Surroundings | null = null;

/** From here on the browser's side of this process lives in simulated time. */
export function enter(simulated: Surroundings): void {
  surroundings = simulated;
}

export function leave(): void {
  surroundings = null;
}

class SimulatedTimer {
  readonly #cancel: Cancel;

  constructor(cancel: Cancel) {
    this.#cancel = cancel;
  }

  cancel(): void {
    this.#cancel();
  }
}

const real = {
  now: Date.now.bind(Date),
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
};

Date.now = () => surroundings?.clock.nowMs() ?? real.now();

const replaced = {
  setTimeout(run: (...args: unknown[]) => void, delayMs = 0, ...args: unknown[]): unknown {
    if (!surroundings) return real.setTimeout(run, delayMs, ...args);
    return new SimulatedTimer(surroundings.clock.after(delayMs, () => run(...args)));
  },
  setInterval(run: (...args: unknown[]) => void, everyMs = 0, ...args: unknown[]): unknown {
    if (!surroundings) return real.setInterval(run, everyMs, ...args);
    const { clock } = surroundings;
    let cancel: Cancel;
    const again = (): void => {
      cancel = clock.after(Math.max(1, everyMs), () => {
        again();
        run(...args);
      });
    };
    again();
    return new SimulatedTimer(() => cancel());
  },
  clearTimeout(timer: unknown): void {
    if (timer instanceof SimulatedTimer) timer.cancel();
    else real.clearTimeout(timer as NodeJS.Timeout);
  },
};
Object.assign(globalThis, { ...replaced, clearInterval: replaced.clearTimeout });

const getRandomValues = <T extends ArrayBufferView>(into: T): T => {
  if (!surroundings) return real.getRandomValues(into as never);
  const words =
    into instanceof Uint32Array ? into : new Uint32Array(into.buffer, into.byteOffset, into.byteLength >> 2);
  for (let n = 0; n < words.length; n++) words[n] = surroundings.random.int(0x1_0000_0000);
  return into;
};
Object.defineProperty(webcrypto, 'getRandomValues', { value: getRandomValues, configurable: true });

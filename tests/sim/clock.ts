/**
 * Simulated time: a queue of events by time and, at the same time, by the order in which they were set.
 * After each event everything that it set going among promises comes to rest before the next one.
 */
import type { Cancel, Clock } from '#lib/core/clock.ts';

interface Event {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | null;
  readonly scope: Scope | null;
}

const START_MS = 1_800_000_000_000;

export class SimClock implements Clock {
  #nowMs = START_MS;
  #order = 0;
  readonly #heap: Event[] = [];
  /** Events that were run. */
  events = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.add(delayMs, run, null);
  }

  add(delayMs: number, run: () => void, scope: Scope | null): Cancel {
    const event: Event = {
      atMs: this.#nowMs + Math.max(0, Math.ceil(delayMs)),
      order: ++this.#order,
      run,
      scope,
    };
    push(this.#heap, event);
    if (scope) scope.pending++;
    return () => drop(event);
  }

  /** Lets so much time pass; false: `isOver` said that this is enough. */
  async pass(ms: number, isOver: () => boolean): Promise<boolean> {
    const untilMs = this.#nowMs + ms;
    await rest();
    while (!isOver()) {
      const [next] = this.#heap;
      if (!next || next.atMs > untilMs) {
        this.#nowMs = untilMs;
        return true;
      }
      pop(this.#heap);
      const { run } = next;
      drop(next);
      if (!run || next.scope?.isEnded) continue;
      this.#nowMs = next.atMs;
      this.events++;
      run();
      await rest();
    }
    return false;
  }
}

/** The timers of one process, or of all browsers: they end with it, and what is left of them can be counted. */
export class Scope implements Clock {
  readonly #clock: SimClock;
  pending = 0;
  isEnded = false;

  constructor(clock: SimClock) {
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.isEnded ? () => undefined : this.#clock.add(delayMs, run, this);
  }

  /** Never resolves when the scope ends first. */
  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  end(): void {
    this.isEnded = true;
  }
}

function drop(event: Event): void {
  if (!event.run) return;
  event.run = null;
  if (event.scope) event.scope.pending--;
}

/** A turn of Node's event loop begins only when no promise has anything left to do. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const isBefore = (a: Event, b: Event): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (!parent || isBefore(parent, event)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    const child = a && b ? (isBefore(a, b) ? a : b) : a;
    if (!child || isBefore(last, child)) break;
    heap[at] = child;
    at = child === a ? left : left + 1;
  }
  heap[at] = last;
}

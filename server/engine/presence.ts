import { limits } from '#lib/core/limits.ts';
import type { Clock } from '#lib/core/clock.ts';
import { encodePresence } from '#lib/protocol/codec.ts';
import type { PresenceState } from '#lib/protocol/messages.ts';
import type { VisitorIdentity } from '#server/ports/live.ts';
import type { EngineTiming } from './timing.ts';

/**
 * Rule E8: who is here and where their cursor is. Latest state wins; nothing is kept.
 * Invariant: who somebody is, is written here and never taken from them.
 */
export interface Visitor {
  readonly identity: VisitorIdentity;
  /** The one client id that this socket speaks for. */
  presenceId: number | null;
}

interface Entry {
  readonly visitor: Visitor;
  state: PresenceState;
}

/** Clocks of those who left, so that they can be lifted above them; the oldest are forgotten. */
const DEPARTED_MAX = 1_000;
const GONE = 'null';

export class Presence {
  readonly #clock: Clock;
  readonly #timing: EngineTiming;
  readonly #broadcast: (frame: Uint8Array) => void;
  readonly #entries = new Map<number, Entry>();
  readonly #departed = new Map<number, number>();
  readonly #pending = new Map<number, PresenceState>();
  #flushedAtMs = -Infinity;
  #scheduled = false;

  constructor(clock: Clock, timing: EngineTiming, broadcast: (frame: Uint8Array) => void) {
    this.#clock = clock;
    this.#timing = timing;
    this.#broadcast = broadcast;
  }

  get people(): number {
    return this.#entries.size;
  }

  /** States for other ids than the visitor's own are echoes: ignored in silence. */
  receive(
    visitor: Visitor,
    states: readonly PresenceState[],
    ownerOf: (clientId: number) => string | undefined,
  ): void {
    for (const state of states) {
      if (
        visitor.presenceId === null &&
        state.json !== GONE &&
        this.#mayClaim(visitor, state.clientId, ownerOf)
      ) {
        visitor.presenceId = state.clientId;
      }
      if (state.clientId === visitor.presenceId) this.#accept(visitor, state);
    }
  }

  leave(visitor: Visitor): void {
    const clientId = visitor.presenceId;
    const entry = clientId === null ? undefined : this.#entries.get(clientId);
    if (clientId === null || entry?.visitor !== visitor) return;
    this.#remove(clientId, entry.state.clock);
    visitor.presenceId = null;
  }

  /** For a newcomer; `null`: nobody is here. */
  everybody(): Uint8Array | null {
    return this.#entries.size === 0
      ? null
      : encodePresence([...this.#entries.values()].map(({ state }) => state));
  }

  #mayClaim(visitor: Visitor, clientId: number, ownerOf: (clientId: number) => string | undefined): boolean {
    const { personId } = visitor.identity;
    if ((ownerOf(clientId) ?? personId) !== personId) return false;
    const holder = this.#entries.get(clientId)?.visitor;
    if (!holder || holder === visitor) return true;
    // The same person's own connection of before, which has not noticed yet that it is gone.
    if (holder.identity.personId !== personId) return false;
    holder.presenceId = null;
    return true;
  }

  #accept(visitor: Visitor, { clientId, clock, json }: PresenceState): void {
    if (json.length > limits.presenceSizeBytesMax) return;
    const before = this.#entries.get(clientId);
    if (json === GONE) {
      if (before) this.#remove(clientId, Math.max(clock, before.state.clock + 1));
      return;
    }
    const signed = signedBy(visitor.identity, json);
    if (signed === null) return;
    // Who was never heard of is at 0 for everybody: at that clock somebody would come unseen.
    const seen = before?.state.clock ?? this.#departed.get(clientId) ?? 0;
    if (clock <= seen && before?.state.json === signed && before.visitor === visitor) return;
    // Lifted above what others last saw of this id, else they would not look at it for 16 s.
    const state = { clientId, clock: Math.max(clock, seen + 1), json: signed };
    this.#entries.set(clientId, { visitor, state });
    this.#departed.delete(clientId);
    this.#later(state);
  }

  #remove(clientId: number, clock: number): void {
    this.#entries.delete(clientId);
    this.#departed.set(clientId, clock);
    if (this.#departed.size > DEPARTED_MAX) {
      const [oldest] = this.#departed.keys();
      if (oldest !== undefined) this.#departed.delete(oldest);
    }
    this.#later({ clientId, clock, json: GONE });
  }

  /** What is new, when something goes to everybody anyway; `null`: nothing, or in a crowd too early. */
  take(): Uint8Array | null {
    if (this.#pending.size === 0 || (this.#isCrowd && this.#waitMs() > 0)) return null;
    this.#flushedAtMs = this.#clock.nowMs();
    const states = [...this.#pending.values()];
    this.#pending.clear();
    return encodePresence(states);
  }

  get #isCrowd(): boolean {
    return this.people > this.#timing.crowd;
  }

  #waitMs(): number {
    const paceMs = this.#isCrowd ? this.#timing.presenceInCrowdMs : this.#timing.presenceMs;
    // Not longer, also where the clock was set back.
    return Math.min(paceMs, Math.max(0, this.#flushedAtMs + paceMs - this.#clock.nowMs()));
  }

  #later(state: PresenceState): void {
    this.#pending.set(state.clientId, state);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#pending.size === 0) return;
    this.#scheduled = true;
    this.#clock.after(this.#waitMs(), () => this.#flush());
  }

  /** Meanwhile much may have gone along with edits: what is left waits for its own time. */
  #flush(): void {
    this.#scheduled = false;
    if (this.#waitMs() > 0) return this.#schedule();
    const frame = this.take();
    if (frame) this.#broadcast(frame);
  }
}

/** The visitor's state with our word for who they are; `null`: not a state. */
function signedBy(identity: VisitorIdentity, json: string): string | null {
  let state: unknown;
  try {
    state = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return null;
  const user = userOf(identity);
  // Our own pages leave that to us: then it is put at the end, and the rest stays as it came.
  if ('user' in state || Object.keys(state).length === 0)
    return JSON.stringify({ ...state, user: JSON.parse(user) as unknown });
  return `${json.trimEnd().slice(0, -1)},"user":${user}}`;
}

const users = new WeakMap<VisitorIdentity, string>();

/** `color` as carets of every Yjs editor read it. */
function userOf(identity: VisitorIdentity): string {
  const known = users.get(identity);
  if (known !== undefined) return known;
  const { personId, name, colour, country } = identity;
  const user = JSON.stringify({ id: personId, name, color: colour, country });
  users.set(identity, user);
  return user;
}

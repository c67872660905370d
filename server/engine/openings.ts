import { encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import type { Knowledge } from '#lib/protocol/knowledge.ts';
import { Outline, statesOf } from '#lib/protocol/outline.ts';
import { EMPTY_UPDATE } from '#lib/protocol/whole-text.ts';
import type { Snapshot } from '#server/ports/doc-store.ts';
import type { Connection } from './connection.ts';
import { byteLength, LONG_BYTES_MIN } from './long-work.ts';
import type { RoomLog } from './room-log.ts';

/** An update by itself, written as it lies there, or messages that are written together. */
type Portion = { readonly update: Uint8Array } | { readonly messages: readonly Uint8Array[] };

/** Below this a copy costs less than a write of its own. */
const PORTION_BYTES_MIN = 16_000;

/**
 * What those who open a document are given of its committed text (E7), and what is known of it without reading
 * it. Prepared once for all who come while nothing is written, and the text itself is never copied.
 */
export class Openings {
  readonly #log: RoomLog;
  #prepared: Prepared | null = null;

  constructor(log: RoomLog) {
    this.#log = log;
  }

  /**
   * Who has what the snapshot has lacks of it at most deletions, so that these and what follows are enough:
   * everybody who was here a moment ago. Anybody else is given everything.
   */
  give(connection: Connection, asked: ReadonlyMap<number, number>, knowledge: Knowledge | null): void {
    const { base } = this.#log;
    const prepared = this.#atHead();
    const known = knowledge ?? prepared.outline;
    if (known && isSame(asked, known.states())) return this.#send(connection, prepared.deletionsOf(known));
    if (base && isReached(asked, statesOf(base))) return this.#send(connection, prepared.later);
    this.giveEverything(connection);
  }

  giveEverything(connection: Connection): void {
    this.#send(connection, this.#atHead().everything);
  }

  /** `null`: what follows the snapshot is long. */
  get outline(): Outline | null {
    return this.#atHead().outline;
  }

  /** A step 2 of somebody who has everything is the snapshot's own, byte by byte. */
  isKnown(step2: Uint8Array): boolean {
    const { base, tailLength } = this.#log;
    return base !== null && tailLength === 0 && isSameBytes(base.deletes, step2);
  }

  #send(connection: Connection, portions: readonly Portion[]): void {
    for (const portion of portions) {
      if ('update' in portion) connection.sendUpdate(portion.update);
      else connection.sendShared(portion.messages);
    }
    connection.cursor = this.#log.head;
  }

  #atHead(): Prepared {
    const { head, base, tail } = this.#log;
    if (this.#prepared?.head !== head || this.#prepared.base !== base)
      this.#prepared = new Prepared(head, base, tail);
    return this.#prepared;
  }
}

/** Of one moment of the log; each part is made when somebody first needs it. */
class Prepared {
  readonly head: number;
  readonly base: Snapshot | null;
  readonly #tail: readonly Uint8Array[];
  #outline: Outline | null | undefined;
  #everything: readonly Portion[] | undefined;
  #later: readonly Portion[] | undefined;
  #deletions: readonly Portion[] | undefined;

  constructor(head: number, base: Snapshot | null, tail: readonly Uint8Array[]) {
    this.head = head;
    this.base = base;
    this.#tail = tail;
  }

  get outline(): Outline | null {
    if (this.#outline !== undefined) return this.#outline;
    // Without a tail nothing is read; else also the snapshot's deletions may have to be.
    const toRead = this.#tail.length === 0 ? 0 : byteLength(this.#tail) + (this.base?.deletes.length ?? 0);
    this.#outline = toRead < LONG_BYTES_MIN ? new Outline(this.base, this.#tail) : null;
    return this.#outline;
  }

  get everything(): readonly Portion[] {
    const updates = this.base ? [this.base.bytes, ...this.#tail] : this.#tail;
    return (this.#everything ??= portionsOf(updates, EMPTY_UPDATE));
  }

  /** What follows the snapshot, closed by the snapshot's deletions. */
  get later(): readonly Portion[] {
    return (this.#later ??= portionsOf(this.#tail, this.base?.deletes ?? EMPTY_UPDATE));
  }

  deletionsOf(known: Pick<Outline, 'deletesAsUpdate'>): readonly Portion[] {
    return (this.#deletions ??= portionsOf([], known.deletesAsUpdate()));
  }
}

/** E7: the step 2 comes last. */
function portionsOf(updates: readonly Uint8Array[], step2: Uint8Array): readonly Portion[] {
  const portions: Portion[] = [];
  let messages: Uint8Array[] = [];
  for (const update of updates) {
    if (update.length < PORTION_BYTES_MIN) {
      messages.push(encodeUpdate(update));
      continue;
    }
    if (messages.length > 0) portions.push({ messages });
    portions.push({ update });
    messages = [];
  }
  messages.push(encodeStep2(step2));
  return [...portions, { messages }];
}

const isReached = (asked: ReadonlyMap<number, number>, states: ReadonlyMap<number, number>): boolean =>
  [...states].every(([client, clock]) => (asked.get(client) ?? 0) >= clock);

const isSame = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean =>
  a.size === b.size && [...a].every(([client, clock]) => b.get(client) === clock);

const isSameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);

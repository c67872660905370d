/**
 * Puts the structs of an update, one after the other, where Yjs would put them: an item's place
 * follows from its neighbours, or from the parent that it names. What has no place is refused.
 */
import { limits } from '#lib/core/limits.ts';
import { DEAD, type Container, type Knowledge, type Run } from './knowledge.ts';
import type { RefusalCode } from './messages.ts';
import { ByteReader } from './byte-reader.ts';
import { contentKinds, readStruct, sharedTypes, type Block, type Id, type Struct } from './scan-update.ts';
import { sinceWhen } from './known-names.ts';
import type { DocumentRules } from './document-rules.ts';
import { SLICE_LENGTH, type Sliced } from './sliced.ts';

export interface Placing {
  readonly author: string;
  readonly schema: number;
  readonly rules: DocumentRules;
}

interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly detail: string;
}

export type Placed =
  | {
      readonly kind: 'placed';
      readonly count: number;
      readonly newClients: readonly number[];
      readonly schema: number;
    }
  | Refusal;

/** Lists in lists in tables: deeper than this no editor goes, and every walk of a text is recursive. */
const DEPTH_MAX = 64;

const refuse = (code: RefusalCode, detail: string): Refusal => ({ kind: 'refused', code, detail });

/** Writes into `layer`; on refusal the layer is to be thrown away. `null`: trusted, our own log. */
export function* placeStructs(
  layer: Knowledge,
  update: Uint8Array,
  blocks: readonly Block[],
  placing: Placing | null,
): Sliced<Placed> {
  const newClients: number[] = [];
  const queues = new Map<number, Queue>();
  for (const block of blocks) {
    const { client } = block;
    const state = layer.state(client);
    if (block.end.clock <= state) continue;
    const queue = new Queue(update, block);
    if (queue.clock > state) return refuse('gap', 'earlier changes of this client are missing');
    if (queue.clock < state) yield* queue.skipTo(state);
    queues.set(client, queue);
    if (!placing) continue;
    const owner = layer.owner(client);
    if (owner === undefined) newClients.push(client);
    else if (owner !== placing.author) return refuse('foreign-client', 'client id of somebody else');
  }
  if (newClients.length > limits.clientIdsPerUpdateMax) return refuse('forged', 'too many new client ids');
  for (const client of newClients) if (placing) layer.own(client, placing.author);
  const result = yield* placeInOrder(layer, queues, placing);
  return 'code' in result ? result : { kind: 'placed', newClients, ...result };
}

/** A client's structs, each read when it is its turn. */
class Queue {
  readonly #reader: ByteReader;
  readonly #client: number;
  readonly #endPosition: number;
  #first: Struct | null = null;
  clock: number;

  constructor(update: Uint8Array, { client, slices, end }: Block) {
    this.#reader = new ByteReader(update);
    this.#reader.position = slices[0]?.position ?? end.position;
    this.clock = slices[0]?.clock ?? end.clock;
    this.#client = client;
    this.#endPosition = end.position;
  }

  /** `null`: all are placed. */
  get first(): Struct | null {
    if (!this.#first && this.#reader.position < this.#endPosition)
      this.#first = readStruct(this.#reader, this.#client, this.clock);
    return this.#first;
  }

  next(): void {
    if (this.first) this.clock += this.first.length;
    this.#first = null;
  }

  *skipTo(state: number): Sliced<void> {
    let skipped = 0;
    for (; this.first && this.clock + this.first.length <= state; this.next())
      if (++skipped % SLICE_LENGTH === 0) yield;
  }
}

/** Causes before effects: a struct waits until what it names is placed; two that wait for each other are forged. */
function* placeInOrder(
  layer: Knowledge,
  queues: ReadonlyMap<number, Queue>,
  placing: Placing | null,
): Sliced<Refusal | { readonly count: number; readonly schema: number }> {
  let count = 0;
  let schema = 1;
  const waiting: Queue[] = [];
  const onStack = new Set<Queue>();
  for (const start of queues.values()) {
    while (start.first) {
      waiting.push(start);
      onStack.add(start);
      for (let queue = waiting.at(-1); queue; queue = waiting.at(-1)) {
        const struct = queue.first;
        const missing = struct ? missingCause(layer, struct) : null;
        if (struct && missing) {
          if (missing.client === struct.client) return refuse('forged', 'refers to its own future');
          const cause = queues.get(missing.client);
          if (!cause?.first) return refuse('gap', 'refers to what is not known');
          if (onStack.has(cause)) return refuse('forged', 'changes that wait for each other');
          waiting.push(cause);
          onStack.add(cause);
          continue;
        }
        waiting.pop();
        onStack.delete(queue);
        if (!struct) continue;
        const since = place(layer, struct, placing);
        if (typeof since !== 'number') return since;
        schema = Math.max(schema, since);
        queue.next();
        if (++count % SLICE_LENGTH === 0) yield;
      }
    }
  }
  return { count, schema };
}

function missingCause(layer: Knowledge, struct: Struct): Id | null {
  const unknown = (id: Id | null): id is Id =>
    id !== null &&
    (id.client === struct.client ? id.clock >= struct.clock : id.clock >= layer.state(id.client));
  if (unknown(struct.origin)) return struct.origin;
  if (unknown(struct.rightOrigin)) return struct.rightOrigin;
  const parent = typeof struct.parent === 'string' ? null : struct.parent;
  return unknown(parent) ? parent : null;
}

/** The schema version that the struct needs, or why it has no place. */
function place(layer: Knowledge, struct: Struct, placing: Placing | null): number | Refusal {
  if (struct.kind === contentKinds.skip) return refuse('gap', 'a hole in the update');
  const spot = spotOf(layer, struct, placing);
  if ('code' in spot) return spot;
  const { container, slot } = spot;
  let since = 1;
  if (placing && struct.kind !== contentKinds.gc && struct.kind !== contentKinds.deleted) {
    if (!belongs(struct, container, slot)) return refuse('forbidden-content', 'not in this place');
    const known = sinceWhen(struct, slot, placing.rules);
    if (known === null) return refuse('unknown-name', struct.name || (slot ?? ''));
    if (known > placing.schema)
      return refuse('unknown-name', `${struct.name || (slot ?? '')} is of schema ${known}`);
    since = known;
  }
  const made = madeBy(struct, container);
  if (placing && made && made !== DEAD && made.depth > DEPTH_MAX)
    return refuse('forbidden-content', 'nested too deep');
  // The known beginning of a struct that was sent again in a longer form is already in place.
  const clock = Math.max(struct.clock, layer.state(struct.client));
  const end = struct.clock + struct.length;
  layer.append(struct.client, { clock, end, container, slot, made });
  if (struct.kind === contentKinds.gc || struct.kind === contentKinds.deleted)
    layer.markDeleted(struct.client, clock, end);
  return since;
}

type Spot = Pick<Run, 'container' | 'slot'>;

function spotOf(layer: Knowledge, struct: Struct, placing: Placing | null): Spot | Refusal {
  if (struct.kind === contentKinds.gc) return { container: DEAD, slot: null };
  const state = layer.state(struct.client);
  if (struct.clock < state) return layer.find(struct.client, state - 1);
  const left = struct.origin && layer.find(struct.origin.client, struct.origin.clock);
  const right = struct.rightOrigin && layer.find(struct.rightOrigin.client, struct.rightOrigin.clock);
  if (left?.container === DEAD || right?.container === DEAD) return { container: DEAD, slot: null };
  if (left && right && (left.container !== right.container || left.slot !== right.slot)) {
    return placing ? refuse('forged', 'neighbours in different places') : left;
  }
  if (left ?? right) return (left ?? right) as Run;
  const { parent, parentSub: slot } = struct;
  if (typeof parent === 'string') {
    if (placing && !placing.rules.roots.includes(parent)) return refuse('forbidden-content', 'unknown root');
    return { container: layer.root(parent), slot };
  }
  if (parent === null) return refuse('forged', 'no place');
  const container = layer.find(parent.client, parent.clock).made;
  if (container !== null) return { container, slot };
  return placing ? refuse('forged', 'parent cannot hold anything') : { container: DEAD, slot };
}

/** Whether a container holds content of this kind: a letter among blocks would break every editor. */
function belongs(struct: Struct, container: Container | typeof DEAD, slot: string | null): boolean {
  const { kind, sharedType } = struct;
  if (container === DEAD) return true;
  if (slot !== null) return container.kind === 'element' && kind === contentKinds.any;
  if (container.kind === 'text') return kind === contentKinds.string || kind === contentKinds.format;
  return (
    kind === contentKinds.type &&
    (sharedType === sharedTypes.xmlElement || sharedType === sharedTypes.xmlText)
  );
}

function madeBy(struct: Struct, container: Container | typeof DEAD): Run['made'] {
  if (struct.kind === contentKinds.gc || struct.kind === contentKinds.deleted) return DEAD;
  if (struct.kind !== contentKinds.type) return null;
  if (container === DEAD) return DEAD;
  return { kind: struct.sharedType === sharedTypes.xmlText ? 'text' : 'element', depth: container.depth + 1 };
}

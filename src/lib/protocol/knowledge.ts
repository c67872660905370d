/**
 * What the server knows of a document without holding it: how far each client has come, in which
 * container each item sits, what is deleted, and to whom each client id belongs. Some ten bytes per
 * run of typing instead of a `Y.Doc`.
 *
 * Knowledge is layered: an update is tried on a layer of its own and absorbed when it is accepted; a
 * tick is a layer that is absorbed when its commit succeeded and dropped when it failed.
 */
import * as encoding from 'lib0/encoding';
import { assert } from '#lib/core/assert.ts';
import { IdRanges, type IdRange } from './id-ranges.ts';
import { encodeStateVector } from './codec.ts';

/** A place that holds items. Compared by identity. */
export interface Container {
  readonly kind: 'root' | 'element' | 'text';
  /** Roots are 0. */
  readonly depth: number;
}

/** A parent that is deleted beyond recognition: Yjs turns whatever is put there into nothing. */
export const DEAD = 'dead';

/** Items with consecutive clocks that sit in the same place. */
export interface Run {
  readonly clock: number;
  end: number;
  readonly container: Container | typeof DEAD;
  /** Attribute name; `null`: among the children. */
  readonly slot: string | null;
  /** The container that this one item is. */
  readonly made: Container | typeof DEAD | null;
}

export class Knowledge {
  readonly #below: Knowledge | null;
  readonly #runs = new Map<number, Run[]>();
  readonly #deletes = new IdRanges();
  readonly #owners = new Map<number, string>();
  readonly #roots: Map<string, Container>;

  constructor(below: Knowledge | null = null) {
    this.#below = below;
    this.#roots = below ? below.#roots : new Map();
  }

  /** How many ids of this client are known: the next clock. */
  state(client: number): number {
    const runs = this.#runs.get(client);
    return runs ? (runs.at(-1)?.end ?? 0) : (this.#below?.state(client) ?? 0);
  }

  /** Where an item sits; it must be known. */
  find(client: number, clock: number): Run {
    const runs = this.#runs.get(client);
    if (!runs || clock < (runs[0]?.clock ?? 0)) {
      assert(this.#below, 'looked up an item that is not known');
      return this.#below.find(client, clock);
    }
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs[middle]?.end ?? 0) > clock) high = middle;
      else low = middle + 1;
    }
    const run = runs[low];
    assert(run && run.clock <= clock && clock < run.end, 'runs without a gap');
    return run;
  }

  root(name: string): Container {
    let root = this.#roots.get(name);
    if (!root) this.#roots.set(name, (root = { kind: 'root', depth: 0 }));
    return root;
  }

  append(client: number, run: Run): void {
    let runs = this.#runs.get(client);
    if (!runs) this.#runs.set(client, (runs = []));
    const last = runs.at(-1);
    const continues =
      last &&
      last.container === run.container &&
      last.slot === run.slot &&
      last.made === run.made &&
      (run.made === null || run.made === DEAD);
    if (continues) last.end = run.end;
    else runs.push(run);
  }

  undeleted(client: number, clock: number, end: number): readonly IdRange[] {
    const gaps = this.#below ? this.#below.undeleted(client, clock, end) : [{ clock, end }];
    return gaps.flatMap((gap) => this.#deletes.uncovered(client, gap.clock, gap.end));
  }

  markDeleted(client: number, clock: number, end: number): void {
    this.#deletes.add(client, clock, end);
  }

  /** What this layer adds to what is deleted below it. */
  get deletedHere(): IdRanges {
    return this.#deletes;
  }

  owner(client: number): string | undefined {
    return this.#owners.get(client) ?? this.#below?.owner(client);
  }

  own(client: number, author: string): void {
    this.#owners.set(client, author);
  }

  /** Only for the lowest layer. */
  owners(): ReadonlyMap<number, string> {
    assert(!this.#below, 'only what is committed is whole');
    return this.#owners;
  }

  /** Takes over a layer made on top of this one. */
  absorb(layer: Knowledge): void {
    assert(layer.#below === this, 'a layer goes to the one it was made on');
    for (const [client, runs] of layer.#runs) {
      if (this.#runs.has(client)) for (const run of runs) this.append(client, run);
      else this.#runs.set(client, runs);
    }
    this.#deletes.addAll(layer.#deletes);
    for (const [client, author] of layer.#owners) this.#owners.set(client, author);
  }

  /** Only for the lowest layer: what is committed. */
  stateVector(): Uint8Array {
    return encodeStateVector(this.states());
  }

  states(): ReadonlyMap<number, number> {
    assert(!this.#below, 'only what is committed has a state vector');
    return new Map([...this.#runs].map(([client, runs]) => [client, runs.at(-1)?.end ?? 0]));
  }

  /** Every deletion as an update without structs. */
  deletesAsUpdate(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0);
      this.#deletes.write(encoder);
    });
  }
}

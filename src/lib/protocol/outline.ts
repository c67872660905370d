/**
 * How far a text has come and what is deleted in it: all that a step 1 says, and a step 2 that brings
 * nothing. Read from a snapshot's summary and the updates after it, without the text itself (E4, E7).
 */
import * as encoding from 'lib0/encoding';
import { assert } from '#lib/core/assert.ts';
import { decodeStateVector, encodeStateVector } from './codec.ts';
import { IdRanges, type IdRange } from './id-ranges.ts';
import { scanUpdate, type ScannedUpdate } from './scan-update.ts';
import { atOnce } from './sliced.ts';
import type { CondensedText } from './whole-text.ts';

type Summary = Pick<CondensedText, 'stateVector' | 'deletes'>;

export class Outline {
  readonly #summary: Summary | null;
  readonly #states: Map<number, number>;
  readonly #later: ScannedUpdate['deletes'][] = [];
  /** Read when one of them is asked for: a long text has thousands, and most who open it ask for none. */
  #deletes: IdRanges | null = null;

  constructor(summary: Summary | null, later: Iterable<Uint8Array>) {
    this.#summary = summary;
    this.#states = new Map(summary ? statesOf(summary) : []);
    for (const update of later) {
      const { blocks, deletes } = readCommitted(update);
      for (const { client, end } of blocks) this.#states.set(client, end.clock);
      if (deletes.length > 0) this.#later.push(deletes);
    }
  }

  states(): ReadonlyMap<number, number> {
    return this.#states;
  }

  stateVector(): Uint8Array {
    return encodeStateVector(this.#states);
  }

  /** Every deletion as an update without structs. */
  deletesAsUpdate(): Uint8Array {
    if (this.#summary && this.#later.length === 0) return this.#summary.deletes;
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0);
      this.#deleted().write(encoder);
    });
  }

  undeleted(client: number, clock: number, end: number): readonly IdRange[] {
    return this.#deleted().uncovered(client, clock, end);
  }

  #deleted(): IdRanges {
    if (this.#deletes) return this.#deletes;
    const ranges = new IdRanges();
    const all = this.#summary ? [deletesOf(this.#summary.deletes), ...this.#later] : this.#later;
    for (const deletes of all)
      for (const { client, clock, length } of deletes) ranges.add(client, clock, clock + length);
    this.#deletes = ranges;
    return ranges;
  }
}

/** How far each client has come in a snapshot. */
export function statesOf(summary: Pick<Summary, 'stateVector'>): ReadonlyMap<number, number> {
  const states = decodeStateVector(summary.stateVector);
  assert(states.ok, 'a snapshot has a state vector');
  return states.value;
}

/** Whether an update brings no struct, and deletes nothing but what is deleted. */
export function bringsNothing(known: Pick<Outline, 'undeleted'>, update: Uint8Array): boolean {
  const scanned = atOnce(scanUpdate(update));
  if (!scanned.ok || scanned.value.blocks.length > 0) return false;
  return scanned.value.deletes.every(
    ({ client, clock, length }) => known.undeleted(client, clock, clock + length).length === 0,
  );
}

/** Deletions of an update that was judged when it was written. */
export const deletesOf = (update: Uint8Array): ScannedUpdate['deletes'] => readCommitted(update).deletes;

function readCommitted(update: Uint8Array): ScannedUpdate {
  const scanned = atOnce(scanUpdate(update));
  assert(scanned.ok, 'the log holds an update that cannot be read');
  return scanned.value;
}

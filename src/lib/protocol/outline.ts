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
  readonly #states: Map<number, number>;
  readonly #deletes = new IdRanges();

  constructor(summary: Summary | null, later: Iterable<Uint8Array>) {
    const states = summary ? decodeStateVector(summary.stateVector) : null;
    assert(states?.ok !== false, 'a snapshot has a state vector');
    this.#states = new Map(states?.value);
    if (summary) this.#learn(summary.deletes);
    for (const update of later) this.#learn(update);
  }

  states(): ReadonlyMap<number, number> {
    return this.#states;
  }

  stateVector(): Uint8Array {
    return encodeStateVector(this.#states);
  }

  /** Every deletion as an update without structs. */
  deletesAsUpdate(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0);
      this.#deletes.write(encoder);
    });
  }

  undeleted(client: number, clock: number, end: number): readonly IdRange[] {
    return this.#deletes.uncovered(client, clock, end);
  }

  #learn(update: Uint8Array): void {
    const { blocks, deletes } = readCommitted(update);
    for (const { client, end } of blocks) this.#states.set(client, end.clock);
    for (const { client, clock, length } of deletes) this.#deletes.add(client, clock, clock + length);
  }
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

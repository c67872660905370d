/** Knowledge of a document from its committed log, which was judged when it was written. */
import { assert } from '#lib/core/assert.ts';
import { Knowledge } from './knowledge.ts';
import { placeStructs } from './place-structs.ts';
import { scanUpdate } from './scan-update.ts';
import { atOnce, SLICE_LENGTH, type Sliced } from './sliced.ts';

export const learnLog = (updates: Iterable<Uint8Array>, owners: ReadonlyMap<number, string>): Knowledge =>
  atOnce(readLog(updates, owners));

/** The same in slices. */
export function* readLog(
  updates: Iterable<Uint8Array>,
  owners: ReadonlyMap<number, string>,
): Sliced<Knowledge> {
  const knowledge = new Knowledge();
  let bytes = 0;
  for (const update of updates) {
    yield* learnUpdate(knowledge, update);
    bytes += update.length;
    if (bytes < PAUSE_BYTES) continue;
    bytes = 0;
    yield;
  }
  for (const [client, author] of owners) knowledge.own(client, author);
  return knowledge;
}

/** Of many small updates, as long as a slice of a large one. */
const PAUSE_BYTES = 30_000;

function* learnUpdate(knowledge: Knowledge, update: Uint8Array): Sliced<void> {
  const scanned = yield* scanUpdate(update);
  assert(scanned.ok, 'the log holds an update that cannot be read');
  const placed = yield* placeStructs(knowledge, update, scanned.value.blocks, null);
  assert(placed.kind === 'placed', 'the log has a gap');
  for (const [n, { client, clock, length }] of scanned.value.deletes.entries()) {
    knowledge.markDeleted(client, clock, clock + length);
    if (n % SLICE_LENGTH === SLICE_LENGTH - 1) yield;
  }
}

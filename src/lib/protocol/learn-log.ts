/** Knowledge of a document from its committed log, which was judged when it was written. */
import { assert } from '#lib/core/assert.ts';
import { Knowledge } from './knowledge.ts';
import { placeStructs } from './place-structs.ts';
import { scanUpdate } from './scan-update.ts';

export function learnLog(updates: Iterable<Uint8Array>, owners: ReadonlyMap<number, string>): Knowledge {
  const knowledge = new Knowledge();
  for (const update of updates) learnUpdate(knowledge, update);
  for (const [client, author] of owners) knowledge.own(client, author);
  return knowledge;
}

function learnUpdate(knowledge: Knowledge, update: Uint8Array): void {
  const scanned = scanUpdate(update);
  assert(scanned.ok, 'the log holds an update that cannot be read');
  const placed = placeStructs(knowledge, scanned.value.blocks, null);
  assert(placed.kind === 'placed', 'the log has a gap');
  for (const { client, clock, length } of scanned.value.deletes) {
    knowledge.markDeleted(client, clock, clock + length);
  }
}

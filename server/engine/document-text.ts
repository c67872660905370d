/**
 * The few things for which the engine needs a text and not only its bytes. Each loads a `Y.Doc`, uses
 * it and lets it go: a room with 200 people holds none.
 */
import * as Y from 'yjs';

/** No structs, no deletions. */
export const EMPTY_UPDATE = new Uint8Array([0, 0]);

export const joined = (updates: readonly Uint8Array[]): Uint8Array =>
  updates.length === 0 ? EMPTY_UPDATE : Y.mergeUpdates([...updates]);

export function loadText(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update, 'log');
  return doc;
}

/** What `edit` changes, as one update; `null`: nothing. */
export function editText(
  updates: readonly Uint8Array[],
  clientId: number,
  edit: (doc: Y.Doc) => void,
): Uint8Array | null {
  const doc = loadText(updates);
  // After the log: Yjs changes the id of a document that receives updates under its own.
  doc.clientID = clientId;
  const changes: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => changes.push(update));
  doc.transact(() => edit(doc), 'server');
  doc.destroy();
  return changes.length === 0 ? null : joined(changes);
}

/** The text as one update without what is deleted: a snapshot. */
export function condense(updates: readonly Uint8Array[]): Uint8Array {
  const doc = loadText(updates);
  const bytes = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return bytes;
}

/** Whether an update, judged acceptable, would leave the text as it is. */
export function addsNothingToText(updates: readonly Uint8Array[], update: Uint8Array): boolean {
  const doc = loadText(updates);
  const before = Y.snapshot(doc);
  Y.applyUpdate(doc, update);
  const isSame = Y.equalSnapshots(before, Y.snapshot(doc));
  doc.destroy();
  return isSame;
}

/**
 * The few things for which the engine needs a text and not only its bytes. Each loads a `Y.Doc`, uses
 * it and lets it go: a room with 200 people holds none.
 */
import * as Y from 'yjs';
import { EMPTY_UPDATE, loadText } from '#lib/protocol/whole-text.ts';

export const joined = (updates: readonly Uint8Array[]): Uint8Array =>
  updates.length === 0 ? EMPTY_UPDATE : Y.mergeUpdates([...updates]);

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

/** Whether an update, judged acceptable, would leave the text as it is. */
export function addsNothingToText(updates: readonly Uint8Array[], update: Uint8Array): boolean {
  const doc = loadText(updates);
  const before = Y.snapshot(doc);
  Y.applyUpdate(doc, update);
  const isSame = Y.equalSnapshots(before, Y.snapshot(doc));
  doc.destroy();
  return isSame;
}

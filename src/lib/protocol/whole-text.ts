/**
 * What needs a whole text and not only its bytes. Each function loads a `Y.Doc`, uses it and lets it go.
 * Slow for a long text (100 ms for 20,000 updates): the server runs it in a worker.
 */
import * as Y from 'yjs';

/** A text without what is deleted, and what its readers need to know without reading it. */
export interface CondensedText {
  /** The whole text as one update (version 1 encoding). */
  readonly bytes: Uint8Array;
  readonly stateVector: Uint8Array;
  /** Everything deleted in it, also what went with its container, as an update without structs. */
  readonly deletes: Uint8Array;
}

/** No structs, no deletions. */
export const EMPTY_UPDATE = new Uint8Array([0, 0]);

/**
 * Loaded in one transaction, which takes a third of the time of one for each update; joining the updates
 * first (`mergeUpdates`) took 10 s for 20,000 of them.
 */
export function loadText(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update, 'log');
  }, 'log');
  return doc;
}

/** The text after these updates, without what is deleted. */
export function condense(updates: readonly Uint8Array[]): CondensedText {
  const doc = loadText(updates);
  const bytes = Y.encodeStateAsUpdate(doc);
  const stateVector = Y.encodeStateVector(doc);
  const deletes = Y.encodeStateAsUpdate(doc, stateVector);
  doc.destroy();
  return { bytes, stateVector, deletes };
}

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

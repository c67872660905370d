import { setAside } from './set-aside.ts';
import type { Copy, CopyReason, KnownDocument, Shelf } from './shelf.ts';
import { tellWorker } from './offline-pages.ts';

/**
 * The server has said that this person may no longer read a document, or that it is gone: its text, its page
 * and its pictures leave the device. What of it was never sent becomes a copy first, and of a document that is
 * gone all of it, for this may be the last one (a backup was restored that did not have it yet); without room
 * for that copy nothing is removed. Resolves to the copy, or `null` where none was needed.
 */
export async function leaveDocument(
  shelf: Shelf,
  document: Pick<KnownDocument, 'id' | 'title' | 'language' | 'incarnation'>,
  reason: CopyReason,
  nowMs: number,
): Promise<Pick<Copy, 'id' | 'reason'> | null> {
  const text = await shelf.text(document);
  const isNeeded = text.unsent || (reason === 'removed' && text.complete);
  const copy = isNeeded ? await setAside(shelf, text, document, reason, nowMs) : null;
  await text.close();
  await shelf.forget(document);
  tellWorker({ kind: 'forget-document', documentId: document.id });
  return copy;
}

import { includes } from '#lib/domain/partnership/policy.ts';
import { setAside } from './set-aside.ts';
import type { Copy, CopyReason, KnownDocument, Shelf } from './shelf.ts';
import { tellWorker } from './offline-pages.ts';

/**
 * The server has said that this person may no longer read a document, or that it is gone: its text, its page
 * and its pictures leave the device. What of it was never sent becomes a copy first, and for who wrote in a
 * document that is gone all of it, for this may be the last one (a backup was restored that did not have it
 * yet). Without room for that copy nothing is removed; whoever only read keeps nothing. Resolves to the copy,
 * or `null` where none was needed.
 */
export async function leaveDocument(
  shelf: Shelf,
  document: Pick<KnownDocument, 'id' | 'title' | 'language' | 'incarnation' | 'right'>,
  reason: CopyReason,
  nowMs: number,
): Promise<Pick<Copy, 'id' | 'reason'> | null> {
  const text = await shelf.text(document);
  const isLast = reason === 'removed' && text.complete && includes(document.right, 'write');
  const isNeeded = text.unsent || isLast;
  const copy = isNeeded ? await setAside(shelf, text, document, reason, nowMs) : null;
  await text.close();
  await shelf.forget(document);
  tellWorker({ kind: 'forget-document', documentId: document.id });
  return copy;
}

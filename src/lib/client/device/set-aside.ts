import { linesOfUpdate, plainText } from './words.ts';
import type { Copy, CopyReason, KnownDocument, Shelf } from './shelf.ts';
import type { TextStore } from './text-store.ts';

/**
 * A refusal ends a text on this device (E11, E17): it becomes a copy of its author's, and the document opens
 * afresh. The copy is on the disk before the store is emptied; if there is no room for it, the store stays.
 */
export async function setAside(
  shelf: Shelf,
  store: TextStore,
  document: Pick<KnownDocument, 'id' | 'title' | 'language' | 'incarnation'>,
  reason: CopyReason,
  nowMs: number,
): Promise<Pick<Copy, 'id' | 'reason'>> {
  const update = store.content();
  const id = await shelf.addCopy({
    id: `${document.id}:${nowMs}`,
    documentId: document.id,
    title: document.title,
    language: document.language,
    incarnation: document.incarnation,
    reason,
    atMs: nowMs,
    update,
    words: plainText(linesOfUpdate(update)),
  });
  await store.clear();
  return { id, reason };
}

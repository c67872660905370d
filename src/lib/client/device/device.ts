import { limits } from '#lib/core/limits.ts';
import { askApi } from '../api.ts';
import { leaveDocument } from './leave-document.ts';
import { tellWorker } from './offline-pages.ts';
import { forgetRecent } from './recent-documents.ts';
import {
  clearShelf,
  listsDatabases,
  peopleOnDevice,
  Shelf,
  type Copy,
  type CopyReason,
  type KnownDocument,
} from './shelf.ts';

/** What would be gone if a person's texts were deleted from this device now. */
export interface Unsent {
  readonly documents: readonly KnownDocument[];
  readonly copies: readonly Copy[];
}

const nothing: Unsent = { documents: [], copies: [] };

/**
 * Told by every page that came from the server. What others left on this device stays invisible to this
 * person; it is deleted unless something in it is nowhere else: that waits for its author.
 */
export async function keepToPerson(
  factory: IDBFactory,
  personId: string | null,
  locale: string,
): Promise<void> {
  tellWorker({ kind: 'person', personId, locale });
  for (const other of await peopleOnDevice(factory)) {
    if (other === personId) continue;
    const { documents, copies } = await unsentWork(factory, other);
    if (documents.length === 0 && copies.length === 0) await clearShelf(factory, other);
  }
}

/** Rejects where it cannot look: that is no proof that there is nothing. */
export async function unsentWork(factory: IDBFactory, personId: string): Promise<Unsent> {
  // Looking at a person who has nothing here would make them a shelf; a browser that lists none is asked all the same.
  if (listsDatabases(factory) && !(await peopleOnDevice(factory)).includes(personId)) return nothing;
  const shelf = await Shelf.open(factory, personId);
  const found = { documents: await shelf.unsent(), copies: await shelf.copies() };
  shelf.close();
  return found;
}

/** At sign-out, after what is unsent was offered: everything of this person goes. */
export async function forgetPerson(factory: IDBFactory, personId: string, locale: string): Promise<void> {
  tellWorker({ kind: 'person', personId: null, locale });
  forgetRecent();
  await clearShelf(factory, personId);
}

/**
 * Asks the server which of the documents on this device this person may still read; the others leave it.
 * Resolves to how many copies were made of what was never sent in them. Without a network nothing happens.
 */
export async function leaveUnreadable(
  factory: IDBFactory,
  personId: string,
  /** One of them, or as many as are asked for at once. */
  documentId: string | null,
  nowMs: number,
  ask: (documentId: string) => Promise<CopyReason | null> = whyUnreadable,
): Promise<number> {
  if (!(await peopleOnDevice(factory)).includes(personId)) return 0;
  const shelf = await Shelf.open(factory, personId);
  let copies = 0;
  try {
    const known = (await shelf.documents())
      .filter(({ id }) => documentId === null || id === documentId)
      .slice(0, limits.documentsAskedForAtOnceMax);
    for (const document of known) {
      const reason = await ask(document.id);
      if (reason && (await leaveDocument(shelf, document, reason, nowMs))) copies++;
    }
  } finally {
    shelf.close();
  }
  return copies;
}

async function whyUnreadable(documentId: string): Promise<CopyReason | null> {
  const answer = await askApi('GET', `/documents/${encodeURIComponent(documentId)}`);
  if (answer.ok) return null;
  const { code } = answer.problem;
  return code === 'not-allowed' ? 'right-withdrawn' : code === 'document-unknown' ? 'removed' : null;
}

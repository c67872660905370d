import { tellWorker } from './offline-pages.ts';
import { clearShelf, listsDatabases, peopleOnDevice, Shelf, type Copy, type KnownDocument } from './shelf.ts';

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
  await clearShelf(factory, personId);
}

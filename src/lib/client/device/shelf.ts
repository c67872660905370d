/** What one person has on this device: the documents that open without the server, and the copies set aside. */
import type { Right } from '#lib/domain/partnership/policy.ts';
import { answered, completed, deleteDatabase, openDatabase, writing } from './indexed-db.ts';
import { ownerOf, shelfName, textName } from './names.ts';
import { contentOfUpdate, saysTheSame } from './same-content.ts';
import { TextStore } from './text-store.ts';

/** Why the server could not take what is in a copy. */
export type CopyReason =
  /** One may no longer write there, or not even read. */
  | 'right-withdrawn'
  /** The document was locked meanwhile. */
  | 'locked'
  /** A backup was restored: this text is of the time before. */
  | 'restored'
  /** The document is gone. */
  | 'removed'
  /** The document has the size that one may have. */
  | 'full'
  /** The server did not accept an edit. */
  | 'refused';

/** A document as it was last known. */
export interface KnownDocument {
  readonly id: string;
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  readonly incarnation: number;
  readonly right: Right;
  /** When this device last had everything; `null`: never, so it does not open offline. */
  readonly syncedAtMs: number | null;
}

export interface Copy {
  readonly id: string;
  readonly documentId: string;
  readonly title: string;
  /** BCP 47 */
  readonly language: string;
  readonly incarnation: number;
  readonly reason: CopyReason;
  readonly atMs: number;
  /** The whole text, as one Yjs update. */
  readonly update: Uint8Array;
  /** Its words, for reading. */
  readonly words: string;
}

const DOCUMENTS = 'documents';
const COPIES = 'copies';

export class Shelf {
  readonly #db: IDBDatabase;
  readonly #factory: IDBFactory;
  readonly #personId: string;

  private constructor(factory: IDBFactory, personId: string, db: IDBDatabase) {
    this.#factory = factory;
    this.#personId = personId;
    this.#db = db;
  }

  static async open(factory: IDBFactory, personId: string): Promise<Shelf> {
    const db = await openDatabase(factory, shelfName(personId), (created) => {
      created.createObjectStore(DOCUMENTS, { keyPath: 'id' });
      created.createObjectStore(COPIES, { keyPath: 'id' });
    });
    return new Shelf(factory, personId, db);
  }

  documents(): Promise<readonly KnownDocument[]> {
    return answered(this.#db.transaction(DOCUMENTS).objectStore(DOCUMENTS).getAll());
  }

  document(id: string): Promise<KnownDocument | undefined> {
    return answered(this.#db.transaction(DOCUMENTS).objectStore(DOCUMENTS).get(id));
  }

  async remember(document: KnownDocument): Promise<void> {
    const transaction = writing(this.#db, [DOCUMENTS], false);
    transaction.objectStore(DOCUMENTS).put(document);
    await completed(transaction);
  }

  async copies(): Promise<readonly Copy[]> {
    const copies: Copy[] = await answered(this.#db.transaction(COPIES).objectStore(COPIES).getAll());
    return copies.sort((a, b) => b.atMs - a.atMs);
  }

  /** Resolves when the copy is on the disk, to the copy's id. Two pages that set the same text aside make one. */
  async addCopy(copy: Copy): Promise<string> {
    const transaction = writing(this.#db, [COPIES]);
    const done = completed(transaction);
    const store = transaction.objectStore(COPIES);
    const content = contentOfUpdate(copy.update);
    const same = ((await answered(store.getAll())) as Copy[]).find(
      (it) =>
        it.documentId === copy.documentId &&
        it.incarnation === copy.incarnation &&
        saysTheSame(contentOfUpdate(it.update), content),
    );
    if (!same) store.add(copy);
    await done;
    return same?.id ?? copy.id;
  }

  async deleteCopy(id: string): Promise<void> {
    const transaction = writing(this.#db, [COPIES]);
    transaction.objectStore(COPIES).delete(id);
    await completed(transaction);
  }

  /** The text of a document as this device has it. */
  text(document: Pick<KnownDocument, 'id' | 'incarnation'>, session = 'reading'): Promise<TextStore> {
    return TextStore.open({
      factory: this.#factory,
      personId: this.#personId,
      documentId: document.id,
      incarnation: document.incarnation,
      session,
    });
  }

  /** Documents with something that the server has not accepted, as far as this device knows. */
  async unsent(): Promise<readonly KnownDocument[]> {
    const unsent: KnownDocument[] = [];
    for (const document of await this.documents()) {
      const text = await this.text(document);
      if (text.unsent) unsent.push(document);
      await text.close();
    }
    return unsent;
  }

  /** Removes a document's text and what is known of it; copies stay. */
  async forget(document: Pick<KnownDocument, 'id' | 'incarnation'>): Promise<void> {
    const transaction = writing(this.#db, [DOCUMENTS]);
    transaction.objectStore(DOCUMENTS).delete(document.id);
    await completed(transaction);
    await deleteDatabase(this.#factory, textName(this.#personId, document.id, document.incarnation));
  }

  close(): void {
    this.#db.close();
  }
}

/** Old browsers open databases by name but do not list them. */
export const listsDatabases = (factory: IDBFactory): boolean => typeof factory.databases === 'function';

/** Everybody who has something on this device; nobody where the browser does not say. */
export async function peopleOnDevice(factory: IDBFactory): Promise<readonly string[]> {
  const databases = listsDatabases(factory) ? await factory.databases() : [];
  return [...new Set(databases.flatMap(({ name }) => (name && ownerOf(name)) || []))];
}

/** Deletes all that a person has on this device, texts first: an interrupted deletion can be found again. */
export async function clearShelf(factory: IDBFactory, personId: string): Promise<void> {
  const own = listsDatabases(factory)
    ? (await factory.databases()).flatMap(({ name }) => (name && ownerOf(name) === personId ? name : []))
    : await namesByShelf(factory, personId);
  for (const name of own.sort((a, b) => b.length - a.length)) await deleteDatabase(factory, name);
}

async function namesByShelf(factory: IDBFactory, personId: string): Promise<string[]> {
  const shelf = await Shelf.open(factory, personId);
  const texts = (await shelf.documents()).map(({ id, incarnation }) => textName(personId, id, incarnation));
  shelf.close();
  return [...texts, shelfName(personId)];
}

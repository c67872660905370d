/** IndexedDB as promises. A write counts when its transaction has completed, not when its request succeeded. */

/** How long a browser may take to open a database before the page goes on without it. */
const OPEN_WITHIN_MS = 4_000;

export function openDatabase(
  factory: IDBFactory,
  name: string,
  create: (db: IDBDatabase) => void,
  onGone: () => void = () => undefined,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new DOMException('The browser does not open its database.', 'TimeoutError'));
    }, OPEN_WITHIN_MS);
    // Where a browser forbids storing, this line throws instead of answering.
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => create(request.result);
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error ?? new DOMException('The database did not open.', 'UnknownError'));
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      const db = request.result;
      if (isLate) return db.close();
      // Somebody signs out in another tab: nothing of this person may stay.
      db.onversionchange = () => {
        db.close();
        onGone();
      };
      resolve(db);
    };
  });
}

/** Completed: from here on it survives the browser's end. */
export const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // A request that fails ends in this too, and only here is it known why (a full disk).
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('The write was given up.', 'AbortError'));
  });

export const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The read failed.', 'UnknownError'));
  });

/** Resolves when it is gone, or when it will go as soon as the last page that uses it closes. */
export const deleteDatabase = (factory: IDBFactory, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = request.onblocked = () => resolve();
    request.onerror = () => reject(request.error ?? new DOMException('Not deleted.', 'UnknownError'));
  });

/** Strict: on the device's disk, not only handed to the system. Old browsers know no such wish. */
export const writing = (db: IDBDatabase, stores: string[], isStrict = true): IDBTransaction =>
  db.transaction(stores, 'readwrite', { durability: isStrict ? 'strict' : 'relaxed' });

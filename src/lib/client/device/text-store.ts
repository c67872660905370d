/**
 * device/ keeps a person's texts on their own device: the texts themselves, what is known of them, and the
 * copies set aside when a server could not take an edit.
 * Invariant: nothing is called kept before IndexedDB completed the transaction that holds it, and whether
 * something was not sent yet is written in that same transaction.
 * It leaves the connection to TandemProvider and the wording to the interface.
 *
 * Own, and not y-indexeddb: that one does not tell when a write is durable nor that it failed, remembers
 * nothing about what the server has accepted, and trims by deleting whatever stands below a key, which in
 * two tabs can be a row that only the other tab has written.
 */
import * as Y from 'yjs';
import { answered, completed, openDatabase, writing } from './indexed-db.ts';
import { textName } from './names.ts';

/** `full`: no room left; `blocked`: the browser allows no storage; `failing`: it broke, and is tried again. */
export type Keeping = 'kept' | 'keeping' | 'full' | 'blocked' | 'failing';

export interface TextStoreOptions {
  readonly factory: IDBFactory;
  readonly personId: string;
  readonly documentId: string;
  readonly incarnation: number;
  /** Of this page, never used again. */
  readonly session: string;
}

const UPDATES = 'updates';
const STATE = 'state';
const COMPLETE = 'complete';
const PENDING = 'pending:';
/** Rows are joined beyond this many: reading a thousand small rows would delay the opening. */
const ROWS_MAX = 300;
const RETRY_MS = 5_000;
/** Not at each key: a mark that stays too long costs one empty exchange at the next opening, nothing else. */
const SETTLE_MS = 500;

/** `whole`: everything once more, because a write was lost. */
type Write = { readonly update: Uint8Array; readonly own: boolean } | 'settled' | 'complete' | 'whole';

/** What was found when it was opened. */
interface Found {
  readonly keys: IDBValidKey[];
  readonly updates: Uint8Array[];
  /** The document's whole content was here once: it can be shown without the server. */
  readonly complete: boolean;
  /** Sessions that wrote what the server had not accepted when last seen, and how often they had written. */
  readonly pending: ReadonlyMap<string, number>;
}

export class TextStore {
  readonly #options: TextStoreOptions;
  #db: IDBDatabase;
  #found: Found;
  #doc: Y.Doc | null = null;
  /** Rows whose content this page's document has. */
  #keys: IDBValidKey[];
  #queue: Write[] = [];
  #isWriting = false;
  /** A write was lost: the next one carries everything, so that no row is missing between two others. */
  #isTorn = false;
  #isWhole = false;
  #isClosed = false;
  #isGone = false;
  #writes = 0;
  #isSettled = true;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #detach: () => void = () => undefined;
  keeping: Keeping = 'kept';
  onKeeping: (keeping: Keeping) => void = () => undefined;

  private constructor(options: TextStoreOptions, db: IDBDatabase, found: Found) {
    this.#options = options;
    this.#db = db;
    this.#found = found;
    this.#keys = found.keys;
  }

  /** Rejects where the browser refuses storage. */
  static async open(options: TextStoreOptions): Promise<TextStore> {
    let store: TextStore | null = null;
    const db = await connect(options, () => {
      if (store) store.#gone();
    });
    return (store = new TextStore(options, db, await readAll(db)));
  }

  get complete(): boolean {
    return this.#found.complete;
  }

  /** The server may not have all that was written on this device. */
  get unsent(): boolean {
    return this.#found.pending.size > 0;
  }

  /** Reads into the document and from then on keeps whatever happens in it. */
  attach(doc: Y.Doc, isOwn: (origin: unknown) => boolean): void {
    this.#doc = doc;
    // What came from the server before this device's text did.
    if (doc.store.clients.size > 0) this.#write({ update: Y.encodeStateAsUpdate(doc), own: false });
    doc.transact(() => {
      for (const update of this.#found.updates) Y.applyUpdate(doc, update, this);
    }, this);
    const keep = (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#write({ update, own: isOwn(origin) });
    };
    doc.on('update', keep);
    this.#detach = () => doc.off('update', keep);
    if (this.#keys.length > ROWS_MAX) this.#join();
  }

  /** The whole content has arrived. */
  markComplete(): void {
    this.#isWhole = true;
    if (!this.complete) this.#write('complete');
  }

  /** The server has accepted everything that this page's document holds. */
  settled(): void {
    if (this.#isSettled && !this.unsent) return;
    this.#noSettling();
    this.#settling = setTimeout(() => this.#write('settled'), SETTLE_MS);
  }

  /** Resolves when nothing waits to be written; it may have failed: see `keeping`. */
  async quiet(): Promise<void> {
    while (this.#isWriting) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** Everything that is here, as one update. */
  content(): Uint8Array {
    const doc = this.#doc ?? new Y.Doc();
    if (!this.#doc) for (const update of this.#found.updates) Y.applyUpdate(doc, update);
    return Y.encodeStateAsUpdate(doc);
  }

  /** Empties it: after its content was put elsewhere. It keeps nothing from then on. */
  async clear(): Promise<void> {
    this.#stop();
    await this.quiet();
    if (this.#isGone) return;
    const transaction = writing(this.#db, [UPDATES, STATE]);
    transaction.objectStore(UPDATES).clear();
    transaction.objectStore(STATE).clear();
    await completed(transaction);
    this.#db.close();
  }

  /** What waits is still written. */
  async close(): Promise<void> {
    if (this.#settling !== undefined) this.#write('settled');
    this.#stop();
    await this.quiet();
    this.#db.close();
  }

  #stop(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#noSettling();
    this.#detach();
  }

  #noSettling(): void {
    clearTimeout(this.#settling);
    this.#settling = undefined;
  }

  #write(write: Write): void {
    if (this.#isClosed) return;
    this.#queue.push(write);
    if (typeof write === 'object' && write.own) {
      this.#isSettled = false;
      this.#noSettling();
      this.#say('keeping');
    } else if (write === 'settled') {
      this.#isSettled = true;
      this.#noSettling();
    }
    void this.#drain();
  }

  async #drain(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      while (this.#queue.length > 0) await this.#writeBatch(this.#queue.splice(0));
      this.#say('kept');
      if (this.#keys.length > ROWS_MAX) this.#join();
    } catch (problem) {
      this.#isTorn = true;
      this.#say(keepingAfter(problem));
      clearTimeout(this.#retry);
      if (!this.#isClosed) this.#retry = setTimeout(() => void this.#tryAgain(), RETRY_MS);
    } finally {
      this.#isWriting = false;
    }
  }

  async #tryAgain(): Promise<void> {
    if (this.#isClosed) return;
    // The browser closes databases when a person clears their data or a disk goes away.
    const reopened = await connect(this.#options, () => this.#gone()).catch(() => null);
    if (reopened) {
      this.#db.close();
      this.#db = reopened;
    }
    if (this.#isTorn && this.#queue.length === 0) this.#queue.push('whole');
    await this.#drain();
  }

  /** Deleted by another page, at sign-out: it must not come back. */
  #gone(): void {
    this.#isGone = true;
    this.#stop();
    this.#queue = [];
    this.#say('failing');
  }

  async #writeBatch(batch: readonly Write[]): Promise<void> {
    const own = batch.some((write) => typeof write === 'object' && write.own);
    const transaction = writing(this.#db, [UPDATES, STATE], own);
    const done = completed(transaction);
    const [updates, state] = [transaction.objectStore(UPDATES), transaction.objectStore(STATE)];
    const added: Promise<IDBValidKey>[] = [];
    const isTorn = this.#isTorn && this.#doc !== null;
    if (isTorn && this.#doc) {
      added.push(answered(updates.add(Y.encodeStateAsUpdate(this.#doc))));
      // What was lost may have been one's own.
      state.put(++this.#writes, PENDING + this.#options.session);
      if (this.#isWhole) state.put(true, COMPLETE);
    }
    for (const write of batch) {
      if (write === 'settled') await this.#settle(state);
      else if (write === 'complete') state.put(true, COMPLETE);
      else if (write !== 'whole') {
        if (!isTorn) added.push(answered(updates.add(write.update)));
        if (write.own) state.put(++this.#writes, PENDING + this.#options.session);
      }
    }
    // The transaction's end says whether they are there; a request that fails ends it.
    const keys = Promise.all(added).catch(() => []);
    await done;
    this.#keys.push(...(await keys));
    if (isTorn) this.#isTorn = false;
    if (batch.includes('complete')) this.#found = { ...this.#found, complete: true };
  }

  /** Another tab may have written since its mark was read: then the mark stays. */
  async #settle(state: IDBObjectStore): Promise<void> {
    state.delete(PENDING + this.#options.session);
    const { pending } = this.#found;
    for (const [key, writes] of pending) if ((await answered(state.get(key))) === writes) state.delete(key);
    this.#found = { ...this.#found, pending: new Map() };
  }

  /** One row instead of many: exactly those that this page's document has, for another tab writes as well. */
  #join(): void {
    const doc = this.#doc;
    if (!doc || this.#isClosed) return;
    const joined = this.#keys;
    this.#keys = [];
    const transaction = writing(this.#db, [UPDATES]);
    const updates = transaction.objectStore(UPDATES);
    const added = answered(updates.add(Y.encodeStateAsUpdate(doc)));
    for (const key of joined) updates.delete(key);
    completed(transaction).then(
      async () => this.#keys.push(await added),
      // It stays as it was, and is tried again when more has come.
      () => added.catch(() => undefined),
    );
  }

  #say(keeping: Keeping): void {
    if (this.keeping === keeping) return;
    this.keeping = keeping;
    this.onKeeping(keeping);
  }
}

const connect = (options: TextStoreOptions, onGone: () => void): Promise<IDBDatabase> =>
  openDatabase(
    options.factory,
    textName(options.personId, options.documentId, options.incarnation),
    (db) => {
      db.createObjectStore(UPDATES, { autoIncrement: true });
      db.createObjectStore(STATE);
    },
    onGone,
  );

async function readAll(db: IDBDatabase): Promise<Found> {
  const transaction = db.transaction([UPDATES, STATE]);
  const [updates, state] = [transaction.objectStore(UPDATES), transaction.objectStore(STATE)];
  const [keys, rows, names, values] = await Promise.all([
    answered(updates.getAllKeys()),
    answered(updates.getAll() as IDBRequest<Uint8Array[]>),
    answered(state.getAllKeys() as IDBRequest<string[]>),
    answered(state.getAll() as IDBRequest<unknown[]>),
  ]);
  const marks = names.map((name, at) => [name, values[at]] as const);
  return {
    keys,
    updates: rows,
    complete: marks.some(([name, value]) => name === COMPLETE && value === true),
    pending: new Map(
      marks.flatMap(([name, value]) => (name.startsWith(PENDING) ? [[name, Number(value)] as const] : [])),
    ),
  };
}

export function keepingAfter(problem: unknown): Keeping {
  const name = problem instanceof Error || problem instanceof DOMException ? problem.name : '';
  if (name === 'QuotaExceededError') return 'full';
  return name === 'SecurityError' || name === 'TimeoutError' ? 'blocked' : 'failing';
}

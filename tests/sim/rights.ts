/** Who may do what: changed in one transaction with the epoch of the documents concerned, as the services do. */
import type { Right } from '#lib/domain/partnership/policy.ts';
import type { SimStore } from './store.ts';

export class Rights {
  readonly #store: SimStore;
  readonly #documents: readonly string[];
  readonly #rights = new Map<string, Right | null>();
  readonly #signedOut = new Set<string>();
  readonly #locked = new Set<string>();
  readonly #epochs = new Map<string, number>();

  constructor(store: SimStore, documents: readonly string[]) {
    this.#store = store;
    this.#documents = documents;
    for (const id of documents) store.durable.add({ id });
  }

  /** `null`: may not even read. */
  rightOf(person: string): Right | null {
    return this.#rights.get(person) ?? null;
  }

  isSignedIn(person: string): boolean {
    return !this.#signedOut.has(person);
  }

  isLocked(documentId: string): boolean {
    return this.#locked.has(documentId);
  }

  /** What a row of theirs would be allowed by, now. */
  mayWrite(person: string, documentId: string): boolean {
    return this.rightOf(person) === 'write' && !this.isLocked(documentId);
  }

  admit(person: string, right: Right): void {
    this.#rights.set(person, right);
  }

  change(person: string, right: Right | null): void {
    this.#rights.set(person, right);
    for (const documentId of this.#documents) this.#raise(documentId);
  }

  lock(documentId: string, locked: boolean): void {
    if (locked) this.#locked.add(documentId);
    else this.#locked.delete(documentId);
    this.#raise(documentId);
  }

  /** The end of a session changes no epoch: only the engine is told. */
  signOut(person: string): void {
    this.#signedOut.add(person);
  }

  signIn(person: string): void {
    this.#signedOut.delete(person);
  }

  #raise(documentId: string): void {
    const policyEpoch = (this.#epochs.get(documentId) ?? 0) + 1;
    this.#epochs.set(documentId, policyEpoch);
    this.#store.durable.change(documentId, { policyEpoch, locked: this.isLocked(documentId) });
  }
}

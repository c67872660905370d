/**
 * The document store in simulated time. What is durable is a real store in memory; a commit reaches it as
 * one transaction somewhere between the question and the answer, so a crash finds it wholly there or not.
 * A room may fail alone, the whole commit may be rejected, answers may take long, reads may fail.
 */
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import { memoryDocStore } from '#server/adapters/memory/doc-store.ts';
import type { CommitOutcome, DocStore, RoomCommit } from '#server/ports/doc-store.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import type { Scope } from './clock.ts';

/** `throws`: nothing is written; `unheard`: it is written, but the answer is lost. */
export type Failure = 'full' | 'storage' | 'throws' | 'unheard';

export interface StoreWitness {
  /** At the moment from which a power cut does not undo it. */
  committed(room: RoomCommit, meta: DocumentMeta, begunAtMs: number): void;
}

export class SimStore {
  readonly durable = memoryDocStore();
  readonly #random: SeededRandom;
  readonly #witness: StoreWitness;
  readonly #failures = new Map<string, Failure>();
  /** A commit takes this much longer. */
  slowMs = 0;
  areReadsFailing = false;
  /** How often a read has failed: a room may then rightly be given up. */
  failedReads = 0;
  commits = 0;

  constructor(random: SeededRandom, witness: StoreWitness) {
    this.#random = random;
    this.#witness = witness;
  }

  /** Of one document, or of `*`: all. */
  fail(documentId: string, failure: Failure): void {
    this.#failures.set(documentId, failure);
  }

  heal(): void {
    this.#failures.clear();
    this.slowMs = 0;
    this.areReadsFailing = false;
  }

  /** A transaction of somebody else's: a service's, another process's. */
  async commitNow(room: RoomCommit, begunAtMs: number): Promise<CommitOutcome> {
    const [outcome] = await this.durable.commit([room]);
    if (!outcome) return { kind: 'failed', reason: 'storage', detail: 'no outcome' };
    const meta = await this.durable.head(room.documentId);
    if (outcome.kind === 'committed' && meta) this.#witness.committed(room, meta, begunAtMs);
    return outcome;
  }

  /** As one process of the server sees it. */
  of(process: Scope): DocStore {
    const { durable } = this;
    const answer = async <T>(read: () => Promise<T>): Promise<T> => {
      await process.wait(this.#readMs());
      if (this.areReadsFailing) {
        this.failedReads++;
        throw new Error('simulated: the disk cannot be read');
      }
      const value = await read();
      await process.wait(this.#readMs());
      return value;
    };
    return {
      ...durable,
      head: (documentId) => answer(() => durable.head(documentId)),
      read: (documentId, afterSeq) => answer(() => durable.read(documentId, afterSeq)),
      clients: (documentId) => answer(() => durable.clients(documentId)),
      saveSnapshot: (documentId, snapshot) =>
        this.#write(process, () => durable.saveSnapshot(documentId, snapshot)),
      pack: (documentId, rowsMin) => this.#write(process, () => durable.pack(documentId, rowsMin)),
      commit: async (rooms) => {
        const begunAtMs = process.nowMs();
        await process.wait(this.#random.int(6) + this.slowMs / 2);
        const outcomes = await this.#commit(rooms, begunAtMs);
        await process.wait(this.#random.int(6) + this.slowMs / 2);
        if (!outcomes) throw new Error('simulated: the storage is gone');
        return outcomes;
      },
    };
  }

  #readMs(): number {
    return this.#random.chance(0.9) ? this.#random.int(3) : this.#random.int(80);
  }

  async #write<T>(process: Scope, write: () => Promise<T>): Promise<T> {
    await process.wait(this.#readMs());
    if (this.#failures.has('*') || this.areReadsFailing) throw new Error('simulated: the disk takes nothing');
    return write();
  }

  /** `null`: the caller is not told. */
  async #commit(rooms: readonly RoomCommit[], begunAtMs: number): Promise<CommitOutcome[] | null> {
    this.commits++;
    if (rooms.some(({ documentId }) => this.#failureOf(documentId) === 'throws')) return null;
    const outcomes: CommitOutcome[] = [];
    for (const room of rooms) {
      const failure = this.#failureOf(room.documentId);
      outcomes.push(
        failure === 'full' || failure === 'storage'
          ? { kind: 'failed', reason: failure, detail: 'simulated' }
          : await this.commitNow(room, begunAtMs),
      );
    }
    return rooms.some(({ documentId }) => this.#failureOf(documentId) === 'unheard') ? null : outcomes;
  }

  #failureOf(documentId: string): Failure | undefined {
    return this.#failures.get(documentId) ?? this.#failures.get('*');
  }
}

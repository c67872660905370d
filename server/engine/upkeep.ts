import type { DocStore } from '#server/ports/doc-store.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import type { Room } from './room.ts';

export interface UpkeepDeps {
  readonly store: DocStore;
  readonly text: TextWork;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** When there is something to do. */
export interface UpkeepWhen {
  /** Updates since the last snapshot: from so many on, or so many bytes, opening costs more than a new one. */
  readonly tailMin: number;
  /** A text may come as one update, and is then read whole by whoever asks how far it has come. */
  readonly tailBytesMin: number;
  /** Rows that a segment is worth: few compress badly. */
  readonly rowsMin: number;
}

export const upkeepWhen = {
  quiet: { tailMin: 200, tailBytesMin: 50_000, rowsMin: 250 },
  /**
   * People who never pause for three seconds: the tail must not grow all day. In a plenary a thousand rows are five
   * seconds, and a snapshot takes longer than a second of them.
   */
  busy: { tailMin: 4_000, tailBytesMin: 1_000_000, rowsMin: 250 },
  /** Nobody is here: a good moment, also for less. */
  unload: { tailMin: 50, tailBytesMin: 10_000, rowsMin: 50 },
} as const satisfies Readonly<Record<string, UpkeepWhen>>;

/**
 * Keeps a document cheap to open: a new snapshot when its tail has grown long, and old rows packed into
 * segments. Both are put together on other threads, while edits go on.
 * Invariant: neither is needed for the truth of the log: what fails is logged and left for the next time,
 * and at most one runs for a room.
 */
export class Upkeep {
  readonly #deps: UpkeepDeps;
  readonly #busy = new Set<string>();
  /** Of those that failed: the row from which on it is tried again, not at each edit. */
  readonly #notBefore = new Map<string, number>();
  #isClosing = false;

  constructor(deps: UpkeepDeps) {
    this.#deps = deps;
  }

  /** Nothing new is begun; what runs may be cut off. */
  close(): void {
    this.#isClosing = true;
  }

  /** Whether there is something to do. */
  isDue({ log }: Pick<Room, 'log'>, { tailMin, tailBytesMin }: UpkeepWhen): boolean {
    return log.tailLength >= tailMin || log.tailBytes >= tailBytesMin;
  }

  async run(room: Room, when: UpkeepWhen): Promise<void> {
    const { documentId } = room;
    const { tailMin, rowsMin } = when;
    if (this.#isClosing || !this.isDue(room, when) || this.#busy.has(documentId)) return;
    const { head } = room.log;
    if (head < (this.#notBefore.get(documentId) ?? 0)) return;
    this.#busy.add(documentId);
    try {
      await this.#renewSnapshot(room);
      await this.#pack(documentId, rowsMin);
      this.#notBefore.delete(documentId);
    } catch (error) {
      this.#notBefore.set(documentId, head + tailMin);
      if (!this.#isClosing) this.#deps.log.warn({ documentId, error: String(error) }, 'upkeep failed');
    } finally {
      this.#busy.delete(documentId);
    }
  }

  async #renewSnapshot(room: Room): Promise<void> {
    const { store, text, metrics } = this.#deps;
    const seq = room.log.head;
    const snapshot = { seq, ...(await text.condense(room.log.updates())) };
    await store.saveSnapshot(room.documentId, snapshot);
    room.rebase(snapshot);
    metrics.count('tandem_snapshots_total');
  }

  async #pack(documentId: string, rowsMin: number): Promise<void> {
    for (let rows = 1; rows > 0 && !this.#isClosing;) {
      rows = await this.#deps.store.pack(documentId, rowsMin);
      this.#deps.metrics.count('tandem_packed_updates_total', rows);
    }
  }
}

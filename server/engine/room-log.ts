import { encodeUpdate } from '#lib/protocol/codec.ts';
import type { Snapshot, StoredState } from '#server/ports/doc-store.ts';

/**
 * The committed updates of one open document, as bytes. Nothing here is decoded: opening a text
 * costs its bytes, not its structure (E7).
 */
export class RoomLog {
  #base: Snapshot | null;
  readonly #rows: { readonly seq: number; readonly bytes: Uint8Array }[];
  #tailBytes: number;
  /** Sequence number of the last committed update. */
  head: number;

  constructor(state: StoredState, head: number) {
    this.#base = state.snapshot;
    this.#rows = [...state.updates];
    this.#tailBytes = sizeOf(this.#rows);
    this.head = this.#rows.at(-1)?.seq ?? this.#base?.seq ?? head;
  }

  get tailLength(): number {
    return this.#rows.length;
  }

  get tailBytes(): number {
    return this.#tailBytes;
  }

  get base(): Snapshot | null {
    return this.#base;
  }

  /** What follows the snapshot. */
  get tail(): readonly Uint8Array[] {
    return this.#rows.map(({ bytes }) => bytes);
  }

  /** Everything, oldest first. */
  updates(): Uint8Array[] {
    const rows = this.#rows.map(({ bytes }) => bytes);
    return this.#base ? [this.#base.bytes, ...rows] : rows;
  }

  append(bytes: Uint8Array): void {
    this.head += 1;
    this.#rows.push({ seq: this.head, bytes });
    this.#tailBytes += bytes.length;
  }

  /** What somebody who has everything up to `cursor` still needs, framed. */
  framesAfter(cursor: number): Uint8Array[] {
    const needsBase = this.#base !== null && cursor < this.#base.seq;
    const rows = this.#rows.filter(({ seq }) => seq > cursor).map(({ bytes }) => encodeUpdate(bytes));
    return needsBase && this.#base ? [encodeUpdate(this.#base.bytes), ...rows] : rows;
  }

  /** From now on the snapshot stands for the rows up to its `seq`. */
  rebase(snapshot: Snapshot): void {
    this.#base = snapshot;
    const kept = this.#rows.filter(({ seq }) => seq > snapshot.seq);
    this.#rows.splice(0, this.#rows.length, ...kept);
    this.#tailBytes = sizeOf(kept);
  }
}

const sizeOf = (rows: readonly { readonly bytes: Uint8Array }[]): number =>
  rows.reduce((sum, { bytes }) => sum + bytes.length, 0);

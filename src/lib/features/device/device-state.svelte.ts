import { linesOf, linesOfUpdate, type Line } from '#lib/client/device/words.ts';
import { onlyInCopy, type Piece } from '#lib/client/device/compare-words.ts';
import { Shelf, type Copy, type KnownDocument } from '#lib/client/device/shelf.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import * as Y from 'yjs';

export interface HeldDocument extends KnownDocument {
  readonly unsent: boolean;
}

export interface Comparison {
  readonly lines: readonly Line[];
  /** `null`: the document is not on this device. */
  readonly only: readonly (readonly Piece[])[] | null;
}

/** What a person has on this device, read from it; works without a network. */
export class DeviceState {
  phase = $state<'reading' | 'ready' | 'blocked'>('reading');
  documents = $state.raw<readonly HeldDocument[]>([]);
  copies = $state.raw<readonly Copy[]>([]);
  readonly #personId: string;
  #shelf: Shelf | null = null;

  constructor(personId: string) {
    this.#personId = personId;
  }

  async read(): Promise<void> {
    try {
      this.#shelf ??= await Shelf.open(indexedDB, this.#personId);
      const known = await this.#shelf.documents();
      const unsent = (await this.#shelf.unsent()).map(({ id }) => id);
      this.documents = known
        .map((document) => ({ ...document, unsent: unsent.includes(document.id) }))
        .sort((a, b) => (b.syncedAtMs ?? 0) - (a.syncedAtMs ?? 0));
      this.copies = await this.#shelf.copies();
      this.phase = 'ready';
    } catch {
      this.phase = 'blocked';
    }
  }

  async compare(copy: Copy): Promise<Comparison> {
    const lines = linesOfUpdate(copy.update);
    const present = await this.#present(copy.documentId);
    return { lines, only: present && onlyInCopy(lines, present) };
  }

  async delete(copy: Copy): Promise<void> {
    await this.#shelf?.deleteCopy(copy.id);
    this.copies = this.copies.filter(({ id }) => id !== copy.id);
  }

  close(): void {
    this.#shelf?.close();
  }

  async #present(documentId: string): Promise<readonly Line[] | null> {
    const known = await this.#shelf?.document(documentId);
    if (!known || !this.#shelf) return null;
    const text = await this.#shelf.text(known);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, text.content());
    await text.close();
    const lines = text.complete ? linesOf(contentOf(doc)) : null;
    doc.destroy();
    return lines;
  }
}

import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { contentToUpdate, type ContentNode } from '#lib/schema/text/convert.ts';

/** One side of the lab: a document, its presence, and what it has to say to the other side. */
export class Side {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly #listeners = new Set<(update: Uint8Array) => void>();
  #outbox: Uint8Array[] = [];
  other: Side | undefined;
  held = false;
  delayMs = 0;

  constructor(initial: Uint8Array, user: { id: string; name: string; colour: string }) {
    Y.applyUpdate(this.doc, initial, 'link');
    this.awareness.setLocalStateField('user', { id: user.id, name: user.name, color: user.colour });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'link') return;
      this.#outbox.push(update);
      if (!this.held) setTimeout(() => this.flush(), this.delayMs);
    });
    this.awareness.on('update', ({ added, updated, removed }: Record<string, number[]>, origin: unknown) => {
      if (origin === 'link' || !this.other) return;
      const clients = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])];
      applyAwarenessUpdate(this.other.awareness, encodeAwarenessUpdate(this.awareness, clients), 'link');
    });
  }

  readonly incoming = (listener: (update: Uint8Array) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  flush(): void {
    if (this.held) return;
    for (const update of this.#outbox.splice(0)) this.other?.receive(update);
  }

  receive(update: Uint8Array): void {
    for (const listener of this.#listeners) listener(update);
    Y.applyUpdate(this.doc, update, 'link');
  }
}

/** Two documents that hear of each other's edits in memory. */
export function linkedSides(content: ContentNode, people: readonly [Person, Person]): readonly [Side, Side] {
  const initial = contentToUpdate(content);
  const [left, right] = [new Side(initial, people[0]), new Side(initial, people[1])];
  left.other = right;
  right.other = left;
  return [left, right];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
}

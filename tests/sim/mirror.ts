/**
 * What is durable of one document, kept by nobody but the simulation: the log's rows in a Y.Doc of its own,
 * from the moment at which a power cut no longer undoes them. Whether something is durable is asked of it.
 */
import * as Y from 'yjs';
import type { RoomCommit } from '#server/ports/doc-store.ts';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';

export class Mirror {
  readonly doc = untidied();
  readonly #owners = new Map<number, string>();
  rows = 0;

  /** What is wrong with these rows; `null`: nothing. */
  add(updates: RoomCommit['updates']): string | null {
    for (const { bytes, author } of updates) {
      this.rows++;
      const forged = this.#foreign(bytes, author);
      if (forged !== null) return `row ${this.rows} of ${author} writes as client ${forged}`;
      Y.applyUpdate(this.doc, bytes, 'log');
      if (isPending(this.doc)) return `row ${this.rows} of ${author} leaves something pending`;
    }
    return null;
  }

  get text(): string {
    return this.doc.getXmlFragment('body').toString();
  }

  /** What of an update is not durable; `null`: all is. */
  lacks(update: Uint8Array): string | null {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) {
      const state = this.state(id.client);
      if (id.clock + length > state)
        return `client ${id.client} to ${id.clock + length}, durable is ${state}`;
    }
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges)
        if (!this.#isDeleted(client, clock, clock + len)) return `deletion of ${client} ${clock}+${len}`;
    return null;
  }

  /** Whether everything that this text has was written to the log; deletions are not looked at. */
  isBeyond(states: ReadonlyMap<number, number>): boolean {
    return [...states].every(([client, clock]) => clock <= this.state(client));
  }

  state(client: number): number {
    return Y.getState(this.doc.store, client);
  }

  #isDeleted(client: number, from: number, to: number): boolean {
    if (to > this.state(client)) return false;
    for (let clock = from; clock < to;) {
      const item = Y.getItem(this.doc.store, Y.createID(client, clock));
      if (!item.deleted) return false;
      clock = item.id.clock + item.length;
    }
    return true;
  }

  /** A client id is its first author's for good. */
  #foreign(update: Uint8Array, author: string): number | null {
    for (const { id } of Y.decodeUpdate(update).structs) {
      const owner = this.#owners.get(id.client) ?? author;
      if (owner !== author) return id.client;
      this.#owners.set(id.client, owner);
    }
    return null;
  }
}

/**
 * After others' changes Yjs tidies formatting marks, which is a change of the receiver's own, and which marks
 * depends on how the changes were cut into transactions. What is compared with the log must not do so.
 */
export function untidied(): Y.Doc {
  const doc = new Y.Doc();
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false;
  });
  return doc;
}

/** Without marks: what readers may see tidied, since what Yjs tidies for them is sent to nobody. */
export const bare = (doc: Y.Doc): string =>
  doc
    .getXmlFragment('body')
    .toString()
    .replaceAll(/<[^>]*>/g, '');

export const isPending = ({ store }: Y.Doc): boolean =>
  store.pendingStructs !== null || store.pendingDs !== null;

export const statesOf = (doc: Y.Doc): ReadonlyMap<number, number> =>
  Y.decodeStateVector(Y.encodeStateVector(doc));

export const isServer = (author: string): boolean => author === SERVER_AUTHOR;

/**
 * Several people edit one text through a judge that stands for the server: updates arrive late,
 * people go offline and come back with everything at once. Every update of such a history is
 * legitimate, so a refusal is a defect of the validator.
 */
import * as Y from 'yjs';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import { validateUpdate } from '#lib/protocol/validate-update.ts';
import { newWriter, randomEdit, type Writer } from './random-edit.ts';
import type { SeededRandom } from './seeded-random.ts';

interface Peer {
  writer: Writer;
  readonly author: string;
  outbox: Uint8Array[];
  inbox: Uint8Array[];
  online: boolean;
}

export interface History {
  /** Committed updates in order, with their authors. */
  readonly log: readonly { readonly bytes: Uint8Array; readonly author: string }[];
  readonly offered: number;
  readonly refusals: readonly string[];
  readonly known: Knowledge;
  /** Whether every peer ended with the text that the log gives. */
  readonly converged: boolean;
}

export function runHistory(
  random: SeededRandom,
  { peers: peerCount, steps }: { peers: number; steps: number },
): History {
  const world = new World(random, peerCount);
  for (let n = steps; n > 0; n--) world.step();
  return world.finish();
}

class World {
  readonly #random: SeededRandom;
  readonly #peers: Peer[] = [];
  readonly #known = new Knowledge();
  readonly #log: { bytes: Uint8Array; author: string }[] = [];
  readonly #refusals: string[] = [];
  #offered = 0;

  constructor(random: SeededRandom, peerCount: number) {
    this.#random = random;
    for (let n = 0; n < peerCount; n++) {
      const peer: Peer = { writer: newWriter(random), author: `p${n}`, outbox: [], inbox: [], online: true };
      this.#listen(peer);
      this.#peers.push(peer);
    }
  }

  step(): void {
    const peer = this.#random.pick(this.#peers);
    const roll = this.#random.next();
    if (roll < 0.5) randomEdit(peer.writer, this.#random);
    else if (roll < 0.7) this.#send(peer, 1 + this.#random.int(4));
    else if (roll < 0.94) this.#receive(peer, 1 + this.#random.int(6));
    else if (peer.online) peer.online = false;
    else this.#reconnect(peer);
  }

  finish(): History {
    for (const peer of this.#peers) this.#reconnect(peer);
    // Receiving makes Yjs tidy formatting marks, which is a change of the receiver's own.
    for (let round = 0; round < 20; round++) {
      for (const peer of this.#peers) this.#send(peer, Infinity);
      for (const peer of this.#peers) this.#receive(peer, Infinity);
    }
    const fresh = new Y.Doc();
    for (const { bytes } of this.#log) Y.applyUpdate(fresh, bytes);
    const text = fresh.getXmlFragment('body').toString();
    const converged = this.#peers.every(
      ({ writer }) => writer.doc.getXmlFragment('body').toString() === text,
    );
    return {
      log: this.#log,
      offered: this.#offered,
      refusals: this.#refusals,
      known: this.#known,
      converged,
    };
  }

  #listen(peer: Peer): void {
    peer.writer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && peer.online) peer.outbox.push(update);
    });
  }

  #send(peer: Peer, most: number): void {
    if (!peer.online) return;
    for (const update of peer.outbox.splice(0, most)) this.#offer(peer, update);
  }

  #receive(peer: Peer, most: number): void {
    if (!peer.online) return;
    for (const update of peer.inbox.splice(0, most)) Y.applyUpdate(peer.writer.doc, update, 'server');
  }

  /** What was on its way is lost; the text itself is not. Sometimes the page was closed: a new client id. */
  #reconnect(peer: Peer): void {
    peer.online = true;
    peer.outbox = [];
    peer.inbox = [];
    if (this.#random.chance(0.3)) {
      const saved = Y.encodeStateAsUpdate(peer.writer.doc);
      peer.writer = newWriter(this.#random);
      Y.applyUpdate(peer.writer.doc, saved, 'server');
      this.#listen(peer);
    }
    for (const { bytes } of this.#log) Y.applyUpdate(peer.writer.doc, bytes, 'server');
    this.#offer(peer, Y.encodeStateAsUpdate(peer.writer.doc, this.#known.stateVector()));
  }

  #offer(from: Peer, update: Uint8Array): void {
    this.#offered++;
    const verdict = validateUpdate(this.#known, update, {
      author: from.author,
      schema: 1,
      rules: textDocumentRules,
    });
    if (verdict.kind === 'refused') this.#refusals.push(`${verdict.code}: ${verdict.detail}`);
    if (verdict.kind !== 'accepted') return;
    this.#known.absorb(verdict.layer);
    this.#log.push({ bytes: verdict.bytes, author: from.author });
    for (const peer of this.#peers) if (peer.online) peer.inbox.push(verdict.bytes);
  }
}

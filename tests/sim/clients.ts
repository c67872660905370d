/**
 * Those who connect: the browser's real peer (src/lib/client), y-websocket's own provider, and somebody who
 * keeps no rule. Each has a line to the network and one page on one document.
 */
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { Peer } from '#lib/client/peer.ts';
import { savedState } from '#lib/client/saved-state.ts';
import { includes } from '#lib/domain/partnership/policy.ts';
import { isPermanent } from '#lib/protocol/close-codes.ts';
import { encodePresence, encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes } from '#lib/protocol/messages.ts';
import { badFrames, badUpdates, paragraphUpdate } from '../support/bad-updates.ts';
import { randomEdit, type Writer } from '../support/random-edit.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import type { Scope } from './clock.ts';
import type { Line } from './network.ts';

export type ClientKind = 'tandem' | 'stock' | 'hostile';

export interface ClientOptions {
  readonly person: string;
  readonly documentId: string;
  readonly line: Line;
  readonly random: SeededRandom;
  readonly clock: Scope;
}

export interface Client {
  readonly kind: ClientKind;
  readonly person: string;
  readonly documentId: string;
  readonly line: Line;
  /** `null`: it has no text of its own. */
  readonly doc: Y.Doc | null;
  open(): void;
  /** The page is loaded again; what it alone had is gone. */
  reload(): Promise<void>;
  close(): Promise<void>;
  edit(random: SeededRandom): void;
  paste(random: SeededRandom): void;
  point(random: SeededRandom): void;
  /** Everything it has is said to be safe. */
  readonly isSaved: boolean;
  /** Nothing of it is under way, and it has what there is. */
  readonly isAtRest: boolean;
  /** Refused, or told not to come back: only a new page helps. */
  readonly isEnded: boolean;
  readonly says: string;
  /** Client ids of those it believes to be here. */
  readonly people: readonly number[];
}

const FRAME_MS = 16;
const HIDDEN_FRAME_MS = 200;
const URL = 'ws://tandem.example.org/sync';
/** Below the limit of one update, above that of what is judged at once. */
const PASTE_LENGTH_MIN = 100_000;

const writerOn = (doc: Y.Doc): Writer => ({
  doc,
  undo: new Y.UndoManager(doc.getXmlFragment('body'), { captureTimeout: 0 }),
});

function pasteInto(doc: Y.Doc, random: SeededRandom): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText('Tandem '.repeat((PASTE_LENGTH_MIN + random.int(60_000)) / 7))]);
  const body = doc.getXmlFragment('body');
  doc.transact(() => body.insert(random.int(body.length + 1), [paragraph]));
}

/** A page of Tandem without a device that keeps anything: what the server has not, a reload loses. */
export class TandemClient implements Client {
  readonly kind = 'tandem';
  readonly person: string;
  readonly documentId: string;
  readonly line: Line;
  readonly #options: ClientOptions;
  #peer: Peer | null = null;
  #writer: Writer | null = null;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.person = options.person;
    this.documentId = options.documentId;
    this.line = options.line;
  }

  get doc(): Y.Doc | null {
    return this.#peer?.doc ?? null;
  }

  open(): void {
    const { clock, random, line, person, documentId } = this.#options;
    const peer = new Peer({
      documentId,
      url: URL,
      schema: 1,
      incarnation: 1,
      right: 'write',
      personId: person,
      title: 'Draft',
      language: 'en',
      factory: null,
      nowMs: () => clock.nowMs(),
      random: () => random.next(),
      WebSocketPolyfill: line.webSocket(person, true),
      onChange: () => undefined,
      onIncoming: () => undefined,
      // Now and then nobody sees the page.
      onNextFrame: (run) => void clock.after(random.next() < 0.1 ? HIDDEN_FRAME_MS : FRAME_MS, run),
    });
    this.#peer = peer;
    this.#writer = writerOn(peer.doc);
    peer.awareness.setLocalState({ by: person });
    void peer.start();
  }

  async reload(): Promise<void> {
    await this.close();
    this.open();
  }

  async close(): Promise<void> {
    const peer = this.#peer;
    this.#writer?.undo.destroy();
    this.#peer = null;
    this.#writer = null;
    await peer?.destroy();
  }

  get #mayEdit(): boolean {
    if (!this.#peer) return false;
    const { opened, right, rejected, closedCode } = this.#peer.facts;
    return opened && includes(right, 'write') && !rejected && closedCode === null;
  }

  edit(random: SeededRandom): void {
    if (this.#mayEdit && this.#writer) randomEdit(this.#writer, random);
  }

  paste(random: SeededRandom): void {
    if (this.#mayEdit && this.#peer) pasteInto(this.#peer.doc, random);
  }

  point(random: SeededRandom): void {
    this.#peer?.awareness.setLocalState({ by: this.person, cursor: random.int(100) });
  }

  get isSaved(): boolean {
    return this.#peer !== null && savedState(this.#peer.facts) === 'saved';
  }

  get isAtRest(): boolean {
    return ['saved', 'readonly'].includes(this.says);
  }

  get isEnded(): boolean {
    return this.#peer !== null && (this.#peer.facts.rejected || this.#peer.facts.closedCode !== null);
  }

  get says(): string {
    return this.#peer ? savedState(this.#peer.facts) : 'no page';
  }

  get people(): readonly number[] {
    return [...(this.#peer?.awareness.getStates().keys() ?? [])];
  }
}

/** Any other Yjs client: it says neither its schema nor that it understands acknowledgements. */
export class StockClient implements Client {
  readonly kind = 'stock';
  readonly person: string;
  readonly documentId: string;
  readonly line: Line;
  readonly isSaved = false;
  #doc: Y.Doc | null = null;
  #provider: WebsocketProvider | null = null;
  #writer: Writer | null = null;
  #code: number | null = null;

  constructor({ person, documentId, line }: ClientOptions) {
    this.person = person;
    this.documentId = documentId;
    this.line = line;
  }

  get doc(): Y.Doc | null {
    return this.#doc;
  }

  open(): void {
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    awareness.setLocalState({ by: this.person });
    this.#doc = doc;
    this.#writer = writerOn(doc);
    this.#code = null;
    this.#provider = new WebsocketProvider(URL, this.documentId, doc, {
      awareness,
      disableBc: true,
      WebSocketPolyfill: this.line.webSocket(this.person, true),
    });
    // It would print the refusal, and do nothing else.
    this.#provider.messageHandlers[messageTypes.permissionDenied] = () => undefined;
    this.#provider.on('connection-close', (event) => {
      if (event && isPermanent(event.code)) this.#code = event.code;
    });
  }

  async reload(): Promise<void> {
    await this.close();
    this.open();
  }

  async close(): Promise<void> {
    this.#writer?.undo.destroy();
    this.#provider?.destroy();
    this.#provider?.awareness.destroy();
    this.#doc?.destroy();
    this.#doc = null;
    this.#provider = null;
    this.#writer = null;
  }

  edit(random: SeededRandom): void {
    if (this.#writer && this.#code === null && this.#provider?.synced) randomEdit(this.#writer, random);
  }

  paste(random: SeededRandom): void {
    if (this.#doc && this.#code === null && this.#provider?.synced) pasteInto(this.#doc, random);
  }

  point(random: SeededRandom): void {
    this.#provider?.awareness.setLocalState({ by: this.person, cursor: random.int(100) });
  }

  get isAtRest(): boolean {
    return this.#provider?.synced ?? false;
  }

  get isEnded(): boolean {
    return this.#code !== null;
  }

  get says(): string {
    return this.#code !== null ? `closed ${this.#code}` : this.isAtRest ? 'synced' : 'connecting';
  }

  get people(): readonly number[] {
    return [...(this.#provider?.awareness.getStates().keys() ?? [])];
  }
}

/** Signed in, with the right to write, and up to no good: forged ids, gaps, broken frames, others' cursors. */
export class HostileClient implements Client {
  readonly kind = 'hostile';
  readonly person: string;
  readonly documentId: string;
  readonly line: Line;
  readonly doc = null;
  readonly isSaved = false;
  readonly isAtRest = true;
  readonly isEnded = false;
  readonly says = 'anything';
  readonly people: readonly number[] = [];
  /** A text whose client ids are somebody else's. */
  readonly #victim: () => Y.Doc | null;
  #socket: WebSocket | null = null;

  constructor({ person, documentId, line }: ClientOptions, victim: () => Y.Doc | null) {
    this.person = person;
    this.documentId = documentId;
    this.line = line;
    this.#victim = victim;
  }

  open(): void {
    this.#socket?.close();
    const WebSocket = this.line.webSocket(this.person, false);
    const socket = new WebSocket(`${URL}/${this.documentId}?schema=1&proto=1&ack=1`);
    socket.onopen = () => socket.send(encodeStep1(new Uint8Array([0])) as Uint8Array<ArrayBuffer>);
    this.#socket = socket;
  }

  async reload(): Promise<void> {
    await this.close();
    this.open();
  }

  async close(): Promise<void> {
    this.#socket?.close();
    this.#socket = null;
  }

  edit(random: SeededRandom): void {
    const socket = this.#socket;
    if (socket?.readyState === 0) return;
    if (socket?.readyState !== 1) return this.open();
    const send = (frame: Uint8Array): void => socket.send(frame as Uint8Array<ArrayBuffer>);
    const roll = random.next();
    const victim = this.#victim();
    if (roll < 0.25) send(encodeUpdate(paragraphUpdate('well behaved')));
    else if (roll < 0.4) send(Uint8Array.from(random.pick(badFrames)[1]));
    else if (victim && roll < 0.55) send(encodeUpdate(Y.encodeStateAsUpdate(victim)));
    else send(random.pick(badUpdates.filter(([what]) => !what.includes('above')))[2](victim ?? new Y.Doc()));
  }

  paste(random: SeededRandom): void {
    const large = badUpdates.find(([what]) => what.includes('above 1 MB'));
    if (large && random.chance(0.2)) this.#socket?.send(large[2](new Y.Doc()) as Uint8Array<ArrayBuffer>);
  }

  point(random: SeededRandom): void {
    const clientId = this.#victim()?.clientID ?? random.int(1_000);
    const states = [
      { clientId, clock: random.int(50), json: random.chance(0.3) ? 'null' : '{"by":"mallory"}' },
    ];
    if (this.#socket?.readyState === 1) this.#socket.send(encodePresence(states) as Uint8Array<ArrayBuffer>);
  }
}

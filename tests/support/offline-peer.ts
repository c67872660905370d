/** A person's page on one document with a device of its own: the real peer, its real store, its real provider. */
import { IDBFactory } from 'fake-indexeddb';
import { WebSocket } from 'ws';
import type { Right } from '#lib/domain/partnership/policy.ts';
import { Peer } from '#lib/client/peer.ts';
import { savedState, type SavedState } from '#lib/client/saved-state.ts';
import { Shelf, type Copy } from '#lib/client/device/shelf.ts';
import { until, writeParagraph } from './live-clients.ts';

export interface DeviceOptions {
  readonly url: string;
  readonly documentId: string;
  readonly token: string;
  readonly personId: string;
  readonly random?: () => number;
  readonly factory?: IDBFactory;
}

export interface OpenOptions {
  readonly right?: Right;
  readonly incarnation?: number;
  readonly schema?: number;
  /** A network that is not there. */
  readonly offline?: boolean;
  readonly nowMs?: () => number;
}

/** One device of one person: pages open on it, end without a word, and open again. */
export class Device {
  readonly factory: IDBFactory;
  readonly #options: DeviceOptions;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.factory = options.factory ?? new IDBFactory();
  }

  async open(options: OpenOptions = {}): Promise<Page> {
    const { url, documentId, token, personId, random = Math.random } = this.#options;
    const { right = 'write', incarnation = 1, schema = 1, offline = false, nowMs = Date.now } = options;
    const peer = new Peer({
      documentId,
      // A port on which nothing listens.
      url: offline ? 'ws://127.0.0.1:9/sync' : url,
      schema,
      incarnation,
      right,
      personId,
      title: 'Draft',
      language: 'en',
      factory: this.factory,
      nowMs,
      random,
      WebSocketPolyfill: withToken(token),
      onChange: () => undefined,
      onIncoming: () => undefined,
    });
    await peer.start();
    return new Page(peer);
  }

  async copies(): Promise<readonly Copy[]> {
    const shelf = await Shelf.open(this.factory, this.#options.personId);
    const copies = await shelf.copies();
    shelf.close();
    return copies;
  }
}

export class Page {
  readonly peer: Peer;

  constructor(peer: Peer) {
    this.peer = peer;
  }

  get saved(): SavedState {
    return savedState(this.peer.facts);
  }

  get text(): string {
    return this.peer.doc.getXmlFragment('body').toString();
  }

  write(words: string): void {
    writeParagraph(this.peer.doc, words);
  }

  async says(state: SavedState, withinMs = 10_000): Promise<void> {
    try {
      await until(() => this.saved === state, state, withinMs);
    } catch {
      throw new Error(`the sign says ${this.saved}, not ${state}; ${JSON.stringify(this.peer.facts)}`);
    }
  }

  async close(): Promise<void> {
    await this.peer.destroy();
  }
}

/** As a program comes in: Node's sockets may carry a token. */
export const withToken = (token: string): typeof globalThis.WebSocket =>
  class extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${token}` } });
    }
  } as unknown as typeof globalThis.WebSocket;

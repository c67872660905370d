/** Peers of the live connection for tests: the stock provider, and a bare socket that says anything. */
import { WebsocketProvider } from 'y-websocket';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { ByteReader } from '#lib/protocol/byte-reader.ts';
import { decodeNotice } from '#lib/protocol/codec.ts';
import { messageTypes, type ServerNotice } from '#lib/protocol/messages.ts';

/** Waits until it is so; a test that waits in vain says what for. */
export async function until(isSo: () => boolean, what: string, withinMs = 5_000): Promise<void> {
  const endsAtMs = Date.now() + withinMs;
  while (!isSo()) {
    if (Date.now() > endsAtMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const withToken = (token: string): typeof globalThis.WebSocket =>
  class extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols ?? [], { headers: { authorization: `Bearer ${token}` } });
    }
  } as unknown as typeof globalThis.WebSocket;

export interface StockClient {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  readonly closeCodes: number[];
  /** The text of `body`, as one string. */
  text(): string;
  /** A paragraph at the end. */
  write(words: string): void;
  synced(): Promise<void>;
  stop(): void;
}

/** y-websocket's own provider: it sends neither schema nor `ack`. */
export function stockClient(url: string, documentId: string, token: string, doc = new Y.Doc()): StockClient {
  const provider = new WebsocketProvider(url, documentId, doc, {
    WebSocketPolyfill: withToken(token),
    disableBc: true,
    maxBackoffTime: 100,
  });
  const closeCodes: number[] = [];
  provider.on('connection-close', (event) => void (event && closeCodes.push(event.code)));
  return {
    doc,
    provider,
    closeCodes,
    text: () => textOf(doc),
    write: (words) => writeParagraph(doc, words),
    synced: () => until(() => provider.synced, 'synced'),
    stop() {
      provider.destroy();
      provider.awareness.destroy();
      doc.destroy();
    },
  };
}

export const textOf = (doc: Y.Doc): string => doc.getXmlFragment('body').toString();

export function writeParagraph(doc: Y.Doc, words: string): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  const body = doc.getXmlFragment('body');
  body.insert(body.length, [paragraph]);
}

export interface BareOptions {
  readonly token?: string | null;
  readonly cookie?: string;
  readonly origin?: string;
  readonly query?: string;
}

/** A socket without a mind of its own. */
export class BareClient {
  readonly frames: Uint8Array[] = [];
  readonly notices: ServerNotice[] = [];
  closeCode: number | null = null;
  readonly #ws: WebSocket;

  constructor(
    url: string,
    documentId: string,
    { token = 'ada', cookie, origin, query = 'schema=1&proto=1&ack=1' }: BareOptions = {},
  ) {
    this.#ws = new WebSocket(`${url}/${documentId}?${query}`, {
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(origin === undefined ? {} : { origin }),
      },
    });
    this.#ws.on('message', (data: Buffer) => this.#received(new Uint8Array(data)));
    this.#ws.on('close', (code) => (this.closeCode = code));
    this.#ws.on('error', () => undefined);
  }

  async opened(): Promise<this> {
    await until(() => this.#ws.readyState === this.#ws.OPEN || this.closeCode !== null, 'open');
    return this;
  }

  send(frame: Uint8Array): void {
    this.#ws.send(frame);
  }

  async closed(): Promise<number> {
    await until(() => this.closeCode !== null, 'closed');
    return this.closeCode ?? 0;
  }

  /** The latest notice of a kind. */
  notice<K extends ServerNotice['kind']>(kind: K): Extract<ServerNotice, { kind: K }> | undefined {
    return this.notices.findLast((it): it is Extract<ServerNotice, { kind: K }> => it.kind === kind);
  }

  get durable(): number {
    return this.notice('durable')?.frames ?? 0;
  }

  /** Not read any more: as a phone in a pocket. */
  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  stop(): void {
    this.#ws.terminate();
  }

  /** As a page that is closed. */
  async leave(): Promise<void> {
    this.#ws.close();
    await this.closed();
  }

  /** Payloads of the sync messages of a type, in order. */
  sync(type: number): Uint8Array[] {
    return this.frames.flatMap((frame) => {
      const reader = new ByteReader(frame);
      if (reader.varUint() !== messageTypes.sync || reader.varUint() !== type) return [];
      return [reader.varBytes()];
    });
  }

  #received(frame: Uint8Array): void {
    this.frames.push(frame);
    for (const kind of ['durable', 'rejected', 'policy', 'storage', 'size'] as const) {
      if (frame[0] !== messageTypes[kind]) continue;
      const notice = decodeNotice(kind, frame.subarray(1));
      if (notice.ok) this.notices.push(notice.value);
    }
  }
}

/**
 * A writer that remembers what the server has acknowledged. It speaks the real protocol, keeps its
 * text when the connection breaks, and offers it again when it is back, as a browser does.
 */
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { ByteReader } from '#lib/protocol/byte-reader.ts';
import { decodeNotice, encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes, syncTypes } from '#lib/protocol/messages.ts';
import type { SeededRandom } from './seeded-random.ts';
import { textOf, writeParagraph } from './live-clients.ts';

/** What became of one mark in the text: a unique word, written and perhaps deleted again. */
interface Mark {
  /** Frame that carries its writing; `null`: acknowledged. */
  written: number | null;
  deleted: 'no' | 'offered' | 'acknowledged';
  deletedBy: number | null;
}

export class JournalWriter {
  readonly doc = new Y.Doc();
  readonly name: string;
  /** Frames refused, and connections closed for good: none is expected. */
  readonly troubles: string[] = [];
  readonly #marks = new Map<string, Mark>();
  readonly #random: SeededRandom;
  #ws: WebSocket | null = null;
  #isAnswered = false;
  #frames = 0;
  #marked = 0;

  constructor(name: string, random: SeededRandom) {
    this.name = name;
    this.#random = random;
    this.doc.clientID = random.int(0xffff_ffff);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && this.#isAnswered) this.#sendCounted(encodeUpdate(update));
    });
  }

  get acknowledged(): number {
    let count = 0;
    for (const { written, deleted } of this.#marks.values()) {
      if (written === null) count++;
      if (deleted === 'acknowledged') count++;
    }
    return count;
  }

  connect(url: string, token: string): void {
    const ws = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    this.#ws = ws;
    this.#frames = 0;
    this.#isAnswered = false;
    ws.on('open', () => ws.send(encodeStep1(Y.encodeStateVector(this.doc))));
    ws.on('message', (data: Buffer) => this.#ws === ws && this.#receive(new Uint8Array(data)));
    ws.on('error', () => undefined);
    ws.on('close', (code) => {
      if (this.#ws === ws) this.#ws = null;
      if (code >= 4400 && code <= 4499) this.troubles.push(`${this.name} closed with ${code}`);
    });
  }

  disconnect(): void {
    this.#ws?.terminate();
    this.#ws = null;
    this.#isAnswered = false;
  }

  /** One edit: a new mark, or an acknowledged one taken away. */
  edit(): void {
    const removable = [...this.#marks].filter(
      ([, { written, deleted }]) => written === null && deleted === 'no',
    );
    if (removable.length > 20 && this.#random.chance(0.5)) this.#remove(...this.#random.pick(removable));
    else this.#write();
  }

  /** What a fresh reader's text lacks of what was acknowledged here. */
  missingIn(text: string): string[] {
    const missing: string[] = [];
    for (const [mark, { written, deleted }] of this.#marks) {
      const isThere = text.includes(mark);
      if (deleted === 'acknowledged' && isThere) missing.push(`${mark} was deleted`);
      if (deleted === 'no' && written === null && !isThere) missing.push(`${mark} was written`);
    }
    return missing;
  }

  #write(): void {
    const mark = `[${this.name}:${this.#marked++}]`;
    // The frame that the update handler is about to send; without a connection, the step 2 to come.
    this.#marks.set(mark, { written: this.#frames + 1, deleted: 'no', deletedBy: null });
    writeParagraph(this.doc, mark);
  }

  #remove(mark: string, state: Mark): void {
    const body = this.doc.getXmlFragment('body');
    const at = body.toArray().findIndex((block) => block.toString().includes(mark));
    if (at < 0) return;
    state.deleted = 'offered';
    state.deletedBy = this.#frames + 1;
    body.delete(at, 1);
  }

  #receive(frame: Uint8Array): void {
    const reader = new ByteReader(frame);
    const type = reader.varUint();
    if (type === messageTypes.sync) this.#receiveSync(reader.varUint(), reader.varBytes());
    if (type === messageTypes.rejected) this.troubles.push(`${this.name} was refused`);
    if (type !== messageTypes.durable) return;
    const notice = decodeNotice('durable', frame.subarray(1));
    if (notice.ok && notice.value.kind === 'durable') this.#settle(notice.value.frames);
  }

  #receiveSync(type: number, payload: Uint8Array): void {
    if (type !== syncTypes.step1) return Y.applyUpdate(this.doc, payload, 'server');
    this.#isAnswered = true;
    this.#sendCounted(encodeStep2(Y.encodeStateAsUpdate(this.doc, payload)));
    // Everything that is not acknowledged yet travels in this one frame.
    for (const mark of this.#marks.values()) {
      if (mark.written !== null) mark.written = this.#frames;
      if (mark.deleted === 'offered') mark.deletedBy = this.#frames;
    }
  }

  #settle(frames: number): void {
    for (const mark of this.#marks.values()) {
      if (mark.written !== null && mark.written <= frames) mark.written = null;
      if (mark.deleted === 'offered' && (mark.deletedBy ?? Infinity) <= frames) mark.deleted = 'acknowledged';
    }
  }

  #sendCounted(frame: Uint8Array): void {
    if (this.#ws?.readyState !== WebSocket.OPEN) return;
    this.#frames++;
    this.#ws.send(frame);
  }
}

/** The text as somebody sees it who has never been here. */
export function freshText(url: string, token: string, withinMs = 20_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const doc = new Y.Doc();
    const ws = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    const tooLong = setTimeout(() => ws.terminate(), withinMs);
    ws.on('open', () => ws.send(encodeStep1(Y.encodeStateVector(doc))));
    ws.on('error', reject);
    ws.on('close', (code) => {
      clearTimeout(tooLong);
      reject(new Error(`closed with ${code} before the text was there`));
    });
    ws.on('message', (data: Buffer) => {
      const reader = new ByteReader(new Uint8Array(data));
      if (reader.varUint() !== messageTypes.sync) return;
      const type = reader.varUint();
      if (type === syncTypes.step1) return;
      Y.applyUpdate(doc, reader.varBytes());
      if (type !== syncTypes.step2) return;
      resolve(textOf(doc));
      ws.close();
    });
  });
}

import { isPermanent } from '#lib/protocol/close-codes.ts';
import {
  decodeServerParts,
  encodeParts,
  WORKSHOP_PROTOCOL_VERSION,
  type ClientPart,
  type ServerPart,
} from '#lib/protocol/workshop-wire.ts';
import type { PendingCommand } from './pending-command.ts';

export interface WorkshopSocketOptions {
  /** `wss://host/workshop/ID` */
  readonly url: string;
  readonly as: 'seat' | 'steer' | 'screen';
  readonly onParts: (parts: readonly ServerPart[]) => void;
  /** `code`: the server's, when it will not let this screen in again. */
  readonly onState: (state: SocketState) => void;
  /** 0 to 1, for the spread of reconnects. */
  readonly random: () => number;
  readonly WebSocket?: typeof WebSocket;
}

export type SocketState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ended'; readonly code: number };

/** A hall's devices come back together: each draws its own wait. */
const BACKOFF_MS_MIN = 300;
const BACKOFF_MS_MAX = 5_000;
/** The server says something each 20 s: after this the line is dead, whatever the network says. */
const SILENCE_MS_MAX = 45_000;
/** What the server says of itself, not of the command. */
const PASSING: ReadonlySet<string> = new Set(['storage-failed', 'overloaded', 'restarting']);
const LATER_MS = 1_500;
/** Somebody looks again: a line on which so long nothing was heard may be dead. */
const DOUBTFUL_MS = 25_000;
/** Commands that wait for an answer at once: a queue of hours is sent as fast as it is taken, not faster. */
const UNANSWERED_MAX = 20;

/**
 * One screen's line to its workshop. It comes back by itself, sends what waits in its order, and sends again
 * what was not answered when the line broke: the server counts each key once.
 */
export class WorkshopSocket {
  readonly #options: WorkshopSocketOptions;
  #ws: WebSocket | null = null;
  #state: SocketState = { kind: 'connecting' };
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #heardAtMs = 0;
  readonly #waiting: PendingCommand[] = [];
  readonly #unanswered = new Map<string, PendingCommand>();
  #looks: readonly number[] = [];
  #isClosed = false;

  constructor(options: WorkshopSocketOptions) {
    this.#options = options;
    this.#connect();
  }

  send(command: PendingCommand): void {
    this.#waiting.push(command);
    this.#sendWaiting();
  }

  look(tables: readonly number[]): void {
    if (tables.length === this.#looks.length && tables.every((it, index) => it === this.#looks[index]))
      return;
    this.#looks = tables;
    if (this.#state.kind === 'live') this.#write([{ t: 'look', tables }]);
  }

  /** At once, because the network is back or somebody looks again. */
  retry(): void {
    if (this.#state.kind === 'live' && Date.now() - this.#heardAtMs > DOUBTFUL_MS) this.#ended(this.#ws, 0);
    if (this.#state.kind !== 'waiting') return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    clearTimeout(this.#later);
    this.#ws?.close();
  }

  #connect(): void {
    if (this.#isClosed) return;
    this.#become({ kind: 'connecting' });
    const { url, as, WebSocket: Socket = WebSocket } = this.#options;
    const ws = new Socket(`${url}?as=${as}&proto=${WORKSHOP_PROTOCOL_VERSION}`);
    ws.binaryType = 'arraybuffer';
    this.#ws = ws;
    ws.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#receive(new Uint8Array(data));
    ws.onclose = ({ code }: CloseEvent) => this.#ended(ws, code);
    this.#listen();
  }

  #listen(): void {
    this.#heardAtMs = Date.now();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#ended(this.#ws, 0), SILENCE_MS_MAX);
  }

  #ended(ws: WebSocket | null, code: number): void {
    if (ws !== this.#ws || this.#isClosed) return;
    this.#ws = null;
    clearTimeout(this.#silence);
    ws?.close();
    // What was on its way goes first again.
    this.#waiting.unshift(...this.#unanswered.values());
    this.#unanswered.clear();
    if (isPermanent(code)) return this.#become({ kind: 'ended', code });
    this.#attempts += 1;
    const most = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** this.#attempts);
    this.#become({ kind: 'waiting' });
    this.#timer = setTimeout(() => this.#connect(), BACKOFF_MS_MIN + this.#options.random() * most);
  }

  #receive(bytes: Uint8Array): void {
    this.#listen();
    const parts = decodeServerParts(bytes).filter((part) => !this.#isForLater(part));
    for (const part of parts) {
      if (part.t === 'hello') this.#welcomed();
      if (part.t === 'done' || part.t === 'refused') this.#unanswered.delete(part.key);
    }
    this.#options.onParts(parts);
    if (parts.length > 0) this.#sendWaiting();
  }

  /** The server could not take it just now, and nothing has happened: it goes once more. */
  #isForLater(part: ServerPart): boolean {
    if (part.t !== 'refused' || !PASSING.has(part.code)) return false;
    const command = this.#unanswered.get(part.key);
    if (!command) return false;
    this.#unanswered.delete(part.key);
    this.#waiting.push(command);
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#sendWaiting(), LATER_MS);
    return true;
  }

  #welcomed(): void {
    this.#attempts = 0;
    this.#become({ kind: 'live' });
    if (this.#looks.length > 0) this.#write([{ t: 'look', tables: this.#looks }]);
  }

  #sendWaiting(): void {
    if (this.#state.kind !== 'live') return;
    const parts: ClientPart[] = [];
    const room = UNANSWERED_MAX - this.#unanswered.size;
    for (const next of this.#waiting.splice(0, Math.max(0, room))) {
      this.#unanswered.set(next.key, next);
      parts.push({ t: 'do', as: next.as, key: next.key, command: next.command });
    }
    if (parts.length > 0) this.#write(parts);
  }

  #write(parts: readonly ClientPart[]): void {
    if (this.#ws?.readyState === 1) this.#ws.send(encodeParts(parts) as Uint8Array<ArrayBuffer>);
  }

  #become(state: SocketState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

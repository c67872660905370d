import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Awareness } from 'y-protocols/awareness';
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { WebsocketProvider } from 'y-websocket';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import { encodeStep2, encodeUpdate, decodeNotice } from '#lib/protocol/codec.ts';
import { messageTypes, syncTypes, type ServerNotice } from '#lib/protocol/messages.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/version.ts';
import { Incoming } from './incoming.ts';

export interface ProviderOptions {
  /** `wss://host/sync` */
  readonly url: string;
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly schema: number;
  readonly incarnation: number;
  /** May this session write? Asked at each update, since rights change while one types. */
  readonly mayWrite: () => boolean;
  readonly onNotice: (notice: ServerNotice) => void;
  /** The number of changes that are not durable may have changed. */
  readonly onUnsaved: () => void;
  /** Raw bytes of a remote update, before it is applied. */
  readonly onIncoming: (update: Uint8Array) => void;
  /** See `Incoming`. */
  readonly onNextFrame?: ((run: () => void) => void) | undefined;
  /** 0 to 1, for the spread of reconnects. */
  readonly random: () => number;
  /** Milliseconds since 1970, for telling when the next attempt is. */
  readonly nowMs?: () => number;
  /** What this device kept holds changes of ours that the server may not have. */
  readonly unsent?: boolean;
  /** The update was read from this device: nothing new was written. */
  readonly isFromStore?: (origin: unknown) => boolean;
  readonly WebSocketPolyfill?: typeof WebSocket;
}

/** Between two attempts: why, and when the next one is. */
export interface Waiting {
  readonly reason: 'restarting' | 'overloaded' | 'unreachable';
  readonly nextTryAtMs: number;
}

/**
 * The first wait is drawn from this span, so that a hall of 200 that is cut off at once knocks less than 40 times
 * a second. Whoever found nobody waits for the whole span: the hall stays as spread as it is. Were every wait
 * drawn anew from all of it, those who happen to knock soon would meet those who happen to knock late.
 */
const SPREAD_MS = { min: 200, max: 6_000 };
const AGAIN_MS = { min: 6_000, max: 6_400 };
/** After so many attempts in a row, some two minutes, nobody waits at the screen: a battery may last longer. */
const PATIENT_ATTEMPTS = 20;
const PATIENT_MS = { min: 6_000, max: 30_000 };
/** A restart takes seconds; after so many attempts it was something else. */
const RESTART_ATTEMPTS = 5;
/** From here on y-websocket's own wait is longer than any that is drawn. */
const UNSPREAD_STEPS = 9;

/**
 * y-websocket's provider with what a hall of 200 needs: it never echoes others' presence, spreads its
 * reconnects, counts the frames that carry edits (E12), and sends no edit before it has answered the
 * server's step 1, because an edit ahead of earlier offline ones would leave a gap (E3).
 */
export class TandemProvider extends WebsocketProvider {
  readonly #options: ProviderOptions;
  readonly #incoming: Incoming;
  /** Step 2 and update frames sent on this socket, and how many of them are settled. */
  #sent = 0;
  #settled = 0;
  /** Changes that no frame of this socket carries. */
  #unsent = false;
  /** This socket has answered the server's step 1: from then on updates follow one another. */
  #answered = false;
  /** The server's step 1 that came while this page did not know that it may write. */
  #unanswered: Uint8Array | null = null;
  #waiting: Waiting | null = null;
  /** Attempts in a row that led to no exchange. */
  #attempts = 0;

  constructor(options: ProviderOptions) {
    super(options.url, options.documentId, options.doc, {
      connect: false,
      awareness: options.awareness,
      disableBc: true,
      params: {
        schema: String(options.schema),
        proto: String(PROTOCOL_VERSION),
        incarnation: String(options.incarnation),
        ack: '1',
      },
      ...(options.WebSocketPolyfill ? { WebSocketPolyfill: options.WebSocketPolyfill } : {}),
    });
    this.#options = options;
    const { doc, onIncoming, onNextFrame } = options;
    this.#incoming = new Incoming({
      doc,
      origin: this,
      onIncoming,
      onNextFrame,
      nowMs: options.nowMs ?? Date.now,
    });
    this.#replaceHandlers();
    this.messageHandlers[messageTypes.sync] = (_encoder, decoder) => this.#receiveSync(decoder);
    this.messageHandlers[messageTypes.presence] = (_encoder, decoder) => {
      const states = decoding.readVarUint8Array(decoder);
      this.#incoming.then(() => applyAwarenessUpdate(options.awareness, states, this));
    };
    for (const kind of ['durable', 'rejected', 'policy', 'storage', 'size'] as const)
      this.messageHandlers[messageTypes[kind]] = (_encoder, decoder) => this.#receiveNotice(kind, decoder);
    this.#unsent = options.unsent ?? false;
    this.on('connection-close', (event: { code?: number } | null) => this.#lost(event?.code));
    this.on('status', ({ status }) => {
      if (status === 'connected') this.#waiting = null;
    });
    this.on('sync', (synced: boolean) => {
      if (synced) this.#attempts = 0;
    });
  }

  /** `null`: connected, on the first attempt, or ended for good. It stays during an attempt. */
  get waiting(): Waiting | null {
    return this.shouldConnect ? this.#waiting : null;
  }

  /** Changes made here that the server has not called durable. */
  get unsaved(): boolean {
    return this.#unsent || this.#sent > this.#settled;
  }

  /** Changes that no frame of this socket carries: without the right to write they never leave. */
  get unsent(): boolean {
    return this.#unsent;
  }

  /** This socket has given the server whatever it lacked. */
  get answered(): boolean {
    return this.#answered;
  }

  /** Now, instead of after the current wait. */
  retry(): void {
    this.wsUnsuccessfulReconnects = 0;
    this.connect();
  }

  /** The document has changes of ours, read from this device, that the server may not have. */
  holdsUnsent(): void {
    this.#unsent = true;
    this.#options.onUnsaved();
  }

  #replaceHandlers(): void {
    const { doc, awareness } = this.#options;
    doc.off('update', this._updateHandler);
    this._updateHandler = (update: Uint8Array, origin: unknown) => {
      if (origin !== this && !this.#options.isFromStore?.(origin)) this.#localUpdate(update);
    };
    doc.on('update', this._updateHandler);
    awareness.off('update', this._awarenessUpdateHandler);
    this._awarenessUpdateHandler = (change: { added: number[]; updated: number[]; removed: number[] }) => {
      const own = doc.clientID;
      if (![...change.added, ...change.updated, ...change.removed].includes(own) || !this.wsconnected) return;
      const states = encodeAwarenessUpdate(awareness, [own]);
      this.#send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, messageTypes.presence);
          encoding.writeVarUint8Array(encoder, states);
        }),
      );
    };
    awareness.on('update', this._awarenessUpdateHandler);
  }

  #localUpdate(update: Uint8Array): void {
    if (!this.#options.mayWrite()) return;
    if (this.#answered) this.#sendEdit(encodeUpdate(update));
    else this.#unsent = true;
    this.#options.onUnsaved();
  }

  #receiveSync(decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (type === syncTypes.step1) return this.#answerStep1(payload);
    this.#incoming.push(payload);
    if (type !== syncTypes.step2 || this.synced) return;
    this.#incoming.flush();
    this.synced = true;
  }

  override destroy(): void {
    this.#incoming.flush();
    super.destroy();
  }

  /** Carries whatever the server lacks: also what was written offline or lost with the last socket. */
  #answerStep1(stateVector: Uint8Array): void {
    const mayWrite = this.#options.mayWrite();
    this.#unanswered = mayWrite ? null : stateVector;
    if (!mayWrite) return;
    const again = this.#answered;
    this.#answered = true;
    // Nothing was written here: a step 2 would only repeat the deletions that came from the server.
    if (!again && !this.#unsent && !this.#isAheadOf(stateVector)) return;
    this.#unsent = false;
    this.#sendEdit(encodeStep2(Y.encodeStateAsUpdate(this.#options.doc, stateVector)));
    this.#options.onUnsaved();
  }

  /** This device may know of more than it remembers not having sent: what it read from its store. */
  #isAheadOf(stateVector: Uint8Array): boolean {
    const theirs = Y.decodeStateVector(stateVector);
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(this.#options.doc)))
      if (clock > (theirs.get(client) ?? 0)) return true;
    return false;
  }

  #receiveNotice(kind: ServerNotice['kind'], decoder: decoding.Decoder): void {
    const notice = decodeNotice(kind, decoding.readTailAsUint8Array(decoder));
    if (!notice.ok) return;
    if (notice.value.kind === 'durable') {
      this.#settled = notice.value.frames;
      this.#options.onUnsaved();
    }
    this.#options.onNotice(notice.value);
    // A kept page believed in an older right: the server, which knew better, does not ask a second time.
    if (this.#unanswered && this.#options.mayWrite()) this.#answerStep1(this.#unanswered);
  }

  #sendEdit(frame: Uint8Array): void {
    this.#sent++;
    this.#send(frame);
  }

  #send(frame: Uint8Array): void {
    if (this.ws?.readyState === 1) this.ws.send(frame as Uint8Array<ArrayBuffer>);
  }

  #lost(code: number | undefined): void {
    this.#incoming.flush();
    // What this socket carried and nobody acknowledged goes into the next socket's step 2.
    this.#unsent = this.unsaved;
    this.#sent = 0;
    this.#settled = 0;
    this.#answered = false;
    this.#unanswered = null;
    this.#attempts += 1;
    const { min, max } =
      this.#attempts === 1 ? SPREAD_MS : this.#attempts > PATIENT_ATTEMPTS ? PATIENT_MS : AGAIN_MS;
    this.maxBackoffTime = min + this.#options.random() * (max - min);
    this.#waiting = {
      reason: reasonOf(code, this.#waiting, this.#attempts),
      nextTryAtMs: (this.#options.nowMs?.() ?? Date.now()) + this.maxBackoffTime,
    };
    // A restart or a lost Wi-Fi ends every socket of a hall at once: skip the short first steps, which are
    // the same for all.
    this.wsUnsuccessfulReconnects = Math.max(this.wsUnsuccessfulReconnects, UNSPREAD_STEPS);
    this.#options.onUnsaved();
  }
}

/** A server that said why it went is away for that reason until it answers again or for a while. */
function reasonOf(code: number | undefined, before: Waiting | null, attempts: number): Waiting['reason'] {
  if (code === closeCodes.restarting) return 'restarting';
  if (code === closeCodes.overloaded) return 'overloaded';
  return before?.reason === 'restarting' && attempts <= RESTART_ATTEMPTS ? 'restarting' : 'unreachable';
}

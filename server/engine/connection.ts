import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { includes, type Right } from '#lib/domain/partnership/policy.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import {
  decodeClientMessage,
  encodeNotice,
  encodePermissionDenied,
  encodePresence,
  encodeUpdateHead,
} from '#lib/protocol/codec.ts';
import type { ClientMessage, RefusalCode, ServerNotice } from '#lib/protocol/messages.ts';
import type { ConnectRequest, LiveConnection, VisitorIdentity } from '#server/ports/live.ts';
import type { Presence, Visitor } from './presence.ts';
import { TokenBucket } from './token-bucket.ts';

/** Above this a socket is slow: it gets nothing more until it has taken what it was given. */
const BUFFERED_BYTES_MAX = 1_000_000;
const BUFFERED_BYTES_RESUME = 64_000;
/** Frames kept while the room is loading; a client asks one question and waits. */
const INBOX_FRAMES_MAX = limits.framesBurst;

/** The room, as a connection needs it. */
export interface RoomOfConnection {
  readonly isLive: boolean;
  readonly presence: Presence;
  readonly writer: {
    offer(from: Connection, update: { frame: number; kind: 'step2' | 'update'; bytes: Uint8Array }): void;
  };
  open(connection: Connection, stateVector: Uint8Array): void;
  leave(connection: Connection): void;
  sendPresence(connection: Connection): void;
  ownerOf(clientId: number): string | undefined;
  broken(error: unknown): void;
}

/**
 * One socket in one room. It reads frames in their order, counts them, and is a cursor on the room's
 * log. It leaves what a frame means for the document to the room.
 */
export class Connection implements Visitor, LiveConnection {
  readonly request: ConnectRequest;
  readonly identity: VisitorIdentity;
  presenceId: number | null = null;
  right: Right;
  /** Last row of the log that this socket was given; `null`: it has not asked yet. */
  cursor: number | null = null;
  isClosed = false;
  /**
   * After a gap, or after its tick was lost: single updates mean nothing until a step 2 brings the
   * whole difference.
   */
  awaitsStep2 = false;
  gaps = 0;
  /** After a refusal nothing more is taken: every later update builds on what was refused. */
  isRefused = false;
  lastSentAtMs: number;
  readonly #room: RoomOfConnection;
  readonly #clock: Clock;
  readonly #frames: TokenBucket;
  readonly #bytes: TokenBucket;
  readonly #inbox: Uint8Array[] = [];
  #counted = 0;
  #settled = 0;
  #announced = 0;
  #questions = 0;
  #slow: { buffered: number; sinceMs: number } | null = null;

  constructor(request: ConnectRequest, room: RoomOfConnection, clock: Clock) {
    this.request = request;
    this.identity = request.identity;
    this.right = request.right;
    this.#room = room;
    this.#clock = clock;
    const nowMs = clock.nowMs();
    this.lastSentAtMs = nowMs;
    this.#frames = new TokenBucket(limits.framesBurst, limits.framesPerSecond, nowMs);
    this.#bytes = new TokenBucket(limits.bytesBurst, limits.bytesPerSecond, nowMs);
  }

  get canWrite(): boolean {
    return includes(this.right, 'write');
  }

  get isSlow(): boolean {
    return this.#slow !== null;
  }

  /** A frame from the network. */
  receive(frame: Uint8Array): void {
    if (this.isClosed) return;
    const nowMs = this.#clock.nowMs();
    if (!this.#frames.take(1, nowMs) || !this.#bytes.take(frame.length, nowMs)) {
      this.close(closeCodes.overloaded, 'too much at once');
      return;
    }
    if (this.#room.isLive) this.#guarded(() => this.#handle(frame));
    else if (this.#inbox.length < INBOX_FRAMES_MAX) this.#inbox.push(frame);
    else this.close(closeCodes.overloaded, 'too much at once');
  }

  /** The room is loaded. */
  begin(): void {
    this.#guarded(() => {
      for (const frame of this.#inbox.splice(0)) if (!this.isClosed) this.#handle(frame);
    });
  }

  /** The network says that the socket is gone. */
  closed(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#room.leave(this);
  }

  close(code: CloseCode, reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.request.socket.close(code, reason);
    this.#room.leave(this);
  }

  send(bytes: Uint8Array): void {
    if (this.isClosed) return;
    this.request.socket.send(bytes);
    this.#sent(this.#clock.nowMs());
  }

  /** A long one, as it lies there. */
  sendUpdate(update: Uint8Array): void {
    if (this.isClosed) return;
    this.request.socket.send(encodeUpdateHead(update), update);
    this.#sent(this.#clock.nowMs());
  }

  /** What many are given, and with it the acknowledgement that waits for this socket. */
  sendShared(messages: readonly Uint8Array[], nowMs = this.#clock.nowMs()): void {
    if (this.isClosed) return;
    const notice = this.#unannounced();
    this.request.socket.sendShared(messages, notice && encodeNotice(notice));
    this.#sent(nowMs);
  }

  #sent(nowMs: number): void {
    this.lastSentAtMs = nowMs;
    const buffered = this.request.socket.bufferedBytes();
    if (!this.#slow && buffered > BUFFERED_BYTES_MAX) this.#slow = { buffered, sinceMs: nowMs };
  }

  notify(notice: ServerNotice): void {
    if (this.request.ack) this.send(encodeNotice(notice));
  }

  /** Looks whether a slow socket has come forward; true when it may be given what it missed. */
  drained(): boolean {
    if (!this.#slow) return false;
    const buffered = this.request.socket.bufferedBytes();
    const nowMs = this.#clock.nowMs();
    if (buffered <= BUFFERED_BYTES_RESUME) {
      this.#slow = null;
      return true;
    }
    if (buffered < this.#slow.buffered) this.#slow = { buffered, sinceMs: nowMs };
    else if (nowMs - this.#slow.sinceMs > limits.slowReaderMs) this.close(closeCodes.overloaded, 'too slow');
    return false;
  }

  /**
   * E11: asks what this person may do now. The latest question decides, whichever is answered last;
   * without an answer, or with a refusal, nothing that is still under way may be written.
   */
  async askAnew(): Promise<void> {
    const { recheck } = this.request;
    if (!recheck) return;
    const question = ++this.#questions;
    const verdict = await recheck().catch(() => ({ closeCode: closeCodes.overloaded }));
    if (question !== this.#questions) return;
    this.right = 'right' in verdict ? verdict.right : 'read';
    if ('closeCode' in verdict) this.close(verdict.closeCode, 'rights changed');
  }

  /** An empty presence message: a stock client hangs up after 30 s of silence. */
  keepAlive(): void {
    this.send(encodePresence([]));
  }

  /** Everything up to this frame is on disk, or added nothing. */
  settle(frame: number): void {
    this.#settled = Math.max(this.#settled, frame);
  }

  announceSettled(): void {
    const notice = this.#unannounced();
    if (notice) this.send(encodeNotice(notice));
  }

  #unannounced(): ServerNotice | null {
    if (this.#settled === this.#announced || !this.request.ack) return null;
    this.#announced = this.#settled;
    return { kind: 'durable', frames: this.#settled };
  }

  refuse(frame: number, code: RefusalCode): void {
    this.isRefused = true;
    if (this.request.ack) this.notify({ kind: 'rejected', frame, code });
    else this.send(encodePermissionDenied(code));
  }

  /** What was dropped is asked for again only from who may write; from anybody else it is refused in words. */
  refuseDropped(code: RefusalCode): void {
    if (this.awaitsStep2 && !this.canWrite && !this.isRefused) this.refuse(this.#counted, code);
  }

  /** Each room fails alone: one damaged document must not end the others. */
  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#room.broken(error);
    }
  }

  #handle(frame: Uint8Array): void {
    const decoded = decodeClientMessage(frame);
    if (!decoded.ok) {
      this.close(closeCodes.unusable, 'malformed message');
      return;
    }
    const message: ClientMessage = decoded.value;
    switch (message.kind) {
      case 'step1':
        return this.#room.open(this, message.stateVector);
      case 'step2':
      case 'update':
        this.#counted += 1;
        return this.#room.writer.offer(this, {
          frame: this.#counted,
          kind: message.kind,
          bytes: message.update,
        });
      case 'presence':
        return this.#room.presence.receive(this, message.states, (clientId) => this.#room.ownerOf(clientId));
      case 'query-presence':
        return this.#room.sendPresence(this);
      case 'permission-denied':
        return undefined;
    }
  }
}

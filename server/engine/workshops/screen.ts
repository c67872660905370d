import { limits } from '#lib/core/limits.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import type { Audience, Viewer } from '#lib/domain/workshop/running/views.ts';
import type { TableNumber } from '#lib/domain/workshop/running/workshop-state.ts';
import { encodeList, encodeParts, readClientParts, type ReadPart } from '#lib/protocol/workshop-wire.ts';
import type { Recheck, Watching } from '#server/ports/live-workshops.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import { TokenBucket } from '../token-bucket.ts';

/** A device as its hall sees it: whose eyes it has, and what it is told. */
export class Screen implements LiveConnection {
  readonly socket: LiveSocket;
  readonly viewers: readonly Viewer[];
  looks: readonly TableNumber[] = [];
  /** Of who came with an account. */
  recheck: Recheck | null = null;
  /** What it was told of so far. */
  audiences: readonly Audience[] = [];
  /** It does not keep up: it is told everything anew when it does. Since when. */
  slowSinceMs: number | null = null;
  /** What it had not taken when it was last looked at. */
  waitingBytes = 0;
  lastSentAtMs = 0;
  readonly #bucket: TokenBucket;
  readonly #hall: HallOfScreen;
  #isClosed = false;
  /** For the next frame, to this screen alone. */
  #own: string[] = [];

  constructor(socket: LiveSocket, viewers: readonly Viewer[], hall: HallOfScreen) {
    this.socket = socket;
    this.viewers = viewers;
    this.#hall = hall;
    this.#bucket = new TokenBucket(limits.commandsBurst, limits.commandsPerSecond, hall.nowMs());
  }

  get people(): readonly string[] {
    return this.viewers.flatMap((it) => (it.kind === 'person' ? [it.id] : []));
  }

  receive(frame: Uint8Array): void {
    if (this.#isClosed) return;
    const isTooLong = frame.length > limits.workshopFrameSizeBytesMax;
    const parts = isTooLong ? null : readClientParts(frame);
    if (!parts) return this.close(closeCodes.unusable, 'unreadable');
    if (!this.#bucket.take(Math.max(1, parts.length), this.#hall.nowMs()))
      return this.close(closeCodes.overloaded, 'too many commands');
    for (const part of parts) this.#hall.received(this, part);
  }

  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#hall.left(this);
  }

  close(code: CloseCode, reason: string): void {
    this.socket.close(code, reason);
    this.closed();
  }

  /** Waits for the next frame. */
  say(part: string): void {
    this.#own.push(part);
  }

  /** What goes to others as well, and then what is for this one. */
  flush(shared: readonly Uint8Array[], nowMs: number): void {
    if (shared.length === 0 && this.#own.length === 0) return;
    const own = this.#own.length > 0 ? encodeList(this.#own) : null;
    this.#own = [];
    this.lastSentAtMs = nowMs;
    if (shared.length > 0) this.socket.sendShared(shared, own);
    else if (own) this.socket.send(own);
  }

  beat(nowMs: number): void {
    this.lastSentAtMs = nowMs;
    this.socket.send(encodeParts([{ t: 'beat', nowMs }]));
  }
}

export interface HallOfScreen {
  nowMs(): number;
  received(screen: Screen, part: ReadPart): void;
  left(screen: Screen): void;
}

export const watchedBy = (screens: ReadonlySet<Screen>): Watching => ({
  people: [...new Set([...screens].flatMap((it) => it.people))].sort(),
  screens: screens.size,
});

/**
 * A network in simulated time. What one socket carries in one direction keeps its order; everything else
 * may overtake everything else, be late, be cut in the middle, or be lost without either end being told.
 */
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import type { SeededRandom } from '../support/seeded-random.ts';
import type { SimClock } from './clock.ts';

/** Where sockets arrive; `false`: nobody listens. */
export interface Listener {
  accept(link: Link): boolean;
}

/** What the world is told of what crosses the network. */
export interface Witness {
  /** The server hands a frame to a socket. */
  sent(link: Link, frame: Uint8Array): void;
  /** A frame has reached the server. */
  received(link: Link, frame: Uint8Array): void;
  closed(link: Link, code: number): void;
}

/** A socket that waits weighs this much a frame: a few waiting frames are as slow as a megabyte. */
const WAITING_FRAME_BYTES = 150_000;
/** A peer that says nothing more is found out by a ping. */
const UNNOTICED_MS = 45_000;
const LATE_END_MS = 3_000;
/** The longest wait of a page before it tries again, and what its greeting takes. */
const COME_BACK_MS_MAX = 5_000;

export class Network {
  readonly clock: SimClock;
  readonly random: SeededRandom;
  readonly witness: Witness;
  listener: Listener | null = null;
  links = new Set<Link>();
  opened = 0;
  /** Until then the server may believe somebody here who is gone. */
  unnoticedUntilMs = 0;

  constructor(clock: SimClock, random: SeededRandom, witness: Witness) {
    this.clock = clock;
    this.random = random;
    this.witness = witness;
  }

  /** Mostly next door, sometimes on another continent. */
  delayMs(): number {
    return this.random.chance(0.85) ? this.random.int(8) : this.random.int(400);
  }

  /** The server's process is gone: the far ends learn of it, each in its time. */
  serverGone(): void {
    for (const link of [...this.links]) link.cut(true);
  }
}

/** One person's way to the network. */
export class Line {
  readonly name: string;
  readonly network: Network;
  isOnline = true;
  /** Until then nothing moves, and nothing is lost. */
  stalledUntilMs = 0;

  constructor(name: string, network: Network) {
    this.name = name;
    this.network = network;
  }

  cut(): void {
    for (const link of this.#links()) link.cut(false);
  }

  /** Neither end is told. */
  freeze(): void {
    for (const link of this.#links()) link.freeze();
  }

  #links(): Link[] {
    return [...this.network.links].filter(({ line }) => line === this);
  }

  /** As the browser's class, for this line. */
  webSocket(person: string, isHonest: boolean): typeof WebSocket {
    const open = (url: string): Link => new Link(this, person, isHonest, url);
    return class extends SimWebSocket {
      constructor(url: string) {
        super(open(url));
      }
    } as unknown as typeof WebSocket;
  }
}

/** One direction of a socket. */
class Wire {
  readonly #line: Line;
  readonly #waiting: (() => void)[] = [];
  #endsAtMs = Infinity;
  isFrozen = false;

  constructor(line: Line) {
    this.#line = line;
  }

  get waitingBytes(): number {
    return this.#line.stalledUntilMs > this.#line.network.clock.nowMs()
      ? this.#waiting.length * WAITING_FRAME_BYTES
      : 0;
  }

  carry(deliver: () => void): void {
    const { network, stalledUntilMs } = this.#line;
    const { clock } = network;
    this.#waiting.push(deliver);
    clock.after(Math.max(network.delayMs(), stalledUntilMs - clock.nowMs()), () => this.#arrive());
  }

  /** The first that waits: so nothing overtakes, whichever was to arrive now. */
  #arrive(): void {
    const { network, stalledUntilMs } = this.#line;
    const { clock } = network;
    // A line that was stalled meanwhile holds up what was on its way as well.
    if (stalledUntilMs > clock.nowMs())
      return void clock.after(stalledUntilMs - clock.nowMs(), () => this.#arrive());
    const deliver = this.#waiting.shift();
    if (!this.isFrozen && clock.nowMs() < this.#endsAtMs) deliver?.();
  }

  /** What has not arrived by then is lost. */
  end(inMs: number, tell: () => void): void {
    const { clock } = this.#line.network;
    this.#endsAtMs = Math.min(this.#endsAtMs, clock.nowMs() + inMs);
    clock.after(inMs, tell);
  }
}

/** One socket, both ends. */
export class Link implements LiveSocket {
  readonly id: number;
  readonly line: Line;
  readonly person: string;
  /** Sent by a client that keeps the protocol. */
  readonly isHonest: boolean;
  readonly documentId: string;
  readonly query: URLSearchParams;
  far: SimWebSocket | null = null;
  connection: LiveConnection | null = null;
  #early: Uint8Array[] = [];
  readonly #up: Wire;
  readonly #down: Wire;
  #isCut = false;
  /** The server's end. */
  isOpen = false;

  constructor(line: Line, person: string, isHonest: boolean, url: string) {
    const { network } = line;
    const { pathname, searchParams } = new URL(url);
    this.id = ++network.opened;
    this.line = line;
    this.person = person;
    this.isHonest = isHonest;
    this.documentId = pathname.split('/').at(-1) ?? '';
    this.query = searchParams;
    this.#up = new Wire(line);
    this.#down = new Wire(line);
    network.links.add(this);
    network.clock.after(network.delayMs(), () => this.#reach());
  }

  get acks(): boolean {
    return this.query.get('ack') === '1';
  }

  #reach(): void {
    const { network, isOnline } = this.line;
    // Given up by the browser before it got there.
    if (this.#isCut || this.far?.readyState !== 0) return void network.links.delete(this);
    if (!isOnline || !network.listener?.accept(this)) return this.cut(false);
  }

  /** The server completes the handshake. */
  accepted(): void {
    this.isOpen = true;
    this.#down.carry(() => this.far?.opens());
  }

  attach(connection: LiveConnection): void {
    this.connection = connection;
    for (const frame of this.#early.splice(0)) this.#take(frame);
  }

  send(bytes: Uint8Array, rest?: Uint8Array): void {
    if (!this.isOpen) return;
    const copy = rest ? new Uint8Array([...bytes, ...rest]) : bytes.slice();
    this.line.network.witness.sent(this, copy);
    this.#down.carry(() => this.far?.receives(copy));
  }

  sendShared(messages: readonly Uint8Array[], own: Uint8Array | null): void {
    for (const message of messages) this.send(message);
    if (own) this.send(own);
  }

  bufferedBytes(): number {
    return this.#down.waitingBytes;
  }

  close(code: number): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.line.network.witness.closed(this, code);
    this.#down.carry(() => {
      this.line.network.links.delete(this);
      this.far?.ends(code);
    });
  }

  /** The browser's end sends. */
  sendUp(bytes: Uint8Array): void {
    const copy = bytes.slice();
    this.#up.carry(() => {
      if (!this.isOpen) return;
      if (this.connection) this.#take(copy);
      else this.#early.push(copy);
    });
  }

  closeUp(): void {
    this.#up.carry(() => this.#serverEnds());
  }

  cut(isServerGone: boolean): void {
    this.#isCut = true;
    const { random } = this.line.network;
    const isUnnoticed = !isServerGone && random.chance(0.15);
    const isLate = !isServerGone && !random.chance(0.9);
    this.#down.end(isLate ? LATE_END_MS : random.int(200), () => {
      this.line.network.links.delete(this);
      this.far?.ends(1006);
    });
    // Until then the page believes that it is there, and takes a while to come back.
    if (isLate) this.#isUnnoticedFor(LATE_END_MS + COME_BACK_MS_MAX);
    if (isServerGone) this.isOpen = false;
    else this.#serverEndsIn(isUnnoticed ? UNNOTICED_MS : random.int(100));
  }

  freeze(): void {
    this.#up.isFrozen = true;
    this.#down.isFrozen = true;
    this.#serverEndsIn(UNNOTICED_MS);
    // No browser waits for a handshake for ever.
    if (this.far?.readyState === 0) this.line.network.clock.after(UNNOTICED_MS, () => this.far?.ends(1006));
  }

  #isUnnoticedFor(ms: number): void {
    const { network } = this.line;
    network.unnoticedUntilMs = Math.max(network.unnoticedUntilMs, network.clock.nowMs() + ms);
  }

  #serverEndsIn(ms: number): void {
    this.#isUnnoticedFor(ms);
    this.#up.end(ms, () => this.#serverEnds());
  }

  #take(frame: Uint8Array): void {
    this.line.network.witness.received(this, frame);
    this.connection?.receive(frame);
  }

  #serverEnds(): void {
    this.line.network.links.delete(this);
    if (!this.isOpen) return;
    this.isOpen = false;
    this.connection?.closed();
  }
}

/** The browser's end, with as much of `WebSocket` as y-websocket uses. */
class SimWebSocket {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readyState = 0;
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
    link.far = this;
  }

  send(data: Uint8Array): void {
    if (this.readyState === 1) this.#link.sendUp(data);
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#link.closeUp();
  }

  opens(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.onopen?.();
  }

  receives(bytes: Uint8Array): void {
    if (this.readyState === 1) this.onmessage?.({ data: bytes.slice().buffer });
  }

  ends(code: number): void {
    if (this.readyState === 3) return;
    const wasOpening = this.readyState === 0;
    this.readyState = 3;
    if (wasOpening && code === 1006) this.onerror?.({});
    this.onclose?.({ code, reason: '' });
  }
}

/**
 * The one address behind which everybody sits: a relay that delays, loses and cuts, and counts who knocks. It
 * works on bytes below the WebSocket, as a hall's router does: what is lost arrives after a repetition, and
 * everything of that direction waits behind it.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { SeededRandom } from './seeded-random.ts';

export interface LineQuality {
  /** One way. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** Of the pieces on the way. */
  readonly lossRatio: number;
}

/** A lost piece is sent again after so long, a lost first packet of a connection after a second (RFC 6298). */
const REPEATED_AFTER_MS = 250;
const FIRST_REPEATED_AFTER_MS = 1_000;
const TICK_MS = 4;

interface Piece {
  readonly atMs: number;
  readonly bytes: Buffer;
}

/** One direction of one connection. */
interface Lane {
  readonly pieces: Piece[];
  readonly to: Socket;
  isEnding: boolean;
}

export class BadLine {
  /** Of every attempt, whether or not somebody answered; `Date.now()`. */
  readonly attemptsMs: number[] = [];
  readonly #random: SeededRandom;
  readonly #quality: LineQuality;
  readonly #target: number;
  readonly #server: Server;
  readonly #lanes = new Set<Lane>();
  readonly #people = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  /** While it is false nobody gets further than to the router. */
  #isOpen = true;

  private constructor(random: SeededRandom, targetPort: number, quality: LineQuality) {
    this.#random = random;
    this.#quality = quality;
    this.#target = targetPort;
    this.#server = createServer({ noDelay: true }, (person) => this.#knock(person));
    this.#timer = setInterval(() => this.#deliver(), TICK_MS);
  }

  static async to(targetPort: number, random: SeededRandom, quality: LineQuality): Promise<BadLine> {
    const line = new BadLine(random, targetPort, quality);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  open(): void {
    this.#isOpen = true;
  }

  /** Those who are connected stay. */
  shut(): void {
    this.#isOpen = false;
  }

  /** So many connections end without a word. */
  cut(count: number): void {
    for (let n = 0; n < count && this.#people.size > 0; n++) this.#random.pick([...this.#people]).destroy();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const person of this.#people) person.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #knock(person: Socket): void {
    this.attemptsMs.push(Date.now());
    person.on('error', () => undefined);
    if (!this.#isOpen) return void person.destroy();
    this.#people.add(person);
    person.on('close', () => this.#people.delete(person));
    if (this.#isLost()) setTimeout(() => this.#join(person), FIRST_REPEATED_AFTER_MS);
    else this.#join(person);
  }

  #join(person: Socket): void {
    if (person.destroyed) return;
    const server = connect({ host: '127.0.0.1', port: this.#target, noDelay: true });
    server.on('error', () => person.destroy());
    this.#lane(person, server);
    this.#lane(server, person);
  }

  #lane(from: Socket, to: Socket): void {
    const lane: Lane = { pieces: [], to, isEnding: false };
    this.#lanes.add(lane);
    from.on('data', (bytes: Buffer) => {
      const { min, max } = this.#quality.delayMs;
      const onTheWayMs = min + this.#random.next() * (max - min) + (this.#isLost() ? REPEATED_AFTER_MS : 0);
      const beforeMs = lane.pieces.at(-1)?.atMs ?? 0;
      lane.pieces.push({ atMs: Math.max(beforeMs, performance.now() + onTheWayMs), bytes });
    });
    // What was sent before the end still arrives: with it the reason of the end.
    from.on('close', () => (lane.isEnding = true));
    to.on('close', () => this.#lanes.delete(lane));
  }

  #isLost(): boolean {
    return this.#random.chance(this.#quality.lossRatio);
  }

  #deliver(): void {
    const nowMs = performance.now();
    for (const lane of this.#lanes) {
      const { pieces, to } = lane;
      const due = pieces.findIndex(({ atMs }) => atMs > nowMs);
      for (const { bytes } of pieces.splice(0, due === -1 ? pieces.length : due)) to.write(bytes);
      if (!lane.isEnding || pieces.length > 0) continue;
      this.#lanes.delete(lane);
      to.destroySoon();
    }
  }
}

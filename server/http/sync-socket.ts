import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';
import { framed, frameHead } from './websocket-frame.ts';

/** As they go to the wire: the sockets of a room are given the same messages one after the other. */
const wires = new WeakMap<readonly Uint8Array[], Buffer>();

function wireOf(messages: readonly Uint8Array[]): Buffer {
  const known = wires.get(messages);
  if (known) return known;
  const wire = framed(messages);
  wires.set(messages, wire);
  return wire;
}

/** Time for the reason of a close to arrive. */
const ANSWER_MS = 1_000;

/**
 * A WebSocket as the engine sees it. Frames that come before the engine is ready wait, within limits.
 * Frames are written below the WebSocket library, whose own sending costs two allocations and a system call
 * with two parts for each socket and message; nothing of it is compressed or split, so it holds nothing back.
 */
export class SyncSocket implements LiveSocket {
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  readonly #clock: Clock;
  #connection: LiveConnection | null = null;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #isAlive = true;
  #isHeld = false;

  /** `stream`: what carries the WebSocket. */
  constructor(ws: WebSocket, stream: Duplex, clock: Clock, onGone: () => void) {
    this.#ws = ws;
    this.#clock = clock;
    this.#stream = stream;
    ws.on('message', (data: Buffer) => this.#receive(data));
    ws.on('pong', () => (this.#isAlive = true));
    // What is wrong is said by the close that follows.
    ws.on('error', () => undefined);
    ws.on('close', () => {
      this.#connection?.closed();
      onGone();
    });
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  attach(connection: LiveConnection): void {
    this.#connection = connection;
    const early = this.#early;
    this.#early = [];
    for (const frame of early) connection.receive(frame);
  }

  /** Nothing is taken from it any more; what comes waits with its sender until it is closed. */
  hold(): void {
    this.#isHeld = true;
    this.#early = [];
    this.#ws.pause();
  }

  send(bytes: Uint8Array, rest?: Uint8Array): void {
    if (!this.isOpen) return;
    if (!rest) return void this.#stream.write(framed([bytes]));
    this.#stream.cork();
    this.#stream.write(frameHead(bytes, rest.length));
    this.#stream.write(rest);
    this.#stream.uncork();
  }

  sendShared(messages: readonly Uint8Array[], own: Uint8Array | null): void {
    if (!this.isOpen) return;
    const wire = wireOf(messages);
    if (!own) {
      this.#stream.write(wire);
      return;
    }
    this.#stream.cork();
    this.#stream.write(wire);
    this.#stream.write(framed([own]));
    this.#stream.uncork();
  }

  bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
    // What it sent too much of is not read for the sake of its answer to the close.
    if (!this.#isHeld && code !== closeCodes.overloaded) return;
    this.#ws.pause();
    this.#clock.after(ANSWER_MS, () => this.#ws.terminate());
  }

  terminate(): void {
    this.#ws.terminate();
  }

  /** A half-open connection answers no ping. */
  checkAlive(): void {
    if (!this.#isAlive) return this.#ws.terminate();
    this.#isAlive = false;
    if (this.isOpen) this.#ws.ping();
  }

  #receive(frame: Uint8Array): void {
    if (this.#isHeld) return;
    if (this.#connection) return this.#connection.receive(frame);
    this.#earlyBytes += frame.length;
    if (this.#early.length >= limits.framesBurst || this.#earlyBytes > limits.bytesBurst)
      return this.#ws.terminate();
    this.#early.push(frame);
  }
}

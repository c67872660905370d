import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { limits } from '#lib/core/limits.ts';
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

/**
 * A WebSocket as the engine sees it. Frames that come before the engine is ready wait, within limits.
 * Frames are written below the WebSocket library, whose own sending costs two allocations and a system call
 * with two parts for each socket and message; nothing of it is compressed or split, so it holds nothing back.
 */
export class SyncSocket implements LiveSocket {
  readonly #ws: WebSocket;
  readonly #stream: Duplex;
  #connection: LiveConnection | null = null;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #isAlive = true;

  /** `stream`: what carries the WebSocket. */
  constructor(ws: WebSocket, stream: Duplex, onGone: () => void) {
    this.#ws = ws;
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
    if (this.#connection) return this.#connection.receive(frame);
    this.#earlyBytes += frame.length;
    if (this.#early.length >= limits.framesBurst || this.#earlyBytes > limits.bytesBurst)
      return this.#ws.terminate();
    this.#early.push(frame);
  }
}

import type { WebSocket } from 'ws';
import { limits } from '#lib/core/limits.ts';
import type { LiveConnection, LiveSocket } from '#server/ports/live.ts';

/** A WebSocket as the engine sees it. Frames that come before the engine is ready wait, within limits. */
export class SyncSocket implements LiveSocket {
  readonly #ws: WebSocket;
  #connection: LiveConnection | null = null;
  #early: Uint8Array[] = [];
  #earlyBytes = 0;
  #isAlive = true;

  constructor(ws: WebSocket, onGone: () => void) {
    this.#ws = ws;
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

  send(bytes: Uint8Array): void {
    if (this.isOpen) this.#ws.send(bytes);
  }

  bufferedBytes(): number {
    return this.#ws.bufferedAmount;
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

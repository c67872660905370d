/**
 * What a server process holds, asked through Node's inspector (Chrome DevTools Protocol), which needs nothing in
 * the program itself: garbage is collected first, so that what is left is what somebody keeps.
 */
import { readdirSync } from 'node:fs';
import { WebSocket } from 'ws';
import type { RunningServer } from './server.ts';

/** For `ServerOptions.env`. */
export const INSPECTED = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

export interface Held {
  /** Objects on the main thread's heap. */
  readonly heapBytes: number;
  /** Bytes outside of it that its objects own: texts are mostly these. */
  readonly bufferBytes: number;
  /** Of the whole process, its threads included. */
  readonly residentBytes: number;
  readonly descriptors: number;
}

export class InspectedHeap {
  readonly #ws: WebSocket;
  readonly #pid: number;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #asked = 0;

  private constructor(ws: WebSocket, pid: number) {
    this.#ws = ws;
    this.#pid = pid;
    ws.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: unknown };
      if (id === undefined) return;
      this.#waiting.get(id)?.(result);
      this.#waiting.delete(id);
    });
  }

  static async of({ log, pid }: RunningServer): Promise<InspectedHeap> {
    const url = /Debugger listening on (ws:\/\/\S+)/.exec(log())?.[1];
    if (url === undefined) throw new Error('the server was not started to be inspected');
    const ws = new WebSocket(url);
    await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
    return new InspectedHeap(ws, pid);
  }

  /** After a collection; twice, for what the first one's finalizers let go. */
  async held(): Promise<Held> {
    await this.#ask('HeapProfiler.collectGarbage');
    await this.#ask('HeapProfiler.collectGarbage');
    const { result } = (await this.#ask('Runtime.evaluate', {
      expression: 'process.memoryUsage()',
      returnByValue: true,
    })) as { result: { value: { heapUsed: number; arrayBuffers: number; rss: number } } };
    return {
      heapBytes: result.value.heapUsed,
      bufferBytes: result.value.arrayBuffers,
      residentBytes: result.value.rss,
      descriptors: readdirSync(`/proc/${this.#pid}/fd`).length,
    };
  }

  close(): void {
    this.#ws.close();
  }

  #ask(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#ws.send(JSON.stringify({ id, method, params }));
    });
  }
}

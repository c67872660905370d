import type { IncomingMessage } from 'node:http';
import type { Clock } from '#lib/core/clock.ts';

/**
 * A body as it arrives, for as long as it keeps arriving. One that stalls, or takes longer than anybody
 * waits, ends in an error; the connection itself stays, so that it can be answered.
 */
export function steadyPieces(
  request: IncomingMessage,
  clock: Clock,
  { stallMs, wholeMs }: { readonly stallMs: number; readonly wholeMs: number },
) {
  let slow = false;
  async function* read(): AsyncGenerator<Uint8Array> {
    const beganAtMs = clock.nowMs();
    const pieces = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Uint8Array>;
    try {
      for (;;) {
        const leftMs = beganAtMs + wholeMs - clock.nowMs();
        const next = await within(pieces.next(), Math.min(stallMs, leftMs), clock);
        if (next === null) {
          slow = true;
          throw new Error('the body arrives too slowly');
        }
        if (next.done) return;
        yield next.value;
      }
    } finally {
      // Not awaited: a pending read ends only with the next piece.
      if (!slow) void pieces.return?.();
    }
  }
  return { read, tooSlow: () => slow };
}

function within<T>(wanted: Promise<T>, delayMs: number, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(Math.max(0, delayMs), () => resolve(null));
    wanted.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

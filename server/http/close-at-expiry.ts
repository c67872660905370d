import type { WebSocket } from 'ws';
import type { Clock } from '#lib/core/clock.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import type { SyncSocket } from './sync-socket.ts';

/** Asked anew: why it ends, or until when it goes on; `null`: open end. */
export type AskAgain = () => Promise<{ readonly code: CloseCode } | { readonly expiresAtMs: number | null }>;

/** The longest wait that a timer can be set to. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** A session that ends takes its sockets with it; one that was prolonged meanwhile goes on. */
export function closeAtExpiry(
  clock: Clock,
  { socket, ws }: { readonly socket: SyncSocket; readonly ws: WebSocket },
  expiresAtMs: number | null,
  ask: AskAgain,
): void {
  let cancel: () => void = () => undefined;
  const askAgain = async () => {
    const again = await ask();
    if ('code' in again) return socket.close(again.code, 'session ended');
    if (again.expiresAtMs !== null && socket.isOpen) waitUntil(again.expiresAtMs);
  };
  const waitUntil = (atMs: number) => {
    const leftMs = atMs - clock.nowMs();
    if (leftMs > 0) cancel = clock.after(Math.min(leftMs, TIMER_MS_MAX), () => waitUntil(atMs));
    else void askAgain().catch(() => socket.close(closeCodes.overloaded, 'try again'));
  };
  if (expiresAtMs === null) return;
  waitUntil(expiresAtMs);
  ws.once('close', () => cancel());
}

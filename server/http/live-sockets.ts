import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { Log } from '#server/ports/log.ts';
import { SyncSocket } from './sync-socket.ts';

/** From an HTTP upgrade to a socket: what every kind of live connection has in common. */
export interface LiveSockets {
  /** `begin` is called with the open socket; when it fails, the socket is closed and may come back. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer, begin: BeginLive): void;
  /** Ends what nobody has ended. */
  close(): Promise<void>;
}

export type BeginLive = (socket: SyncSocket, ws: WebSocket) => Promise<void>;

const PING_EVERY_MS = 30_000;
const CLOSE_WITHIN_MS = 1_000;
/** So many handshakes at a stretch, half a millisecond each: between them goes on what others write. */
const HANDSHAKES_AT_ONCE = 2;

export function createLiveSockets({ clock, log }: { readonly clock: Clock; readonly log: Log }): LiveSockets {
  const server = new WebSocketServer({
    noServer: true,
    // Compression would cost memory per socket and forbid one buffer for all.
    perMessageDeflate: false,
    maxPayload: limits.frameSizeBytesMax,
    clientTracking: false,
  });
  const sockets = new Set<SyncSocket>();
  let stopPinging: (() => void) | null = null;

  const pingLater = () => {
    stopPinging ??= clock.after(PING_EVERY_MS, () => {
      stopPinging = null;
      for (const socket of sockets) socket.checkAlive();
      if (sockets.size > 0) pingLater();
    });
  };

  const welcome = async (ws: WebSocket, stream: Duplex, begin: BeginLive) => {
    const socket = new SyncSocket(ws, stream, clock, () => sockets.delete(socket));
    sockets.add(socket);
    pingLater();
    try {
      await begin(socket, ws);
    } catch (error) {
      log.error({ error: String(error) }, 'live connection could not be opened');
      socket.close(closeCodes.overloaded, 'try again');
    }
  };

  /** A thousand may come in the same moment. */
  const coming: (() => void)[] = [];
  const shakeHands = () => {
    for (const next of coming.splice(0, HANDSHAKES_AT_ONCE)) next();
    if (coming.length > 0) setImmediate(shakeHands);
  };

  return {
    accept(request, stream, head, begin) {
      stream.on('error', () => undefined);
      coming.push(() => server.handleUpgrade(request, stream, head, (ws) => void welcome(ws, stream, begin)));
      if (coming.length === 1) setImmediate(shakeHands);
    },
    async close() {
      stopPinging?.();
      for (const socket of sockets) socket.close(closeCodes.restarting, 'restarting');
      const endsAtMs = clock.nowMs() + CLOSE_WITHIN_MS;
      while (sockets.size > 0 && clock.nowMs() < endsAtMs) {
        await new Promise<void>((resolve) => clock.after(20, resolve));
      }
      for (const socket of sockets) socket.terminate();
    },
  };
}

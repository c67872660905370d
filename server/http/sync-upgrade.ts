import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { limits } from '#lib/core/limits.ts';
import { closeCodes } from '#lib/protocol/close-codes.ts';
import type { Identity } from '#server/ports/identity.ts';
import type { LivePort, VisitorIdentity } from '#server/ports/live.ts';
import type { Log } from '#server/ports/log.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import { admit, type Admission, type AdmissionDeps } from './sync-admission.ts';
import {
  createSocketAllowance,
  type SocketAllowance,
  type SocketPlace,
  type SocketRefusal,
} from './socket-allowance.ts';
import { isSyncPath, readSyncRequest, type SyncRequest } from './sync-request.ts';
import { SyncSocket } from './sync-socket.ts';

export type { SyncVerdict } from './sync-admission.ts';

/**
 * `WS /sync/{documentId}`: from an HTTP upgrade to a connection of the engine.
 *
 * Invariant: the handshake is always completed, since browsers hide why an upgrade was refused; who
 * is refused is told by a close code before anything is loaded (E1).
 */
export interface SyncUpgradeDeps extends AdmissionDeps {
  readonly engine: LivePort;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How a person is shown beside their cursor. */
  readonly colourOf: (identity: Identity, documentId: string) => Visitor | Promise<Visitor>;
}

type Visitor = Omit<VisitorIdentity, 'personId'>;

export interface SyncUpgrade {
  handles(url: string): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends what the engine has not ended. */
  close(): Promise<void>;
}

const PING_EVERY_MS = 30_000;
const CLOSE_WITHIN_MS = 1_000;
/** So many handshakes at a stretch, half a millisecond each: between them goes on what others write. */
const HANDSHAKES_AT_ONCE = 2;
/** The longest wait that a timer can be set to. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export function createSyncUpgrade(deps: SyncUpgradeDeps): SyncUpgrade {
  const server = new WebSocketServer({
    noServer: true,
    // Compression would cost memory per socket and forbid one buffer for all.
    perMessageDeflate: false,
    maxPayload: limits.frameSizeBytesMax,
    clientTracking: false,
  });
  const sockets = new Set<SyncSocket>();
  const door: Door = { ...deps, allowance: createSocketAllowance(deps.clock), held: new Set() };
  let stopPinging: (() => void) | null = null;

  const pingLater = () => {
    stopPinging ??= deps.clock.after(PING_EVERY_MS, () => {
      stopPinging = null;
      for (const socket of sockets) socket.checkAlive();
      if (sockets.size > 0) pingLater();
    });
  };

  const welcome = async (ws: WebSocket, stream: Duplex, request: SyncRequest) => {
    const socket = new SyncSocket(ws, stream, deps.clock, () => {
      sockets.delete(socket);
      door.held.delete(socket);
    });
    sockets.add(socket);
    pingLater();
    try {
      await begin(door, socket, ws, request);
    } catch (error) {
      deps.log.error({ error: String(error) }, 'live connection could not be opened');
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
    handles: isSyncPath,
    upgrade(request, socket, head) {
      socket.on('error', () => undefined);
      coming.push(() =>
        server.handleUpgrade(
          request,
          socket,
          head,
          (ws) => void welcome(ws, socket, readSyncRequest(request)),
        ),
      );
      if (coming.length === 1) setImmediate(shakeHands);
    },
    async close() {
      stopPinging?.();
      for (const socket of sockets) socket.close(closeCodes.restarting, 'restarting');
      const endsAtMs = deps.clock.nowMs() + CLOSE_WITHIN_MS;
      while (sockets.size > 0 && deps.clock.nowMs() < endsAtMs) {
        await new Promise<void>((resolve) => deps.clock.after(20, resolve));
      }
      for (const socket of sockets) socket.terminate();
    },
  };
}

interface Door extends SyncUpgradeDeps {
  readonly allowance: SocketAllowance;
  /** Those who are told later that they were refused. */
  readonly held: Set<SyncSocket>;
}

async function begin(deps: Door, socket: SyncSocket, ws: WebSocket, request: SyncRequest): Promise<void> {
  const changes = deps.engine.rightsChanges();
  let place: SocketPlace | SocketRefusal | null = null;
  const mayOpen = (who: Identity): boolean => 'gone' in (place = deps.allowance(who));
  const admission = await admit({ ...deps, mayOpen }, request);
  if (admission.kind === 'refused') return turnAway(deps, socket, admission, place);
  const own = place as SocketPlace | null;
  if (!socket.isOpen) return own?.gone();
  ws.once('close', () => own?.gone());
  const { identity, documentId, right, policyEpoch } = admission;
  const visitor = await deps.colourOf(identity, documentId);
  if (!socket.isOpen) return;
  const connection = deps.engine.connect({
    documentId,
    socket,
    identity: { personId: identity.principal.personId, ...visitor },
    right,
    policyEpoch,
    isStale: () => deps.engine.rightsChanges() !== changes,
    schema: request.schema,
    ack: request.ack,
    onFlood: () => own?.overdone(),
    recheck: async () => {
      const again = await admit(deps, request);
      return again.kind === 'admitted' ? { right: again.right } : { closeCode: again.code };
    },
  });
  socket.attach(connection);
  if (identity.expiresAtMs !== null) closeAtExpiry(deps, socket, ws, request, identity.expiresAtMs);
}

function refuse(
  deps: SyncUpgradeDeps,
  socket: SyncSocket,
  { code, reason }: Extract<Admission, { kind: 'refused' }>,
): void {
  deps.metrics.count('tandem_connections_refused_total');
  socket.close(code, reason);
}

/** Too many, or too fast (E2): told later, for the next attempt comes only after this one was answered. */
function turnAway(
  deps: Door,
  socket: SyncSocket,
  refusal: Extract<Admission, { kind: 'refused' }>,
  place: SocketPlace | SocketRefusal | null,
): void {
  const tell = (): void => refuse(deps, socket, refusal);
  if (place && 'gone' in place) place.gone();
  if (!place || 'gone' in place || deps.held.size >= limits.socketsRefusedWaitingMax) return tell();
  socket.hold();
  deps.held.add(socket);
  deps.clock.after(place.tellAfterMs, tell);
}

/** A session that ends takes its sockets with it; one that was prolonged meanwhile goes on. */
function closeAtExpiry(
  deps: SyncUpgradeDeps,
  socket: SyncSocket,
  ws: WebSocket,
  request: SyncRequest,
  expiresAtMs: number,
): void {
  let cancel: () => void = () => undefined;
  const askAgain = async () => {
    const again = await admit(deps, request);
    if (again.kind === 'refused') return socket.close(again.code, 'session ended');
    const { expiresAtMs: nextMs } = again.identity;
    if (nextMs !== null && socket.isOpen) waitUntil(nextMs);
  };
  const waitUntil = (atMs: number) => {
    const leftMs = atMs - deps.clock.nowMs();
    if (leftMs > 0) cancel = deps.clock.after(Math.min(leftMs, TIMER_MS_MAX), () => waitUntil(atMs));
    else void askAgain().catch(() => socket.close(closeCodes.overloaded, 'try again'));
  };
  waitUntil(expiresAtMs);
  ws.once('close', () => cancel());
}

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { limits } from '#lib/core/limits.ts';
import type { Identity } from '#server/ports/identity.ts';
import type { LivePort, VisitorIdentity } from '#server/ports/live.ts';
import type { Metrics } from '#server/ports/metrics.ts';
import { closeAtExpiry } from './close-at-expiry.ts';
import { admit, type Admission, type AdmissionDeps } from './sync-admission.ts';
import {
  createSocketAllowance,
  type SocketAllowance,
  type SocketPlace,
  type SocketRefusal,
} from './socket-allowance.ts';
import { isSyncPath, readSyncRequest, type SyncRequest } from './sync-request.ts';
import type { LiveSockets } from './live-sockets.ts';
import type { SyncSocket } from './sync-socket.ts';

export type { SyncVerdict } from './sync-admission.ts';

/**
 * `WS /sync/{documentId}`: from an HTTP upgrade to a connection of the engine.
 *
 * Invariant: the handshake is always completed, since browsers hide why an upgrade was refused; who
 * is refused is told by a close code before anything is loaded (E1).
 */
export interface SyncUpgradeDeps extends AdmissionDeps {
  readonly engine: LivePort;
  readonly sockets: LiveSockets;
  readonly metrics: Metrics;
  /** Of somebody's cursor. */
  readonly colourOf: (country: string | null) => VisitorIdentity['colour'];
}

export interface SyncUpgrade {
  handles(url: string): boolean;
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

export function createSyncUpgrade(deps: SyncUpgradeDeps): SyncUpgrade {
  const door: Door = { ...deps, allowance: createSocketAllowance(deps.clock), held: new Set() };
  return {
    handles: isSyncPath,
    upgrade: (request, stream, head) =>
      deps.sockets.accept(request, stream, head, (socket, ws) =>
        begin(door, socket, ws, readSyncRequest(request)),
      ),
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
  const admission = await admit({ ...deps, mayOpen }, request).catch((error: unknown) => {
    if (place && 'gone' in place) place.gone();
    throw error;
  });
  if (admission.kind === 'refused') return turnAway(deps, { socket, ws }, admission, place);
  const own = place as SocketPlace | null;
  if (!socket.isOpen) return own?.gone();
  ws.once('close', () => own?.gone());
  const { identity, documentId, right, country, policyEpoch } = admission;
  const { person, principal } = identity;
  const connection = deps.engine.connect({
    documentId,
    socket,
    identity: { personId: principal.personId, name: person.name, colour: deps.colourOf(country), country },
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
  closeAtExpiry(deps.clock, { socket, ws }, identity.expiresAtMs, async () => {
    const again = await admit(deps, request);
    return again.kind === 'refused' ? again : again.identity;
  });
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
  { socket, ws }: { readonly socket: SyncSocket; readonly ws: WebSocket },
  refusal: Extract<Admission, { kind: 'refused' }>,
  place: SocketPlace | SocketRefusal | null,
): void {
  const tell = (): void => refuse(deps, socket, refusal);
  if (place && 'gone' in place) place.gone();
  if (!place || 'gone' in place || deps.held.size >= limits.socketsRefusedWaitingMax) return tell();
  socket.hold();
  deps.held.add(socket);
  ws.once('close', () => deps.held.delete(socket));
  deps.clock.after(place.tellAfterMs, tell);
}

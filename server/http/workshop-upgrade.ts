import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isId } from '#lib/core/ids.ts';
import type { Result } from '#lib/core/result.ts';
import { closeCodes, type CloseCode } from '#lib/protocol/close-codes.ts';
import { WORKSHOP_PROTOCOL_VERSION } from '#lib/protocol/workshop-wire.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { Viewer } from '#lib/domain/workshop/running/views.ts';
import { seatSecretIn } from '#server/auth/seat-cookie.ts';
import type { Identify, Identity } from '#server/ports/identity.ts';
import type { LiveWorkshops } from '#server/ports/live-workshops.ts';
import type { Clock } from '#lib/core/clock.ts';
import { closeAtExpiry } from './close-at-expiry.ts';
import type { LiveSockets } from './live-sockets.ts';

/**
 * `WS /workshop/{id}?as=seat|steer|screen&proto=1`: a screen of a running workshop.
 * Invariant: as for documents, the handshake is always completed, and who is refused is told by a close code
 * before anything is loaded (E1).
 */
export interface WorkshopUpgradeDeps {
  readonly sockets: LiveSockets;
  readonly halls: LiveWorkshops;
  readonly clock: Clock;
  readonly identify: Identify;
  readonly originAllowed: (origin: string) => boolean;
  readonly viewers: (
    asker: { readonly principal: Principal | null; readonly deviceSecret: string | null },
    id: string,
    kind: 'seat' | 'steer' | 'screen',
  ) => Promise<Result<{ readonly workshopId: string; readonly viewers: readonly Viewer[] }>>;
}

const PATH = '/workshop/';
export const isWorkshopPath = (url: string): boolean => url.startsWith(PATH);

export function workshopUpgrade(deps: WorkshopUpgradeDeps) {
  return (request: IncomingMessage, stream: Duplex, head: Buffer): void =>
    deps.sockets.accept(request, stream, head, async (socket, ws) => {
      const admitted = await admit(deps, request);
      if ('code' in admitted) return socket.close(admitted.code, admitted.reason);
      const { workshopId, viewers, identity } = admitted;
      const ask = async () => {
        const again = await admit(deps, request);
        return 'code' in again ? again.code : null;
      };
      const recheck = identity ? { personId: identity.principal.personId, ask } : undefined;
      const connection = await deps.halls.connect(workshopId, socket, viewers, recheck);
      if (!connection) return;
      // It may be gone already: nobody would tell the workshop.
      if (!socket.isOpen) return connection.closed();
      socket.attach(connection);
      closeAtExpiry(deps.clock, { socket, ws }, identity?.expiresAtMs ?? null, async () => {
        const again = await admit(deps, request);
        return 'code' in again ? again : { expiresAtMs: again.identity?.expiresAtMs ?? null };
      });
    });
}

type Admitted =
  | { readonly workshopId: string; readonly viewers: readonly Viewer[]; readonly identity: Identity | null }
  | { readonly code: CloseCode; readonly reason: string };

async function admit(deps: WorkshopUpgradeDeps, request: IncomingMessage): Promise<Admitted> {
  const url = new URL(request.url ?? '/', 'http://server.invalid');
  const { origin, cookie, authorization } = request.headers;
  if (origin !== undefined && !deps.originAllowed(origin))
    return { code: closeCodes.notAllowed, reason: 'origin' };
  const id = url.pathname.slice(PATH.length);
  const kind = url.searchParams.get('as') ?? 'seat';
  if (!isId(id) || !isKind(kind)) return { code: closeCodes.noSuchDocument, reason: 'no such workshop' };
  if (Number(url.searchParams.get('proto') ?? 1) !== WORKSHOP_PROTOCOL_VERSION)
    return { code: closeCodes.reload, reason: 'another protocol version' };
  // Without an origin it is no browser: an account's cookie proves nothing then, a token does. A seat's secret is one.
  const identity = await deps.identify({
    cookie: origin === undefined ? null : (cookie ?? null),
    authorization: authorization ?? null,
  });
  const asker = { principal: identity?.principal ?? null, deviceSecret: seatSecretIn(cookie ?? null) };
  const found = await deps.viewers(asker, id, kind);
  if (found.ok) return { ...found.value, identity };
  const code = refusedBy[found.problem.code] ?? closeCodes.notAllowed;
  return { code, reason: found.problem.code };
}

const isKind = (kind: string): kind is 'seat' | 'steer' | 'screen' =>
  ['seat', 'steer', 'screen'].includes(kind);

const refusedBy: Readonly<Record<string, CloseCode>> = {
  'workshop-unknown': closeCodes.noSuchDocument,
  'not-signed-in': closeCodes.notSignedIn,
};

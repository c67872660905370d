import { Lucia, TimeSpan } from 'lucia';
import type { PersonId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { SessionCookie } from '#server/ports/identity.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import { deviceOf } from './device.ts';
import { luciaAdapter } from './lucia-adapter.ts';
import { hashSecret } from './secrets.ts';
import { SESSION_COOKIE, sessionIdIn } from './session-cookie.ts';

/**
 * auth/ says who is asking, never what they may do (that is the policy's). Its invariant: nothing
 * that opens a session, a link or the API is stored, logged or returned twice; only hashes rest.
 * Lucia is seen in this file and its adapter alone: replacing it touches nothing else.
 */
export interface Sessions {
  /** Signs a person in: what to set as their cookie. `device`: what their browser says of itself. */
  start(personId: PersonId, device: string | null): Promise<SessionCookie>;
  /** Who the cookie belongs to; `renewed` when its life was just prolonged and it must be sent again. */
  find(cookieHeader: string | null): Promise<FoundSession | null>;
  /** Ends the cookie's session everywhere; what to set instead. */
  end(cookieHeader: string | null): Promise<SessionCookie>;
  /** Signs a person out of every browser, or of every other than the one that asks. */
  endAll(personId: PersonId, exceptCookie?: string | null): Promise<void>;
  /** The hash under which the cookie's session is stored; `null`: the cookie is none of ours. */
  idHashOf(cookieHeader: string | null): string | null;
}

export interface FoundSession {
  readonly person: Person;
  readonly expiresAtMs: number;
  readonly renewed: SessionCookie | null;
}

export function createSessions(accounts: AccountStore): Sessions {
  const lucia = new Lucia(luciaAdapter(accounts), {
    sessionExpiresIn: new TimeSpan(limits.webSessionMs, 'ms'),
    sessionCookie: { name: SESSION_COOKIE },
    getUserAttributes: ({ person }) => ({ person }),
    getSessionAttributes: ({ device, seenAtMs }) => ({ device, seenAtMs }),
  });
  const idHashOf = (cookieHeader: string | null) => {
    const id = sessionIdIn(cookieHeader);
    return id && hashSecret(id);
  };
  /** Reading goes on when the disk is full: then this visit is not noted. */
  const seen = async (id: string, seenAtMs: number) => {
    try {
      await accounts.setSessionSeen(hashSecret(id), seenAtMs);
    } catch (error) {
      if (!isStorageTrouble(error)) throw error;
    }
  };
  return {
    idHashOf,
    async start(personId, device) {
      const attributes = { device: deviceOf(device), seenAtMs: Date.now() };
      const session = await lucia.createSession(personId, attributes);
      return cookie(session.id, limits.webSessionMs);
    },
    async find(cookieHeader) {
      const id = sessionIdIn(cookieHeader);
      if (!id) return null;
      const { session, user } = await lucia.validateSession(id);
      if (!session) return null;
      if (Date.now() - session.seenAtMs >= limits.sessionSeenEveryMs) await seen(id, Date.now());
      return {
        person: user.person,
        expiresAtMs: session.expiresAt.getTime(),
        renewed: session.fresh ? cookie(id, limits.webSessionMs) : null,
      };
    },
    async end(cookieHeader) {
      const id = sessionIdIn(cookieHeader);
      if (id) await lucia.invalidateSession(id);
      return cookie('', 0);
    },
    endAll: (personId, exceptCookie = null) =>
      accounts.deleteSessionsOf(personId, idHashOf(exceptCookie) ?? undefined),
  };
}

const cookie = (value: string, maxAgeMs: number): SessionCookie => ({
  name: SESSION_COOKIE,
  value,
  options: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: Math.round(maxAgeMs / 1000) },
});

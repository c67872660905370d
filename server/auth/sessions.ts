import { Lucia, TimeSpan } from 'lucia';
import type { PersonId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { AccountStore, Person } from '#server/ports/account-store.ts';
import type { SessionCookie } from '#server/ports/identity.ts';
import { luciaAdapter } from './lucia-adapter.ts';
import { SESSION_COOKIE, sessionIdIn } from './session-cookie.ts';

/**
 * auth/ says who is asking, never what they may do (that is the policy's). Its invariant: nothing
 * that opens a session, a link or the API is stored, logged or returned twice; only hashes rest.
 * Lucia is seen in this file and its adapter alone: replacing it touches nothing else.
 */
export interface Sessions {
  /** Signs a person in: what to set as their cookie. */
  start(personId: PersonId): Promise<SessionCookie>;
  /** Who the cookie belongs to; `renewed` when its life was just prolonged and it must be sent again. */
  find(cookieHeader: string | null): Promise<FoundSession | null>;
  /** Ends the cookie's session everywhere; what to set instead. */
  end(cookieHeader: string | null): Promise<SessionCookie>;
  /** Signs a person out of every browser. */
  endAll(personId: PersonId): Promise<void>;
  deleteExpired(): Promise<void>;
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
  });
  return {
    async start(personId) {
      const session = await lucia.createSession(personId, {});
      return cookie(session.id, limits.webSessionMs);
    },
    async find(cookieHeader) {
      const id = sessionIdIn(cookieHeader);
      if (!id) return null;
      const { session, user } = await lucia.validateSession(id);
      if (!session) return null;
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
    endAll: (personId) => lucia.invalidateUserSessions(personId),
    deleteExpired: () => lucia.deleteExpiredSessions(),
  };
}

const cookie = (value: string, maxAgeMs: number): SessionCookie => ({
  name: SESSION_COOKIE,
  value,
  options: { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: Math.round(maxAgeMs / 1000) },
});

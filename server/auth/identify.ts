import type { Clock } from '#lib/core/clock.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Identify } from '#server/ports/identity.ts';
import { bearerTokenIn, hashSecret } from './secrets.ts';
import type { Sessions } from './sessions.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly clock: Clock;
}

/**
 * Who is behind a request. A request that brings an `Authorization` header is judged by it alone: a
 * wrong token never falls back to the cookie beside it.
 */
export const createIdentify = (deps: Deps): Identify => {
  return async ({ cookie, authorization }) => {
    if (authorization !== null) return byToken(deps, authorization);
    return bySession(deps, cookie);
  };
};

async function byToken({ accounts, clock }: Deps, authorization: string): ReturnType<Identify> {
  const secret = bearerTokenIn(authorization);
  const token = secret && (await accounts.apiToken(hashSecret(secret)));
  if (!token) return null;
  if (token.expiresAtMs !== null && token.expiresAtMs <= clock.nowMs()) return null;
  const [person, principal] = await Promise.all([
    accounts.person(token.personId),
    accounts.principal(token.personId),
  ]);
  return person && principal && { person, principal, via: 'token', expiresAtMs: token.expiresAtMs };
}

async function bySession({ accounts, sessions }: Deps, cookie: string | null): ReturnType<Identify> {
  const session = await sessions.find(cookie);
  if (!session) return null;
  const { person, expiresAtMs, renewed } = session;
  const principal = await accounts.principal(person.id);
  return principal && { person, principal, via: 'session', expiresAtMs, renewedCookie: renewed };
}

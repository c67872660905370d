import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Identity, SessionCookie } from '#server/ports/identity.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Clock } from '#lib/core/clock.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { inBrowser } from './in-browser.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly rights: RightsWatch;
  readonly clock: Clock;
}

export interface Device {
  /** Good for ending it; opens nothing. */
  readonly id: string;
  /** Browser and system; `''`: unknown. */
  readonly device: string;
  readonly createdAtMs: number;
  readonly seenAtMs: number;
  /** The one that asks. */
  readonly current: boolean;
}

/** Where a person is signed in, the one that asks first, then the last seen. */
export const devices =
  ({ accounts, sessions, clock }: Deps) =>
  async (identity: Identity | null, cookieHeader: string | null): Promise<Result<readonly Device[]>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    const own = sessions.idHashOf(cookieHeader);
    const open = (await accounts.sessionsOf(person.value.id)).filter(
      ({ expiresAtMs }) => expiresAtMs > clock.nowMs(),
    );
    return ok(
      open
        .map(({ idHash, device, createdAtMs, seenAtMs }) => ({
          id: idHash,
          device,
          createdAtMs,
          seenAtMs,
          current: idHash === own,
        }))
        .sort((a, b) => Number(b.current) - Number(a.current) || b.seenAtMs - a.seenAtMs),
    );
  };

/** Signs one device out, at once. Errors: `device-unknown` and those of `inBrowser`. */
export const endDevice =
  ({ accounts, rights }: Deps) =>
  async (identity: Identity | null, id: unknown): Promise<Result<void>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    if (typeof id !== 'string' || !(await accounts.deleteSessionOf(person.value.id, id)))
      return problem('device-unknown');
    await rights.personRightsChanged(person.value.id);
    return ok(undefined);
  };

/** Ends the cookie's session, and what it has open; what to set as the cookie instead. */
export const signOut =
  ({ accounts, sessions, rights }: Deps) =>
  async (cookieHeader: string | null): Promise<SessionCookie> => {
    const idHash = sessions.idHashOf(cookieHeader);
    const session = idHash === null ? null : await accounts.session(idHash);
    const cookie = await sessions.end(cookieHeader);
    if (session) await rights.personRightsChanged(session.personId);
    return cookie;
  };

export type SignOut = ReturnType<typeof signOut>;

/** What to set as the cookie instead. */
export const signOutEverywhere =
  ({ sessions, rights }: Deps) =>
  async (identity: Identity | null): Promise<Result<SessionCookie>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    await sessions.endAll(person.value.id);
    await rights.personRightsChanged(person.value.id);
    return ok(await sessions.end(null));
  };

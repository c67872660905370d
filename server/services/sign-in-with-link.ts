import type { Attempts } from '#server/auth/attempts.ts';
import { hashSecret, SECRET_LENGTH_MAX } from '#server/auth/secrets.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { SessionCookie } from '#server/ports/identity.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { PersonId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly clock: Clock;
}

export interface SignInInput {
  readonly secret: unknown;
  /** Of the network connection; counts attempts. */
  readonly address: string;
  /** Who the browser was signed in as until now: that session ends. */
  readonly cookieHeader?: string | null;
}

/**
 * Exchanges a link's secret for a session, once.
 * Errors: `link-unknown`, `link-used`, `link-expired`, `too-many-attempts`.
 */
export const signInWithLink =
  ({ accounts, sessions, attempts, clock }: Deps) =>
  async (
    input: SignInInput,
  ): Promise<Result<{ readonly cookie: SessionCookie; readonly personId: PersonId }>> => {
    if (!attempts(input.address)) return problem('too-many-attempts');
    const { secret } = input;
    if (typeof secret !== 'string' || !secret || secret.length > SECRET_LENGTH_MAX)
      return problem('link-unknown');
    const link = await accounts.consumeSignInLink(hashSecret(secret), clock.nowMs());
    if (typeof link === 'string') return problem(`link-${link}`);
    await sessions.end(input.cookieHeader ?? null);
    await sessions.deleteExpired();
    return ok({ cookie: await sessions.start(link.personId), personId: link.personId });
  };

import type { SignInAttempts } from '#server/auth/attempts.ts';
import { hashSecret, SECRET_LENGTH_MAX } from '#server/auth/secrets.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { SignOut } from './devices.ts';
import type { SignedIn } from './sign-in-with-password.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly signOut: SignOut;
  readonly attempts: SignInAttempts;
  readonly clock: Clock;
}

export interface SignInInput {
  readonly secret: unknown;
  /** Of the network connection; counts attempts. */
  readonly address: string;
  /** Who the browser was signed in as until now: that session ends. */
  readonly cookieHeader?: string | null;
  /** What the browser says of itself (`User-Agent`). */
  readonly device?: string | null;
}

/**
 * Exchanges a link's secret for a session, once.
 * Errors: `link-unknown`, `link-used`, `link-expired`, `too-many-attempts`.
 */
export const signInWithLink =
  ({ accounts, sessions, signOut, attempts, clock }: Deps) =>
  async (input: SignInInput): Promise<Result<SignedIn>> => {
    if (!attempts.byAddress(input.address)) return problem('too-many-attempts');
    const { secret } = input;
    if (typeof secret !== 'string' || !secret || secret.length > SECRET_LENGTH_MAX)
      return problem('link-unknown');
    const link = await accounts.consumeSignInLink(hashSecret(secret), clock.nowMs(), 'sign-in');
    if (typeof link === 'string') return problem(`link-${link}`);
    await signOut(input.cookieHeader ?? null);
    return ok({ cookie: await sessions.start(link.personId, input.device ?? null), personId: link.personId });
  };

import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';

/**
 * How often somebody may try: a bucket per key that refills, kept in memory only. `true`: go on.
 * A key is an address, an account, a person: whatever the limit is for.
 */
export type Attempts = (key: string) => boolean;

export interface AttemptLimits {
  /** At once. */
  readonly burst: number;
  readonly perMinute: number;
  /** Keys remembered; the one unheard of for longest is forgotten first. */
  readonly keysMax: number;
}

export function createAttempts(clock: Clock, { burst, perMinute, keysMax }: AttemptLimits): Attempts {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return (key) => {
    const nowMs = clock.nowMs();
    const known = buckets.get(key);
    const refilled = known ? known.left + ((nowMs - known.atMs) / 60_000) * perMinute : burst;
    const left = Math.min(burst, refilled);
    // Set anew, so that the map's order is the order of last use and the oldest is forgotten first.
    buckets.delete(key);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, atMs: nowMs });
    if (buckets.size > keysMax) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return left >= 1;
  };
}

/** The limits of signing in and of what comes before it, each with its reason in core/limits.ts. */
export interface SignInAttempts {
  /** Secrets of links and passwords, from one network address. */
  readonly byAddress: Attempts;
  /** The password of one account (its e-mail address, known or not), from one network address. */
  readonly byAccountAndAddress: Attempts;
  /** The same from everywhere. */
  readonly byAccount: Attempts;
  /** Reset mails to one e-mail address. */
  readonly resetMails: Attempts;
  /** Invitations that one person sends. */
  readonly invitations: Attempts;
}

export const createSignInAttempts = (clock: Clock): SignInAttempts => ({
  byAddress: createAttempts(clock, {
    burst: limits.signInAttemptsBurst,
    perMinute: limits.signInAttemptsPerMinute,
    keysMax: limits.signInAddressesMax,
  }),
  byAccountAndAddress: createAttempts(clock, {
    burst: limits.passwordAttemptsBurst,
    perMinute: limits.passwordAttemptsPerMinute,
    keysMax: limits.accountsRememberedMax,
  }),
  byAccount: createAttempts(clock, {
    burst: limits.accountAttemptsBurst,
    perMinute: limits.accountAttemptsPerMinute,
    keysMax: limits.accountsRememberedMax,
  }),
  resetMails: createAttempts(clock, {
    burst: limits.resetMailsBurst,
    perMinute: limits.resetMailsPerMinute,
    keysMax: limits.accountsRememberedMax,
  }),
  invitations: createAttempts(clock, {
    burst: limits.invitationsBurst,
    perMinute: limits.invitationsPerMinute,
    keysMax: limits.accountsRememberedMax,
  }),
});

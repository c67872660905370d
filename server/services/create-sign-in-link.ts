import { hashSecret, newSecret } from '#server/auth/secrets.ts';
import type { AccountStore, LinkPurpose } from '#server/ports/account-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { PersonId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly clock: Clock;
  readonly random: Random;
}

export interface CreatedSignInLink {
  /**
   * Append it to the public origin. The secret stands behind `#`, which browsers never send: it
   * reaches no server log and no proxy. Shown once; only its hash is kept.
   */
  readonly path: string;
  readonly expiresAtMs: number;
}

/** A link that signs this person in, or lets them choose a password, once, for a while. */
export const createSignInLink =
  ({ accounts, clock, random }: Deps) =>
  async ({
    personId,
    purpose = 'sign-in',
  }: {
    readonly personId: PersonId;
    readonly purpose?: LinkPurpose;
  }): Promise<CreatedSignInLink> => {
    const secret = newSecret(random);
    const createdAtMs = clock.nowMs();
    const { path, lifeMs } = pages[purpose];
    const expiresAtMs = createdAtMs + lifeMs;
    await accounts.createSignInLink({
      secretHash: hashSecret(secret),
      personId,
      purpose,
      createdAtMs,
      expiresAtMs,
    });
    return { path: `${path}#${secret}`, expiresAtMs };
  };

const pages = {
  'sign-in': { path: '/link', lifeMs: limits.signInLinkMs },
  password: { path: '/reset-password', lifeMs: limits.passwordLinkMs },
} as const satisfies Record<LinkPurpose, unknown>;

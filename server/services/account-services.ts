import type { Attempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import type { Random } from '#lib/core/random.ts';
import { createSignInLink } from './create-sign-in-link.ts';
import { createToken } from './create-token.ts';
import { createUser } from './create-user.ts';
import { findAccountByRole } from './find-account-by-role.ts';
import { signInWithLink } from './sign-in-with-link.ts';

export interface AccountDeps {
  readonly accounts: AccountStore;
  readonly partnerships: PartnershipStore;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
}

/** What pages and commands may do with accounts, each bound to what it needs. */
export const accountServices = (deps: AccountDeps) => ({
  createSignInLink: createSignInLink(deps),
  signInWithLink: signInWithLink(deps),
  signOut: deps.sessions.end,
  createUser: createUser(deps),
  createToken: createToken(deps),
  findAccountByRole: findAccountByRole(deps),
});

export type AccountServices = ReturnType<typeof accountServices>;

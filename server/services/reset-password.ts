import { hashSecret, SECRET_LENGTH_MAX } from '#server/auth/secrets.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Clock } from '#lib/core/clock.ts';
import { assert } from '#lib/core/assert.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { passwordFault } from '#lib/domain/account/password.ts';
import { inputInvalid } from './person-input.ts';
import type { SignedIn } from './sign-in-with-password.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly rights: RightsWatch;
  readonly clock: Clock;
}

export interface ResetPasswordInput {
  readonly secret: unknown;
  readonly password: unknown;
  readonly address: string;
  readonly device: string | null;
}

/**
 * A link's secret and a new password for a session; every other session of the person ends, and every other
 * link. A password that is refused leaves the link as it is. Errors: `link-unknown`, `link-used`,
 * `link-expired`, `input-invalid`, `too-many-attempts`, `overloaded`.
 */
export const resetPassword =
  ({ accounts, sessions, attempts, passwords, rights, clock }: Deps) =>
  async (input: ResetPasswordInput): Promise<Result<SignedIn>> => {
    if (!attempts.byAddress(input.address)) return problem('too-many-attempts');
    const { secret } = input;
    if (typeof secret !== 'string' || !secret || secret.length > SECRET_LENGTH_MAX)
      return problem('link-unknown');
    const link = await accounts.readSignInLink(hashSecret(secret), clock.nowMs(), 'password');
    if (typeof link === 'string') return problem(`link-${link}`);
    const person = await accounts.person(link.personId);
    assert(person, 'a link goes with its person');
    const password = typeof input.password === 'string' ? input.password : '';
    const fault = passwordFault(password, person);
    if (fault) return inputInvalid({ password: fault });
    const hash = await passwords.hash(password);
    if (!hash.ok) return hash;
    const used = await accounts.setPasswordByLink(hashSecret(secret), hash.value, clock.nowMs());
    if (typeof used === 'string') return problem(`link-${used}`);
    const { personId } = used;
    await rights.personRightsChanged(personId);
    return ok({ cookie: await sessions.start(personId, input.device), personId });
  };

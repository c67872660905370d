import type { Passwords } from '#server/auth/passwords.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Identity } from '#server/ports/identity.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { passwordFault } from '#lib/domain/account/password.ts';
import { inBrowser } from './in-browser.ts';
import { inputInvalid } from './person-input.ts';
import { mayTry } from './sign-in-with-password.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly rights: RightsWatch;
  readonly clock: Clock;
}

export interface SetPasswordInput {
  /** The password until now; not asked of who has none. */
  readonly current: unknown;
  readonly next: unknown;
  /** The browser that asks stays signed in; all others do not. */
  readonly cookieHeader: string | null;
}

/** Errors: `not-signed-in`, `not-allowed` (a token), `password-wrong`, `input-invalid`, `too-many-attempts`, `overloaded`. */
export const setPassword =
  ({ accounts, sessions, attempts, passwords, rights, clock }: Deps) =>
  async (identity: Identity | null, input: SetPasswordInput): Promise<Result<void>> => {
    const person = inBrowser(identity);
    if (!person.ok) return person;
    const { id: personId } = person.value;
    const next = typeof input.next === 'string' ? input.next : '';
    const fault = passwordFault(next, person.value);
    if (fault) return inputInvalid({ password: fault });

    const keep = sessions.idHashOf(input.cookieHeader);
    const credential = await accounts.credential(personId);
    if (credential) {
      // Whoever finds an open browser must not guess on; counted apart from the sign-in form's.
      if (!mayTry(attempts, `change ${personId}`, keep ?? '')) return problem('too-many-attempts');
      const current = typeof input.current === 'string' ? input.current : '';
      if (current.length > 2 * limits.passwordLengthMax) return problem('password-wrong');
      const verified = await passwords.verify(current, credential.passwordHash);
      if (!verified.ok) return verified;
      if (!verified.value.matches) return problem('password-wrong');
    }
    const hash = await passwords.hash(next);
    if (!hash.ok) return hash;
    await accounts.setPassword({ personId, passwordHash: hash.value, changedAtMs: clock.nowMs() }, keep);
    await rights.personRightsChanged(personId);
    return ok(undefined);
  };

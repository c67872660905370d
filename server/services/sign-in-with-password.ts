import type { Passwords } from '#server/auth/passwords.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import type { SessionCookie } from '#server/ports/identity.ts';
import type { PersonId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { SignOut } from './devices.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly sessions: Sessions;
  readonly signOut: SignOut;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
}

export interface PasswordSignInInput {
  readonly email: unknown;
  readonly password: unknown;
  /** Of the network connection; counts attempts. */
  readonly address: string;
  /** What the browser says of itself (`User-Agent`). */
  readonly device: string | null;
  /** Who the browser was signed in as until now: that session ends. */
  readonly cookieHeader?: string | null;
}

export interface SignedIn {
  readonly cookie: SessionCookie;
  readonly personId: PersonId;
}

/**
 * E-mail and password for a session. Whether the account is unknown, has no password or has another, the
 * answer and the work done for it are the same. Errors: `sign-in-refused`, `too-many-attempts`, `overloaded`.
 */
export const signInWithPassword =
  ({ accounts, sessions, signOut, attempts, passwords }: Deps) =>
  async (input: PasswordSignInInput): Promise<Result<SignedIn>> => {
    const email = typeof input.email === 'string' ? input.email.trim().toLowerCase() : '';
    const password = typeof input.password === 'string' ? input.password : '';
    if (!attempts.byAddress(input.address)) return problem('too-many-attempts');
    // Longer than any that could be set: neither looked up, nor hashed, nor remembered.
    if (email.length > limits.emailLengthMax || password.length > 2 * limits.passwordLengthMax)
      return problem('sign-in-refused');
    if (!mayTry(attempts, email, input.address)) return problem('too-many-attempts');
    const person = email ? await accounts.personByEmail(email) : null;
    const credential = person && (await accounts.credential(person.id));
    const verified = await passwords.verify(password, credential?.passwordHash ?? null);
    if (!verified.ok) return verified;
    if (!credential || !verified.value.matches) return problem('sign-in-refused');
    if (verified.value.outdated) await rehash({ accounts, passwords }, credential, password);
    await signOut(input.cookieHeader ?? null);
    return ok({
      cookie: await sessions.start(credential.personId, input.device),
      personId: credential.personId,
    });
  };

/** The narrower bucket first: a stranger who is held up there does not use up the one that all share. */
export const mayTry = (attempts: SignInAttempts, account: string, address: string): boolean =>
  attempts.byAccountAndAddress(`${account} ${address}`) && attempts.byAccount(account);

/** With today's parameters. Signing in does not fail when it cannot be done now. */
async function rehash(
  { accounts, passwords }: Pick<Deps, 'accounts' | 'passwords'>,
  { personId, passwordHash }: { readonly personId: PersonId; readonly passwordHash: string },
  password: string,
): Promise<void> {
  const hash = await passwords.hash(password);
  if (!hash.ok) return;
  try {
    await accounts.replaceHash(personId, passwordHash, hash.value);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
  }
}

import type { SignInAttempts } from '#server/auth/attempts.ts';
import { mailLocale, passwordMail } from '#server/mails/mails.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import { isStorageTrouble } from '#server/ports/storage-trouble.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Problem, type Result } from '#lib/core/result.ts';
import type { createSignInLink } from './create-sign-in-link.ts';
import { checked, readEmail, type Faults } from './person-input.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly attempts: SignInAttempts;
  readonly mailer: Mailer | null;
  readonly mailFailed: (problem: Problem) => void;
  readonly origin: () => string;
  readonly createSignInLink: ReturnType<typeof createSignInLink>;
}

export interface ResetRequest {
  readonly email: unknown;
  readonly address: string;
  /** Of the page, for who has chosen none. */
  readonly locale: string;
}

/**
 * Mails a link to choose a new password, if there is such an account. The answer is the same in each case,
 * and given before anything is looked up, so that neither it nor its time tells who has an account.
 * Errors: `input-invalid` (no e-mail address), `too-many-attempts` (of the address on the network).
 */
export const requestPasswordReset = (deps: Deps) => {
  let waiting = 0;
  return async (input: ResetRequest): Promise<Result<{ readonly mail: boolean }>> => {
    if (!deps.attempts.byAddress(input.address)) return problem('too-many-attempts');
    const faults: Faults = {};
    const email = checked(readEmail(input.email, faults), faults);
    if (!email.ok) return email;
    const { mailer } = deps;
    if (!mailer) return ok({ mail: false });
    if (deps.attempts.resetMails(email.value) && waiting < limits.resetMailsWaitingMax) {
      waiting += 1;
      void sendLink({ ...deps, mailer }, email.value, input.locale).finally(() => (waiting -= 1));
    }
    return ok({ mail: true });
  };
};

async function sendLink(
  { accounts, createSignInLink, mailer, mailFailed, origin }: Deps & { readonly mailer: Mailer },
  email: string,
  locale: string,
): Promise<void> {
  try {
    const person = await accounts.personByEmail(email);
    if (!person) return;
    const { path } = await createSignInLink({ personId: person.id, purpose: 'password' });
    const sent = await mailer.send(
      passwordMail({
        locale: mailLocale(person.locale, locale),
        to: { name: person.name, address: email },
        url: origin() + path,
        minutes: Math.round(limits.passwordLinkMs / 60_000),
      }),
    );
    if (!sent.ok) mailFailed(sent.problem);
  } catch (error) {
    // Nobody waits for this any more. A program's error is not caught to carry on.
    if (!isStorageTrouble(error)) throw error;
    mailFailed({ code: 'storage-failed' });
  }
}

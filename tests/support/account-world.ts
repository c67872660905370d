import { createPasswords } from '#server/auth/passwords.ts';
import { createSignInAttempts } from '#server/auth/attempts.ts';
import { createIdentify } from '#server/auth/identify.ts';
import { createSessions } from '#server/auth/sessions.ts';
import type { Identity, SessionCookie } from '#server/ports/identity.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import { accountServices } from '#server/services/account-services.ts';
import type { Problem, Result } from '#lib/core/result.ts';
import { exampleRows } from '../contracts/example-rows.ts';
import { openAccounts } from './sqlite-accounts.ts';

export const GOOD_PASSWORD = 'four trains to Aosta';
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

/** What a browser sends with every request. */
export const at = { address: '10.0.0.1', device: USER_AGENT };

/**
 * The services of accounts over real stores with the small example partnership `p` (its coordinator `p-lead`,
 * its editor `p-editor`). Only hashing is cheaper than in earnest, and time can be moved.
 */
export async function accountWorld({ mailer = null }: { readonly mailer?: Mailer | null } = {}) {
  const { accounts, activity, partnerships, invitations, everything, close } = await openAccounts();
  await partnerships.insert(exampleRows('p'));
  let aheadMs = 0;
  const clock = { nowMs: () => Date.now() + aheadMs, after: () => () => {} };
  const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
  const sessions = createSessions(accounts);
  const rightsChanged: string[] = [];
  const mailProblems: Problem[] = [];
  const services = accountServices({
    accounts,
    partnerships,
    invitations,
    sessions,
    attempts: createSignInAttempts(clock),
    passwords: createPasswords({ random, parameters: { memory: 64, passes: 1, parallelism: 1 } }),
    clock,
    random,
    rights: {
      documentRightsChanged: () => Promise.resolve(),
      personRightsChanged(personId) {
        rightsChanged.push(personId);
        return Promise.resolve();
      },
    },
    mailer,
    mailFailed: (problem) => mailProblems.push(problem),
    origin: () => 'https://tandem.example',
  });
  const identify = createIdentify({ accounts, sessions, clock });
  return {
    services,
    accounts,
    activity,
    partnerships,
    invitations,
    sessions,
    everything,
    close,
    /** Whose rights the engine was told of. */
    rightsChanged,
    mailProblems,
    wait: (ms: number) => void (aheadMs += ms),
    principal: async (personId: string) => {
      const principal = await accounts.principal(personId);
      if (!principal) throw new Error(`nobody is ${personId}`);
      return principal;
    },
    identityOf: (cookie: SessionCookie): Promise<Identity | null> =>
      identify({ cookie: header(cookie), authorization: null }),
    /** Signed in at a browser of their own. */
    async browserOf(personId: string) {
      const cookie = header(await sessions.start(personId, USER_AGENT));
      const identity = await identify({ cookie, authorization: null });
      if (!identity) throw new Error(`${personId} is not signed in`);
      return {
        cookie,
        identity,
        isSignedIn: async () => (await identify({ cookie, authorization: null })) !== null,
      };
    },
  };
}

export type AccountWorld = Awaited<ReturnType<typeof accountWorld>>;

export const header = ({ name, value }: SessionCookie): string => `${name}=${value}`;

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code);

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** What stands behind `#`. */
export const secretIn = (link: string): string => link.slice(link.indexOf('#') + 1);

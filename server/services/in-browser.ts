import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Person } from '#server/ports/account-store.ts';
import type { Identity } from '#server/ports/identity.ts';

/**
 * The person who sits at a browser. An API token works for its person and is no person: it may not change
 * what lets them in. Errors: `not-signed-in`, `not-allowed`.
 */
export function inBrowser(identity: Identity | null): Result<Person> {
  if (!identity) return problem('not-signed-in');
  return identity.via === 'session' ? ok(identity.person) : problem('not-allowed');
}

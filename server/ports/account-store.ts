import type { PersonId } from '#lib/core/ids.ts';
import type { Principal, Role } from '#lib/domain/partnership/member.ts';

/** People, their sessions, links and tokens. Secrets are stored as SHA-256 only. Contract: tests/contracts/account-store.ts. */
export interface AccountStore {
  person(personId: PersonId): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  createPerson(person: Person): Promise<void>;
  /** The person with their memberships and grants: what the policy needs. */
  principal(personId: PersonId): Promise<Principal | null>;
  /** People who hold a role in a partnership, in a stable order; used by `link --role` and `token create --role`. */
  peopleWithRole(role: Role, partnershipId?: string): Promise<readonly Person[]>;

  createSession(session: WebSession): Promise<void>;
  session(idHash: string): Promise<WebSession | null>;
  sessionsOf(personId: PersonId): Promise<readonly WebSession[]>;
  setSessionExpiry(idHash: string, expiresAtMs: number): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  deleteSessionsOf(personId: PersonId): Promise<void>;
  deleteSessionsExpiredBefore(atMs: number): Promise<void>;

  createSignInLink(link: SignInLink): Promise<void>;
  /** Uses the link up, once, in one transaction: a second call, or one after expiry, gets why not. */
  consumeSignInLink(
    secretHash: string,
    atMs: number,
  ): Promise<{ readonly personId: PersonId } | 'unknown' | 'used' | 'expired'>;

  createApiToken(token: ApiToken): Promise<void>;
  apiToken(secretHash: string): Promise<ApiToken | null>;
  deleteApiToken(id: string): Promise<void>;
}

export interface Person {
  readonly id: PersonId;
  /** Shown to colleagues; a role account's label in the example. */
  readonly name: string;
  readonly email: string | null;
  /** Language of the interface, BCP 47; `null`: ask the browser. */
  readonly locale: string | null;
  readonly operator: boolean;
}

export interface WebSession {
  readonly idHash: string;
  readonly personId: PersonId;
  readonly expiresAtMs: number;
  readonly createdAtMs: number;
}

export interface SignInLink {
  readonly secretHash: string;
  readonly personId: PersonId;
  readonly expiresAtMs: number;
  readonly createdAtMs: number;
}

export interface ApiToken {
  readonly id: string;
  readonly secretHash: string;
  readonly personId: PersonId;
  /** What it is for, in its owner's words. */
  readonly label: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
}

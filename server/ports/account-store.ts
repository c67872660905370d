import type { PersonId } from '#lib/core/ids.ts';
import type { Principal, Role } from '#lib/domain/partnership/member.ts';

/** People, their sessions, links and tokens. Secrets are stored as SHA-256 only. Contract: tests/contracts/account-store.ts. */
export interface AccountStore {
  person(personId: PersonId): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  createPerson(person: Person): Promise<void>;
  /** What a person says of themselves; nothing else of the row changes. */
  updateProfile(personId: PersonId, profile: Pick<Person, 'name' | 'locale'>): Promise<void>;
  /** The person with their memberships and grants: what the policy needs. */
  principal(personId: PersonId): Promise<Principal | null>;
  /** People who hold a role in a partnership, in a stable order; used by `link --role` and `token create --role`. */
  peopleWithRole(role: Role, partnershipId?: string): Promise<readonly Person[]>;

  credential(personId: PersonId): Promise<Credential | null>;
  /**
   * Sets a password, and in the same transaction ends what the old one may have let in: the person's
   * sessions but `keepSession`, and every link that waits to be opened.
   */
  setPassword(credential: Credential, keepSession: string | null): Promise<void>;
  /**
   * Uses a link for a new password up and sets it as `setPassword` does, in one transaction: after a crash the
   * link is as good as before, or the password is set. Otherwise why not, and nothing is changed.
   */
  setPasswordByLink(secretHash: string, passwordHash: string, atMs: number): Promise<LinkAnswer>;
  /** The same password, hashed anew with today's parameters; nothing when it was changed meanwhile. */
  replaceHash(personId: PersonId, oldHash: string, newHash: string): Promise<void>;

  createSession(session: WebSession): Promise<void>;
  session(idHash: string): Promise<WebSession | null>;
  sessionsOf(personId: PersonId): Promise<readonly WebSession[]>;
  setSessionExpiry(idHash: string, expiresAtMs: number): Promise<void>;
  setSessionSeen(idHash: string, seenAtMs: number): Promise<void>;
  deleteSession(idHash: string): Promise<void>;
  /** One session of this person; false: they have no such session. */
  deleteSessionOf(personId: PersonId, idHash: string): Promise<boolean>;
  /** All sessions of a person, or all but one. */
  deleteSessionsOf(personId: PersonId, keepSession?: string): Promise<void>;
  deleteSessionsExpiredBefore(atMs: number): Promise<void>;

  createSignInLink(link: SignInLink): Promise<void>;
  /** Looks without using it up: whose it is, or why it opens nothing. A link of another purpose is unknown. */
  readSignInLink(secretHash: string, atMs: number, purpose: LinkPurpose): Promise<LinkAnswer>;
  /** Uses the link up, once, in one transaction: a second call, or one after expiry, gets why not. */
  consumeSignInLink(secretHash: string, atMs: number, purpose: LinkPurpose): Promise<LinkAnswer>;
  deleteSignInLinksExpiredBefore(atMs: number): Promise<void>;

  createApiToken(token: ApiToken): Promise<void>;
  apiToken(secretHash: string): Promise<ApiToken | null>;
  deleteApiToken(id: string): Promise<void>;
}

export interface Credential {
  readonly personId: PersonId;
  /** PHC string: algorithm, parameters, salt and hash. */
  readonly passwordHash: string;
  readonly changedAtMs: number;
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
  /** The browser and system, as its owner recognises them; `''`: unknown. */
  readonly device: string;
  /** Kept to a few minutes: reading writes nothing more often than that. */
  readonly seenAtMs: number;
}

/** What a link opens: a session, or the choice of a new password. */
export type LinkPurpose = 'sign-in' | 'password';
export type LinkAnswer = { readonly personId: PersonId } | 'unknown' | 'used' | 'expired';

export interface SignInLink {
  readonly secretHash: string;
  readonly personId: PersonId;
  readonly purpose: LinkPurpose;
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

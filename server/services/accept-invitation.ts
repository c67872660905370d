import { hashSecret, SECRET_LENGTH_MAX } from '#server/auth/secrets.ts';
import type { Passwords } from '#server/auth/passwords.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import type { Sessions } from '#server/auth/sessions.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Acceptance, Invitation, InvitationStore } from '#server/ports/invitation-store.ts';
import type { Identity, SessionCookie } from '#server/ports/identity.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type PartnershipId, type PersonId } from '#lib/core/ids.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { passwordFault } from '#lib/domain/account/password.ts';
import type { Grant } from '#lib/domain/partnership/member.ts';
import { grantedWorks, type GrantedWork } from './granted-works.ts';
import { inBrowser } from './in-browser.ts';
import { inviterNames } from './invitation-view.ts';
import { checked, readName, type Faults } from './person-input.ts';

interface Deps {
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly partnerships: PartnershipStore;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
  readonly passwords: Passwords;
  readonly clock: Clock;
  readonly random: Random;
}

export interface InvitationForGuest {
  readonly partnershipId: PartnershipId;
  readonly titles: Readonly<Record<string, string>>;
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
  readonly organisation: string | null;
  readonly grants: readonly Grant[];
  /** Those that the roles name. */
  readonly works: readonly GrantedWork[];
  readonly invitedBy: string | null;
  readonly expiresAtMs: number;
  /**
   * `new`: choose a name and a password; `sign-in`: this e-mail has an account; `yours`: signed in with it;
   * `other`: signed in as somebody else.
   */
  readonly account: 'new' | 'sign-in' | 'yours' | 'other';
}

interface SecretInput {
  readonly secret: unknown;
  /** Of the network connection; counts attempts. */
  readonly address: string;
}

/** What an invitation offers, to whoever has its secret. Errors: `invitation-unknown`, `-used`, `-expired`, `too-many-attempts`. */
export const readInvitation =
  (deps: Deps) =>
  async (input: SecretInput, identity: Identity | null): Promise<Result<InvitationForGuest>> => {
    const found = await openInvitation(deps, input);
    if (!found.ok) return found;
    const { partnershipId, email, name, locale, organisationId, grants, invitedBy, expiresAtMs } =
      found.value;
    const [partnership, organisations, works, names, holder] = await Promise.all([
      deps.partnerships.partnership(partnershipId),
      deps.partnerships.organisations(partnershipId),
      grantedWorks(deps.partnerships, partnershipId, grants),
      inviterNames(deps.accounts, [found.value]),
      deps.accounts.personByEmail(email),
    ]);
    return ok({
      partnershipId,
      titles: partnership?.titles ?? {},
      email,
      name,
      locale,
      organisation: organisations.find(({ id }) => id === organisationId)?.name ?? null,
      grants,
      works,
      invitedBy: (invitedBy !== null && names.get(invitedBy)) || null,
      expiresAtMs,
      account: accountFor(email, identity, holder !== null),
    });
  };

const accountFor = (email: string, identity: Identity | null, hasAccount: boolean) => {
  if (identity) return isFor(email, identity) ? 'yours' : 'other';
  return hasAccount ? 'sign-in' : 'new';
};

const isFor = (email: string, { person }: Identity): boolean => person.email?.toLowerCase() === email;

export interface AcceptInput extends SecretInput {
  /** Of a new person only. */
  readonly name?: unknown;
  readonly password?: unknown;
  readonly device: string | null;
}

export interface Accepted {
  readonly partnershipId: PartnershipId;
  readonly personId: PersonId;
  /** Set for a new person, who is signed in by it. */
  readonly cookie: SessionCookie | null;
}

/**
 * Joins: as a new person, or as the one who is signed in with the invited e-mail address. Errors: those of
 * reading, `invitation-needs-sign-in`, `invitation-for-other`, `already-member`, `input-invalid`, `overloaded`.
 */
export const acceptInvitation =
  (deps: Deps) =>
  async (input: AcceptInput, identity: Identity | null): Promise<Result<Accepted>> => {
    const found = await openInvitation(deps, input);
    if (!found.ok) return found;
    const who = identity ? known(found.value, identity) : await newPerson(deps, found.value, input);
    if (!who.ok) return who;
    const { secretHash, partnershipId } = found.value;
    const outcome = await deps.invitations.accept({
      secretHash,
      atMs: deps.clock.nowMs(),
      who: who.value,
    });
    if (outcome === 'email-taken') return problem('invitation-needs-sign-in');
    if (outcome === 'already-member') return problem('already-member');
    if (outcome !== 'accepted') return problem(`invitation-${outcome}`);
    if (who.value.kind === 'known') return ok({ partnershipId, personId: who.value.personId, cookie: null });
    const { id: personId } = who.value.person;
    return ok({ partnershipId, personId, cookie: await deps.sessions.start(personId, input.device) });
  };

async function openInvitation(
  { invitations, attempts, clock }: Deps,
  { secret, address }: SecretInput,
): Promise<Result<Invitation>> {
  if (!attempts.byAddress(address)) return problem('too-many-attempts');
  if (typeof secret !== 'string' || !secret || secret.length > SECRET_LENGTH_MAX)
    return problem('invitation-unknown');
  const invitation = await invitations.bySecret(hashSecret(secret));
  if (!invitation) return problem('invitation-unknown');
  if (invitation.acceptedAtMs !== null) return problem('invitation-used');
  return invitation.expiresAtMs > clock.nowMs() ? ok(invitation) : problem('invitation-expired');
}

function known({ email }: Invitation, identity: Identity): Result<Acceptance['who']> {
  const person = inBrowser(identity);
  if (!person.ok) return person;
  return isFor(email, identity)
    ? ok({ kind: 'known', personId: person.value.id })
    : problem('invitation-for-other');
}

async function newPerson(
  { accounts, passwords, random }: Deps,
  { email, locale }: Invitation,
  input: AcceptInput,
): Promise<Result<Acceptance['who']>> {
  if (await accounts.personByEmail(email)) return problem('invitation-needs-sign-in');
  const faults: Faults = {};
  const name = readName(input.name, faults);
  const password = typeof input.password === 'string' ? input.password : '';
  const fault = passwordFault(password, { name, email });
  if (fault) faults.password = fault;
  const valid = checked({ id: newId(random), name, email, locale, operator: false }, faults);
  if (!valid.ok) return valid;
  const hash = await passwords.hash(password);
  return hash.ok ? ok({ kind: 'new', person: valid.value, passwordHash: hash.value }) : hash;
}

import { hashSecret, newSecret } from '#server/auth/secrets.ts';
import type { SignInAttempts } from '#server/auth/attempts.ts';
import { invitationMail, mailLocale } from '#server/mails/mails.ts';
import type { AccountStore } from '#server/ports/account-store.ts';
import type { Invitation, InvitationStore } from '#server/ports/invitation-store.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Partnership } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type PartnershipId, type PersonId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Problem, type Result } from '#lib/core/result.ts';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import { mayGrant, mayManage, reachesCountry, reachOf } from '#lib/domain/partnership/people-policy.ts';
import { inviterNames, viewOf, type InvitationView } from './invitation-view.ts';
import { peopleContext, type PeopleContext, type PeopleDeps } from './people-context.ts';
import { checked, readEmail, readGrants, readLocale, readName, type Faults } from './person-input.ts';

export interface InviteDeps extends PeopleDeps {
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly attempts: SignInAttempts;
  /** `null`: no SMTP_URL. */
  readonly mailer: Mailer | null;
  readonly mailFailed: (problem: Problem) => void;
  /** The public address that links begin with. */
  readonly origin: () => string;
  readonly clock: Clock;
  readonly random: Random;
}

export interface InviteInput {
  readonly email: unknown;
  readonly name: unknown;
  readonly organisationId: unknown;
  readonly grants: unknown;
  readonly locale: unknown;
}

export interface Invited {
  readonly invitation: InvitationView;
  /** Whole, and shown this once, when no mail carries it; it is kept nowhere. */
  readonly link: string | null;
  readonly mailed: 'sent' | 'failed' | 'not-configured';
}

/**
 * Asks somebody into a partnership. Errors: `not-allowed`, `input-invalid`, `organisation-refused`,
 * `grant-refused`, `already-member`, `already-invited`, `too-many-invitations`, `too-many-attempts`.
 */
export const invite =
  (deps: InviteDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: InviteInput,
  ): Promise<Result<Invited>> => {
    const found = await peopleContext(deps, principal, partnershipId);
    if (!found.ok) return found;
    const valid = readInvite(input, found.value);
    if (!valid.ok) return valid;
    const refused = refusalOf(principal, found.value, valid.value);
    if (refused) return problem(refused);
    const { email } = valid.value;
    const emails = await deps.partnerships.memberEmails(partnershipId);
    if ([...emails.values()].some((it) => it.toLowerCase() === email)) return problem('already-member');
    return sendInvitation(deps, found.value.partnership, principal?.personId ?? null, valid.value);
  };

/** A new secret and 14 more days; the link sent before opens nothing any more. Errors: also `invitation-unknown`. */
export const renewInvitation =
  (deps: InviteDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    id: unknown,
  ): Promise<Result<Invited>> => {
    const found = await ownInvitation(deps, principal, partnershipId, id);
    if (!found.ok) return found;
    const { invitation, partnership } = found.value;
    if (principal && !deps.attempts.invitations(principal.personId)) return problem('too-many-attempts');
    const secret = newSecret(deps.random);
    const renewal = {
      secretHash: hashSecret(secret),
      expiresAtMs: deps.clock.nowMs() + limits.invitationMs,
    };
    if (!(await deps.invitations.renew(invitation.id, renewal))) return problem('invitation-unknown');
    return ok(await deliver(deps, partnership, { ...invitation, ...renewal }, secret));
  };

export const withdrawInvitation =
  (deps: InviteDeps) =>
  async (principal: Principal | null, partnershipId: PartnershipId, id: unknown): Promise<Result<void>> => {
    const found = await ownInvitation(deps, principal, partnershipId, id);
    if (!found.ok) return found;
    return (await deps.invitations.withdraw(found.value.invitation.id))
      ? ok(undefined)
      : problem('invitation-unknown');
  };

type ValidInvite = Pick<Invitation, 'email' | 'name' | 'locale' | 'organisationId' | 'grants'>;

/** Stores it and sends it; the caller has asked whether it may be. */
async function sendInvitation(
  deps: Omit<InviteDeps, keyof PeopleDeps>,
  partnership: Partnership,
  invitedBy: PersonId | null,
  valid: ValidInvite,
): Promise<Result<Invited>> {
  if (invitedBy !== null && !deps.attempts.invitations(invitedBy)) return problem('too-many-attempts');
  const secret = newSecret(deps.random);
  const createdAtMs = deps.clock.nowMs();
  const invitation: Invitation = {
    ...valid,
    id: newId(deps.random),
    partnershipId: partnership.id,
    secretHash: hashSecret(secret),
    invitedBy,
    createdAtMs,
    expiresAtMs: createdAtMs + limits.invitationMs,
    acceptedAtMs: null,
  };
  const outcome = await deps.invitations.create(invitation, limits.invitationsPendingMax);
  if (outcome === 'already-invited') return problem('already-invited');
  if (outcome === 'too-many') return problem('too-many-invitations');
  return ok(await deliver(deps, partnership, invitation, secret));
}

async function deliver(
  { accounts, mailer, mailFailed, origin, clock }: Omit<InviteDeps, keyof PeopleDeps>,
  partnership: Partnership,
  invitation: Invitation,
  secret: string,
): Promise<Invited> {
  const names = await inviterNames(accounts, [invitation]);
  const view = viewOf(invitation, names, clock.nowMs());
  // Behind `#`, which browsers never send: the secret reaches no log and no proxy.
  const link = `${origin()}/invitation#${secret}`;
  if (!mailer) return { invitation: view, link, mailed: 'not-configured' };
  const sent = await mailer.send(
    invitationMail({
      locale: mailLocale(invitation.locale, partnership.workingLanguage),
      to: { name: invitation.name, address: invitation.email },
      titles: partnership.titles,
      invitedBy: view.invitedBy,
      url: link,
      expiresAtMs: invitation.expiresAtMs,
    }),
  );
  if (sent.ok) return { invitation: view, link: null, mailed: 'sent' };
  mailFailed(sent.problem);
  return { invitation: view, link, mailed: 'failed' };
}

function readInvite(
  input: InviteInput,
  { organisations, countryOfWork }: PeopleContext,
): Result<ValidInvite> {
  const faults: Faults = {};
  const valid = {
    email: readEmail(input.email, faults),
    name: readName(input.name, faults),
    locale: readLocale(input.locale, faults),
    organisationId: readOrganisation(input.organisationId, organisations, faults),
    grants: readGrants(input.grants, (workId) => countryOfWork(workId) !== undefined, faults),
  };
  return checked(valid, faults);
}

/** `null`: of none. */
export function readOrganisation(
  value: unknown,
  organisations: PeopleContext['organisations'],
  faults: Faults,
): string | null {
  if (value === null || value === undefined || value === '') return null;
  const known = organisations.find(({ id }) => id === value);
  if (!known) faults.organisation = 'unknown';
  return known?.id ?? null;
}

function refusalOf(
  principal: Principal | null,
  { partnership, countryOf, countryOfWork }: PeopleContext,
  { organisationId, grants }: { readonly organisationId: string | null; readonly grants: readonly Grant[] },
): string | null {
  const reach = reachOf(principal, partnership.id);
  if (reach !== 'all' && reach.length === 0) return 'not-allowed';
  if (!reachesCountry(reach, countryOf(organisationId))) return 'organisation-refused';
  return grants.every((grant) => mayGrant(reach, grant, countryOfWork)) ? null : 'grant-refused';
}

async function ownInvitation(
  deps: InviteDeps,
  principal: Principal | null,
  partnershipId: PartnershipId,
  id: unknown,
): Promise<Result<{ readonly invitation: Invitation; readonly partnership: Partnership }>> {
  const found = await peopleContext(deps, principal, partnershipId);
  if (!found.ok) return found;
  const { partnership, countryOf, countryOfWork } = found.value;
  const invitation = (await deps.invitations.pending(partnershipId)).find((it) => it.id === id);
  if (!invitation) return problem('invitation-unknown');
  const { organisationId, grants } = invitation;
  const position = { country: countryOf(organisationId), grants };
  return mayManage(reachOf(principal, partnershipId), position, countryOfWork)
    ? ok({ invitation, partnership })
    : problem('not-allowed');
}

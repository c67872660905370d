import type { Clock } from '#lib/core/clock.ts';
import type { RightsWatch } from '#server/ports/live.ts';
import type { Member, MemberChange } from '#server/ports/partnership-store.ts';
import type { PartnershipId, PersonId } from '#lib/core/ids.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import { decideChange, reachOf, type Reach } from '#lib/domain/partnership/people-policy.ts';
import { readOrganisation } from './invite.ts';
import { peopleContext, type PeopleContext, type PeopleDeps } from './people-context.ts';
import { checked, readGrants, type Faults } from './person-input.ts';

interface Deps extends PeopleDeps {
  readonly rights: RightsWatch;
  readonly clock: Clock;
}

export interface MemberInput {
  readonly organisationId: unknown;
  readonly grants: unknown;
}

/**
 * Another organisation, other roles or scopes. What they lose they lose at once, in texts that are open too.
 * Errors: `not-allowed`, `member-unknown`, `organisation-refused`, `grant-refused`, `last-coordinator`, `input-invalid`.
 */
export const changeMember =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    personId: PersonId,
    input: MemberInput,
  ): Promise<Result<void>> => {
    const found = await peopleContext(deps, principal, partnershipId);
    if (!found.ok) return found;
    const { organisations, countryOfWork } = found.value;
    const faults: Faults = {};
    const to = {
      organisationId: readOrganisation(input.organisationId, organisations, faults),
      grants: readGrants(input.grants, (workId) => countryOfWork(workId) !== undefined, faults),
    };
    const valid = checked(to, faults);
    return valid.ok ? change(deps, found.value, principal, personId, valid.value) : valid;
  };

/** Errors: as above. What they wrote stays, under their name. */
export const removeMember =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    personId: PersonId,
  ): Promise<Result<void>> => {
    const found = await peopleContext(deps, principal, partnershipId);
    return found.ok ? change(deps, found.value, principal, personId, null) : found;
  };

interface Destination {
  readonly organisationId: string | null;
  readonly grants: readonly Grant[];
}

async function change(
  { partnerships, rights, clock }: Deps,
  context: PeopleContext,
  principal: Principal | null,
  personId: PersonId,
  to: Destination | null,
): Promise<Result<void>> {
  const { partnership, countryOf, countryOfWork } = context;
  const changed = await partnerships.changeMember(partnership.id, (members): Result<MemberChange> => {
    const member = members.find((it) => it.personId === personId);
    if (!member) return problem('member-unknown');
    const decided = decideChange(
      reachNow(context, principal, members),
      { ...member, country: countryOf(member.organisationId) },
      { to: to && { country: countryOf(to.organisationId), grants: to.grants } },
      members,
      countryOfWork,
    );
    if (!decided.ok) return decided;
    if (!to) return ok({ kind: 'remove', personId });
    const isOther = principal !== null && spelled(to.grants) !== spelled(member.grants);
    const rolesChanged = isOther ? { by: principal.personId, atMs: clock.nowMs() } : undefined;
    return ok({ kind: 'set', personId, ...to, ...(rolesChanged ? { rolesChanged } : {}) });
  });
  if (changed.ok) await rights.personRightsChanged(personId);
  return changed;
}

/** Of who asks, as they stand in the transaction: what they have lost since their request began counts. */
function reachNow(
  { partnership, countryOf }: PeopleContext,
  principal: Principal | null,
  members: readonly Member[],
): Reach {
  const own = members.find((it) => it.personId === principal?.personId);
  if (!principal || !own) return [];
  const { organisationId, grants } = own;
  const membership = {
    partnershipId: partnership.id,
    organisationId,
    grants,
    country: countryOf(organisationId),
  };
  return reachOf({ ...principal, memberships: [membership] }, partnership.id);
}

const spelled = (grants: readonly Grant[]): string =>
  grants
    .map((grant) => JSON.stringify(grant))
    .sort()
    .join();

import type { PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import { failed, ok, type Problem, type Result } from '#lib/core/result.ts';
import { roles, type Grant, type Principal, type Role, type Scope } from './member.ts';
import type { CountryCode } from './organisation.ts';
import { rightOfRole, rights } from './policy.ts';

/**
 * Who may ask people in, change their roles and let them go. A coordinator of the whole partnership reaches
 * everybody; a country lead the people of their country, and never gives more than they hold.
 * Invariant: pure, like policy.ts; the server asks it in the transaction that stores the change.
 */

/** Whom somebody may look after: all, the people of some countries, or nobody. */
export type Reach = 'all' | readonly CountryCode[];

export const reachOf = (principal: Principal | null, partnershipId: PartnershipId): Reach => {
  const memberships = principal?.memberships.filter((it) => it.partnershipId === partnershipId) ?? [];
  const countries = new Set<CountryCode>();
  for (const { grants, country } of memberships)
    for (const { role, scope } of grants) {
      if (role === 'coordinator' && scope.kind === 'all') return 'all';
      if (role !== 'country-lead' && role !== 'coordinator') continue;
      if (scope.kind === 'country') countries.add(scope.country);
      // A lead of no country in particular leads the one of their organisation.
      if (scope.kind === 'all' && country !== null) countries.add(country);
    }
  return [...countries].sort();
};

export const reachesCountry = (reach: Reach, country: CountryCode | null): boolean =>
  reach === 'all' || (country !== null && reach.includes(country));

const NOBODY: readonly Role[] = [];
const OF_A_LEAD: readonly Role[] = roles.filter(
  (role) => role !== 'coordinator' && rights.indexOf(rightOfRole[role]) <= rights.indexOf('write'),
);

/** The roles that may be given at all; `mayGrant` says with which scope. */
export const grantableRoles = (reach: Reach): readonly Role[] =>
  reach === 'all' ? roles : reach.length > 0 ? OF_A_LEAD : NOBODY;

/**
 * A language is written in every country, so a role for one is the coordinator's to give; a lead gives
 * roles for their country, and for single texts in which they may write themselves.
 */
export const grantableScopes = (reach: Reach): readonly Scope['kind'][] =>
  reach === 'all' ? ['all', 'country', 'language', 'work'] : reach.length > 0 ? ['country', 'work'] : [];

/** Which country a work belongs to; `null`: to all in common; `undefined`: no such work here. */
export type CountryOfWork = (workId: WorkId) => CountryCode | null | undefined;

export function mayGrant(reach: Reach, { role, scope }: Grant, countryOfWork: CountryOfWork): boolean {
  if (reach === 'all') return true;
  if (!grantableRoles(reach).includes(role)) return false;
  if (scope.kind === 'country') return reach.includes(scope.country);
  if (scope.kind !== 'work') return false;
  const country = countryOfWork(scope.workId);
  return country !== undefined && (country === null || reach.includes(country));
}

/** Where somebody stands in a partnership, as far as looking after them goes. */
export interface Position {
  readonly personId: PersonId;
  readonly country: CountryCode | null;
  readonly grants: readonly Grant[];
}

/** Whoever holds more than one may give is not one's to change. */
export const mayManage = (
  reach: Reach,
  { country, grants }: Pick<Position, 'country' | 'grants'>,
  countryOfWork: CountryOfWork,
): boolean =>
  reachesCountry(reach, country) && grants.every((grant) => mayGrant(reach, grant, countryOfWork));

const coordinates = ({ grants }: Pick<Position, 'grants'>): boolean =>
  grants.some(({ role, scope }) => role === 'coordinator' && scope.kind === 'all');

/** Somebody must be able to ask people in: the last who coordinates all of it stays, by their own wish too. */
export const isLastCoordinator = (
  personId: PersonId,
  members: readonly Pick<Position, 'personId' | 'grants'>[],
): boolean => {
  const coordinators = members.filter(coordinates);
  return coordinators.length === 1 && coordinators[0]?.personId === personId;
};

export interface PositionChange {
  /** `null`: they go. */
  readonly to: Omit<Position, 'personId'> | null;
}

/** Whether a change is allowed. Problems: `not-allowed`, `organisation-refused`, `grant-refused`, `last-coordinator`. */
export function decideChange(
  reach: Reach,
  member: Position,
  { to }: PositionChange,
  members: readonly Pick<Position, 'personId' | 'grants'>[],
  countryOfWork: CountryOfWork,
): Result<void> {
  const refused = (code: string) => failed<Problem>({ code });
  if (!mayManage(reach, member, countryOfWork)) return refused('not-allowed');
  if (to !== null) {
    if (!reachesCountry(reach, to.country)) return refused('organisation-refused');
    if (!to.grants.every((grant) => mayGrant(reach, grant, countryOfWork))) return refused('grant-refused');
  }
  const steppingDown = to === null || !coordinates(to);
  if (steppingDown && isLastCoordinator(member.personId, members)) return refused('last-coordinator');
  return ok(undefined);
}

import type { Grant } from './member.ts';
import {
  can,
  partnershipActions,
  rightOfRole,
  rightOutOfScope,
  type PartnershipAction,
  type Right,
} from './policy.ts';

/**
 * What a grant lets somebody do, read off the policy: who gives a role sees its effect before.
 * Invariant: it decides nothing and repeats no rule; it only asks the policy.
 */
export interface GrantEffect {
  readonly right: Right;
  /** On texts that the scope does not reach; `null`: it reaches everything, or the role does no more anyway. */
  readonly elsewhere: Right | null;
  /** What it opens beyond texts, without what every member may do. */
  readonly actions: readonly PartnershipAction[];
}

export function effectOf(grant: Grant): GrantEffect {
  const right = rightOfRole[grant.role];
  const elsewhere = rightOutOfScope(grant.role);
  return {
    right,
    elsewhere: grant.scope.kind === 'all' || elsewhere === right ? null : elsewhere,
    actions: (Object.keys(partnershipActions) as PartnershipAction[]).filter(
      (action) => allows(grant, action) && !allows(observing, action),
    ),
  };
}

/** The least that a member is. */
const observing: Grant = { role: 'observer', scope: { kind: 'all' } };
const PARTNERSHIP = 'any';

const allows = (grant: Grant, action: PartnershipAction): boolean =>
  can(
    {
      personId: 'somebody',
      operator: false,
      memberships: [{ partnershipId: PARTNERSHIP, organisationId: null, country: null, grants: [grant] }],
    },
    action,
    PARTNERSHIP,
  );

import type { PartnershipId } from '#lib/core/ids.ts';
import type { DocumentMeta, Work } from '../deliverable/work.ts';
import type { Grant, Membership, Principal, Role, Scope } from './member.ts';

/**
 * Who may do what: one table, used by the buttons and by the server alike. Deny by default.
 * Invariant: nothing here asks the database; it is handed the principal and the object.
 */

/** On a work, from low to high; each includes those before it. */
export const rights = ['read', 'comment', 'suggest', 'write', 'manage'] as const;
export type Right = (typeof rights)[number];

export const includes = (held: Right | null, needed: Right): boolean =>
  held !== null && rights.indexOf(held) >= rights.indexOf(needed);

/** The right that each role brings on a work within its scope. */
export const rightOfRole: Readonly<Record<Role, Right>> = {
  coordinator: 'manage',
  'country-lead': 'write',
  editor: 'write',
  'language-reviewer': 'write',
  terminologist: 'suggest',
  facilitator: 'comment',
  observer: 'read',
};

/** What of a language version counts for the rights on it. */
type VersionFacts = Pick<DocumentMeta, 'language' | 'locked'>;

/** Why somebody has a right: shown to who asks "why can I see this, and why not change it?". */
export interface RightReason {
  readonly right: Right;
  readonly role: Role;
  readonly scope: Scope;
  /** What the role alone would give. */
  readonly ofRole: Right;
  /** Set when the text's state or a lock, or the role's scope, lowered it: what decided last. */
  readonly loweredBy?: 'state' | 'lock' | 'scope';
}

/** Outside a grant's scope a member still follows the work and says what they think of it. */
const HIGHEST_OUT_OF_SCOPE: Right = 'comment';
/** A locked text waits for whoever locked it; talking about it goes on. */
const HIGHEST_WHEN_LOCKED: Right = 'comment';
/** What a role leaves somebody on a text that its scope does not reach. */
export const rightOutOfScope = (role: Role): Right => lower(rightOfRole[role], HIGHEST_OUT_OF_SCOPE);
/** Final texts are changed by a new version, not in place. */
const highestInState = (state: Work['state']): Right =>
  state === 'published' || state === 'superseded' ? 'comment' : 'manage';

const lower = (a: Right, b: Right): Right => (rights.indexOf(a) <= rights.indexOf(b) ? a : b);

/** What one grant brings on one language version. */
function fromGrant(grant: Grant, work: Work, document: VersionFacts): RightReason {
  const ofRole = rightOfRole[grant.role];
  const caps: readonly (readonly [NonNullable<RightReason['loweredBy']>, Right])[] = [
    ['scope', withinScope(grant.scope, work, document) ? 'manage' : HIGHEST_OUT_OF_SCOPE],
    ['state', highestInState(work.state)],
    ['lock', document.locked ? HIGHEST_WHEN_LOCKED : 'manage'],
  ];
  let reason: RightReason = { right: ofRole, role: grant.role, scope: grant.scope, ofRole };
  for (const [loweredBy, cap] of caps) {
    const right = lower(reason.right, cap);
    if (right !== reason.right) reason = { ...reason, right, loweredBy };
  }
  return reason;
}

function withinScope(scope: Scope, work: Work, document: VersionFacts): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'country':
      // The partnership's common texts belong to every country.
      return work.ownerCountry === null || work.ownerCountry === scope.country;
    case 'language':
      // What has no language (a record's facts, a board) is nobody's language version.
      return document.language !== null && speaks(scope.language, document.language);
    case 'work':
      return work.id === scope.workId;
  }
}

/** RFC 4647, basic filtering: `nl` covers `nl-BE`, `nl-BE` does not cover `nl`. */
const speaks = (range: string, tag: string): boolean =>
  tag.toLowerCase() === range.toLowerCase() || tag.toLowerCase().startsWith(`${range.toLowerCase()}-`);

/** The highest right that a person has on one language version of a work, with its reason; `null`: none. */
export function rightOn(principal: Principal | null, work: Work, document: VersionFacts): RightReason | null {
  let best: RightReason | null = null;
  for (const grant of grantsIn(principal, work.partnershipId)) {
    const reason = fromGrant(grant, work, document);
    if (!best || rights.indexOf(reason.right) > rights.indexOf(best.right)) best = reason;
  }
  return best;
}

/**
 * Who manages a text locks it, and unlocks it: what the lock and the text's state take away is writing,
 * not this.
 */
export const mayLock = (principal: Principal | null, work: Work, document: DocumentMeta): boolean =>
  includes(
    rightOn(principal, { ...work, state: 'draft' }, { ...document, locked: false })?.right ?? null,
    'manage',
  );

/** A work gets one more language version from whoever would write in it. */
export const mayBegin = (principal: Principal | null, work: Work, language: string): boolean =>
  includes(rightOn(principal, work, { language, locked: false })?.right ?? null, 'write');

/** A person's membership of a partnership; without a grant it opens nothing and counts as none. */
export const memberOf = (principal: Principal | null, partnershipId: PartnershipId): Membership | null =>
  principal?.memberships.find((m) => m.partnershipId === partnershipId && m.grants.length > 0) ?? null;

/** Somebody may stand for two organisations of one partnership: all their grants count. */
const grantsIn = (principal: Principal | null, partnershipId: PartnershipId): readonly Grant[] =>
  principal?.memberships.filter((m) => m.partnershipId === partnershipId).flatMap((m) => m.grants) ?? [];

const everyRole = [
  'coordinator',
  'country-lead',
  'editor',
  'language-reviewer',
  'terminologist',
  'facilitator',
  'observer',
] as const satisfies readonly Role[];

/** Actions that are not on one text, and the roles that open them. */
export const partnershipActions = {
  'partnership.read': everyRole,
  'work.create': ['coordinator', 'country-lead', 'editor'],
  'export.create': everyRole,
  // Whom and how far: people-policy.ts.
  'people.manage': ['coordinator', 'country-lead'],
  // Who takes part, and how far each has come: the call's rules are worked out from it.
  'organisations.manage': ['coordinator'],
  // What the partnership does together, and when.
  'programme.manage': ['coordinator'],
  // Whoever writes meets words that the glossary lacks; what holds is for who keeps it.
  'glossary.propose': ['coordinator', 'country-lead', 'editor', 'language-reviewer', 'terminologist'],
  'glossary.manage': ['coordinator', 'terminologist'],
  // What leaves the partnership in its name, and what is taken back.
  'publication.manage': ['coordinator'],
  // Who prepares workshops and steers them.
  'workshop.manage': ['coordinator', 'facilitator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type PartnershipAction = keyof typeof partnershipActions;

/** Who was asked in for one text or one language adds nothing beside it: these want a wider scope. */
const scopesNeeded: Readonly<Partial<Record<PartnershipAction, readonly Scope['kind'][]>>> = {
  'work.create': ['all', 'country'],
  'people.manage': ['all', 'country'],
  'organisations.manage': ['all'],
  'programme.manage': ['all'],
  'glossary.manage': ['all'],
  'publication.manage': ['all'],
};

export function can(
  principal: Principal | null,
  action: PartnershipAction,
  partnershipId: PartnershipId,
): boolean {
  const allowed: readonly Role[] = partnershipActions[action];
  const scopes = scopesNeeded[action];
  return grantsIn(principal, partnershipId).some(
    ({ role, scope }) => allowed.includes(role) && (scopes?.includes(scope.kind) ?? true),
  );
}

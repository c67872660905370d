import type { OrganisationId, PartnershipId, PersonId, WorkId } from '#lib/core/ids.ts';
import type { CountryCode, LanguageTag } from './organisation.ts';

/** Partnership roles, as they are spelled everywhere: code, tables, API, commands. */
export const roles = [
  'coordinator',
  'country-lead',
  'editor',
  'language-reviewer',
  'terminologist',
  'facilitator',
  'observer',
] as const;
export type Role = (typeof roles)[number];

export const isRole = (value: unknown): value is Role => (roles as readonly unknown[]).includes(value);

/** Where a role holds. A member may hold several roles, each with its own scope. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'country'; readonly country: CountryCode }
  | { readonly kind: 'language'; readonly language: LanguageTag }
  | { readonly kind: 'work'; readonly workId: WorkId };

export interface Grant {
  readonly role: Role;
  readonly scope: Scope;
}

export interface Membership {
  readonly partnershipId: PartnershipId;
  readonly organisationId: OrganisationId | null;
  readonly country: CountryCode | null;
  readonly grants: readonly Grant[];
}

/** Who asks: everything that the policy needs to know of a person, and nothing else. */
export interface Principal {
  readonly personId: PersonId;
  /** May create partnerships. */
  readonly operator: boolean;
  readonly memberships: readonly Membership[];
}

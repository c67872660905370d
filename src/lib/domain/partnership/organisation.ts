import type { OrganisationId, PartnershipId } from '#lib/core/ids.ts';

/** ISO 3166-1 alpha-2. */
export type CountryCode = string;

/** BCP 47, canonical. Country is not language: Aosta is Italian and French. */
export type LanguageTag = string;

/** How far an organisation has come, in order. Rules R1 and R2 count `confirmed` ones. */
export const organisationStatuses = [
  'wished',
  'contacted',
  'interested',
  'to-be-confirmed',
  'confirmed',
  'withdrawn',
] as const;
export type OrganisationStatus = (typeof organisationStatuses)[number];

export const organisationTypes = [
  'local-authority',
  'regional-authority',
  'public-agency',
  'training-body',
  'association',
  'sse',
  'to-be-defined',
] as const;
export type OrganisationType = (typeof organisationTypes)[number];

/** What an organisation is in the partnership. */
export const organisationParts = ['coordinator', 'country-lead', 'tandem', 'partner'] as const;
export type OrganisationPart = (typeof organisationParts)[number];

export interface Organisation {
  readonly id: OrganisationId;
  readonly partnershipId: PartnershipId;
  readonly name: string;
  readonly country: CountryCode;
  readonly type: OrganisationType;
  /** A public body? `null`: not known yet. */
  readonly public: boolean | null;
  /** Has the legal remit for social action (French « compétences »), never a skill. `null`: not known yet. */
  readonly remit: boolean | null;
  readonly languages: readonly LanguageTag[];
  readonly status: OrganisationStatus;
  /** Leads the partnership, its country, or takes part. */
  readonly part: OrganisationPart;
}

export const isConfirmed = (it: Organisation): boolean => it.status === 'confirmed';

/** Somebody has spoken with them: more than a wish, and they have not left. */
export const isInContact = (it: Organisation): boolean => it.status !== 'wished' && it.status !== 'withdrawn';

/** What every tandem needs once: a public body whose legal remit covers social action (R3). */
export const isPublicWithRemit = (it: Organisation): boolean => it.public === true && it.remit === true;

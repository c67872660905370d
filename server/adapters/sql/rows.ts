import type { Deliverable, DocumentMeta, Work } from '#lib/domain/deliverable/work.ts';
import type { Grant, Role, Scope } from '#lib/domain/partnership/member.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import type { Person } from '#server/ports/account-store.ts';
import type { Partnership } from '#server/ports/partnership-store.ts';
import type {
  DeliverableTable,
  DocumentTable,
  MemberGrantTable,
  OrganisationTable,
  PartnershipTable,
  PersonTable,
  WorkTable,
} from './schema.ts';

/** Rows to what the ports speak of, and back where both ways are needed. */
export const json = (value: unknown): string => JSON.stringify(value ?? null);
export const fromJson = <T>(text: string): T => JSON.parse(text) as T;
export const bit = (value: boolean): 0 | 1 => (value ? 1 : 0);
const bitOrNull = (value: boolean | null) => (value === null ? null : bit(value));
const flagOrNull = (value: 0 | 1 | null) => (value === null ? null : value === 1);

export const personOf = (row: PersonTable): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  locale: row.locale,
  operator: row.operator === 1,
});

export const personRow = (person: Person): PersonTable => ({
  id: person.id,
  name: person.name,
  email: person.email,
  locale: person.locale,
  operator: bit(person.operator),
});

export const partnershipOf = (row: PartnershipTable): Partnership => ({
  id: row.id,
  titles: fromJson(row.titles),
  horizon: row.horizon,
  fundingProfile: row.funding_profile as Partnership['fundingProfile'],
  workingLanguage: row.working_language,
  languages: fromJson(row.languages),
  example: row.example === 1,
  facts: fromJson(row.facts),
  createdAtMs: row.created_at_ms,
});

export const partnershipRow = (partnership: Partnership): PartnershipTable => ({
  id: partnership.id,
  titles: json(partnership.titles),
  horizon: partnership.horizon,
  funding_profile: partnership.fundingProfile,
  working_language: partnership.workingLanguage,
  languages: json(partnership.languages),
  example: bit(partnership.example),
  facts: json(partnership.facts),
  created_at_ms: partnership.createdAtMs,
});

export const organisationOf = (row: OrganisationTable): Organisation => ({
  id: row.id,
  partnershipId: row.partnership,
  name: row.name,
  country: row.country,
  type: row.type as Organisation['type'],
  public: flagOrNull(row.public),
  remit: flagOrNull(row.remit),
  languages: fromJson(row.languages),
  status: row.status as Organisation['status'],
  part: row.part as Organisation['part'],
});

export const organisationRow = (organisation: Organisation): OrganisationTable => ({
  id: organisation.id,
  partnership: organisation.partnershipId,
  name: organisation.name,
  country: organisation.country,
  type: organisation.type,
  public: bitOrNull(organisation.public),
  remit: bitOrNull(organisation.remit),
  languages: json(organisation.languages),
  status: organisation.status,
  part: organisation.part,
});

export const grantOf = (row: Pick<MemberGrantTable, 'role' | 'scope_kind' | 'scope_value'>): Grant => ({
  role: row.role as Role,
  scope: scopeOf(row.scope_kind as Scope['kind'], row.scope_value ?? ''),
});

function scopeOf(kind: Scope['kind'], value: string): Scope {
  switch (kind) {
    case 'all':
      return { kind };
    case 'country':
      return { kind, country: value };
    case 'language':
      return { kind, language: value };
    case 'work':
      return { kind, workId: value };
  }
}

function scopeValue(scope: Scope): string | null {
  switch (scope.kind) {
    case 'all':
      return null;
    case 'country':
      return scope.country;
    case 'language':
      return scope.language;
    case 'work':
      return scope.workId;
  }
}

/** In their order, which is kept. */
export const grantRows = (
  member: Pick<MemberGrantTable, 'partnership' | 'person'>,
  grants: readonly Grant[],
): MemberGrantTable[] =>
  grants.map(({ role, scope }, position) => ({
    ...member,
    position,
    role,
    scope_kind: scope.kind,
    scope_value: scopeValue(scope),
  }));

export const deliverableOf = (row: DeliverableTable): Deliverable => ({
  id: row.id,
  partnershipId: row.partnership,
  kind: row.kind as Deliverable['kind'],
  code: row.code,
  titles: fromJson(row.titles),
  state: row.state as Deliverable['state'],
});

export const workOf = (row: WorkTable): Work => ({
  id: row.id,
  partnershipId: row.partnership,
  deliverableId: row.deliverable,
  type: row.type as Work['type'],
  kind: row.kind as Work['kind'],
  sourceLanguage: row.source_language,
  state: row.state as Work['state'],
  ownerOrganisationId: row.owner_organisation,
  ownerCountry: row.owner_country,
});

export const documentOf = (row: DocumentTable): DocumentMeta => ({
  id: row.id,
  workId: row.work,
  role: row.role as DocumentMeta['role'],
  language: row.language,
  title: row.title,
  minSchema: row.min_schema,
  head: row.head,
  policyEpoch: row.policy_epoch,
  locked: row.locked === 1,
  incarnation: row.incarnation,
  changedAtMs: row.changed_at_ms,
});

import type { DocumentMeta, Work } from '../../deliverable/work.ts';
import type { Grant, Principal } from '../../partnership/member.ts';
import type { Organisation } from '../../partnership/organisation.ts';
import type { NeedFacts } from '../need.ts';

/** Small rows for the tests of this folder. */
export const HERE = 'here';
export const DAY = 86_400_000;
export const NOW = 100 * DAY;

export const work = (id: string, more: Partial<Work> = {}): Work => ({
  id,
  partnershipId: HERE,
  deliverableId: null,
  type: 'prose',
  kind: 'free',
  sourceLanguage: 'fr',
  state: 'draft',
  ownerOrganisationId: null,
  ownerCountry: null,
  ...more,
});

export const text = (workId: string, language: string, more: Partial<DocumentMeta> = {}): DocumentMeta => ({
  id: `${workId}-${language}`,
  workId,
  role: 'text',
  language,
  title: `${workId} ${language}`,
  minSchema: 1,
  head: 5,
  policyEpoch: 0,
  locked: false,
  incarnation: 1,
  changedAtMs: NOW - 10 * DAY,
  ...more,
});

export const organisation = (
  id: string,
  country: string,
  more: Partial<Organisation> = {},
): Organisation => ({
  id,
  partnershipId: HERE,
  name: `Organisation ${id}`,
  country,
  type: 'association',
  public: false,
  remit: false,
  languages: ['it'],
  status: 'confirmed',
  part: 'partner',
  ...more,
});

export const principal = (grants: readonly Grant[], organisationId: string | null = null): Principal => ({
  personId: 'me',
  operator: false,
  memberships: [{ partnershipId: HERE, organisationId, country: null, grants }],
});
export const everywhere = (role: Grant['role']): Grant => ({ role, scope: { kind: 'all' } });

export const facts = (more: Partial<NeedFacts> = {}): NeedFacts => ({
  nowMs: NOW,
  partnershipId: HERE,
  languages: ['fr', 'it'],
  standing: { rules: [], readiness: [] },
  organisations: [],
  members: [],
  invitations: [],
  works: [],
  writing: [],
  writers: new Map(),
  locks: [],
  versions: [],
  ...more,
});

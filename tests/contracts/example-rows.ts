import type { Concept } from '#lib/domain/glossary/concept.ts';
import type { Activity } from '#lib/domain/programme/activity.ts';
import type { Organisation } from '#lib/domain/partnership/organisation.ts';
import type { Grant, Role } from '#lib/domain/partnership/member.ts';
import type { Person } from '#server/ports/account-store.ts';
import type { Invitation } from '#server/ports/invitation-store.ts';
import type { Partnership, PartnershipRows } from '#server/ports/partnership-store.ts';

/** A small partnership for tests, every id with a prefix, so that two can stand side by side. */
export const examplePerson = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: `Person ${id}`,
  email: null,
  locale: null,
  operator: false,
  ...more,
});

export const exampleGrant = (role: Role): Grant => ({ role, scope: { kind: 'all' } });

export const exampleOrganisation = (prefix: string, country: string): Organisation => ({
  id: `${prefix}-org-${country.toLowerCase()}`,
  partnershipId: prefix,
  name: `Authority of ${country}`,
  country,
  type: 'local-authority',
  public: true,
  remit: null,
  languages: ['fr', 'it'],
  status: 'confirmed',
  part: country === 'FR' ? 'coordinator' : 'country-lead',
});

export const examplePartnership = (prefix: string): Partnership => ({
  id: prefix,
  titles: { fr: 'Les métiers du social', en: 'Social work in 2050' },
  horizon: 2050,
  fundingProfile: 'none',
  workingLanguage: 'fr',
  languages: ['fr', 'en', 'it'],
  example: true,
  facts: { wishedCountries: ['FI'], activitiesBegin: '2027-01', activitiesEnd: null, action: 'KA204' },
  createdAtMs: 10,
});

export const exampleInvitation = (prefix: string, more: Partial<Invitation> = {}): Invitation => ({
  id: `${prefix}-invitation`,
  partnershipId: prefix,
  secretHash: `${prefix}-invitation-hash`,
  email: 'guest@example.org',
  name: 'Guest',
  locale: 'fr',
  organisationId: `${prefix}-org-it`,
  grants: [exampleGrant('editor'), { role: 'observer', scope: { kind: 'country', country: 'IT' } }],
  invitedBy: `${prefix}-lead`,
  createdAtMs: 10,
  expiresAtMs: 100,
  acceptedAtMs: null,
  ...more,
});

export function exampleRows(prefix: string): Required<PartnershipRows> {
  const work = {
    partnershipId: prefix,
    type: 'prose',
    state: 'draft',
    ownerOrganisationId: null,
    ownerCountry: null,
  } as const;
  return {
    partnerships: [examplePartnership(prefix)],
    organisations: [exampleOrganisation(prefix, 'IT'), exampleOrganisation(prefix, 'FR')],
    people: [
      examplePerson(`${prefix}-lead`, { name: 'Zoé', email: `${prefix}@example.org`, locale: 'fr' }),
      examplePerson(`${prefix}-editor`, { name: 'Bruno' }),
    ],
    members: [
      {
        personId: `${prefix}-lead`,
        partnershipId: prefix,
        organisationId: `${prefix}-org-fr`,
        grants: [
          exampleGrant('coordinator'),
          { role: 'country-lead', scope: { kind: 'country', country: 'FR' } },
        ],
      },
      {
        personId: `${prefix}-editor`,
        partnershipId: prefix,
        organisationId: null,
        grants: [
          { role: 'editor', scope: { kind: 'language', language: 'it' } },
          { role: 'editor', scope: { kind: 'work', workId: `${prefix}-work-d1` } },
        ],
      },
    ],
    deliverables: [
      {
        id: `${prefix}-d2`,
        partnershipId: prefix,
        kind: 'recommendations',
        code: 'D2',
        titles: { en: 'Two' },
        state: 'draft',
      },
      {
        id: `${prefix}-d1`,
        partnershipId: prefix,
        kind: 'typology',
        code: 'D1',
        titles: { en: 'One' },
        state: 'in-review',
      },
    ],
    works: [
      {
        ...work,
        id: `${prefix}-work-call`,
        deliverableId: null,
        kind: 'call',
        sourceLanguage: 'fr',
        createdAtMs: 1,
      },
      {
        ...work,
        id: `${prefix}-work-d2`,
        deliverableId: `${prefix}-d2`,
        kind: 'recommendations',
        sourceLanguage: 'en',
        createdAtMs: 2,
      },
      {
        ...work,
        id: `${prefix}-work-d1`,
        deliverableId: `${prefix}-d1`,
        kind: 'typology',
        sourceLanguage: 'en',
        ownerOrganisationId: `${prefix}-org-it`,
        ownerCountry: 'IT',
        createdAtMs: 3,
      },
    ],
    documents: [
      document(prefix, 'call', 'en', 'Call for partners'),
      document(prefix, 'call', 'fr', 'Appel à partenaires'),
      document(prefix, 'd1', 'en', 'Typology'),
    ],
    activities: [exampleActivity(prefix)],
    concepts: [exampleConcept(prefix)],
  };
}

export const exampleActivity = (prefix: string, more: Partial<Activity> = {}): Activity => ({
  id: `${prefix}-activity`,
  partnershipId: prefix,
  kind: 'seminar',
  titles: { fr: 'Séminaire', en: 'Seminar' },
  descriptions: { en: 'Three days.' },
  begins: '2027-03',
  ends: null,
  dateNotes: { en: 'To be settled.' },
  country: 'FR',
  place: 'Grenoble',
  hostOrganisationId: `${prefix}-org-fr`,
  deliverables: ['D1'],
  items: [
    {
      ...{ id: `${prefix}-item-1`, day: 1, start: '09:00', minutes: 30, kind: 'plenary' },
      ...{ titles: { en: 'Welcome' }, deliverables: [] },
    },
    {
      ...{ id: `${prefix}-item-2`, day: 2, start: '11:00', minutes: 90, kind: 'workshop' },
      ...{ titles: { en: 'Writing' }, deliverables: ['D1'] },
    },
  ],
  revision: 1,
  ...more,
});

export const exampleConcept = (prefix: string, more: Partial<Concept> = {}): Concept => ({
  id: `${prefix}-concept`,
  partnershipId: prefix,
  code: 'C01',
  definitions: { fr: 'Métier qui aide.', en: 'Profession that helps.' },
  notes: { fr: 'À relire.' },
  equivalence: { en: 'partial' },
  doNotTranslate: false,
  terms: [
    { lang: 'fr', text: 'métier du social', status: 'approved' },
    { lang: 'en', text: 'social profession', status: 'approved' },
    { lang: 'en', text: 'social job', status: 'forbidden' },
    { lang: 'it', text: 'professione sociale', status: 'proposed' },
  ],
  revision: 1,
  ...more,
});

const document = (prefix: string, work: string, language: string, title: string) => ({
  id: `${prefix}-doc-${work}-${language}`,
  workId: `${prefix}-work-${work}`,
  role: 'text' as const,
  language,
  title,
  createdAtMs: 50,
});

import type { PersonId } from '#lib/core/ids.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';

export const OTHER_PARTNERSHIP = 'other-partnership';
export const OTHER_DOCUMENT = 'other-doc';

/** A second partnership with one empty text and its own coordinator, who is nobody in the example. */
export async function addOtherPartnership(partnerships: PartnershipStore): Promise<PersonId> {
  const createdAtMs = Date.now();
  const personId = 'other-coordinator';
  await partnerships.insert({
    partnerships: [
      {
        id: OTHER_PARTNERSHIP,
        titles: { en: 'Another partnership' },
        horizon: null,
        fundingProfile: 'none',
        workingLanguage: 'en',
        languages: ['en'],
        example: false,
        facts: { wishedCountries: [], activitiesBegin: null, activitiesEnd: null, action: null },
        createdAtMs,
      },
    ],
    people: [{ id: personId, name: 'Other coordinator', email: null, locale: null, operator: false }],
    members: [
      {
        personId,
        partnershipId: OTHER_PARTNERSHIP,
        organisationId: null,
        grants: [{ role: 'coordinator', scope: { kind: 'all' } }],
      },
    ],
    works: [
      {
        id: 'other-work',
        partnershipId: OTHER_PARTNERSHIP,
        deliverableId: null,
        type: 'prose',
        kind: 'free',
        sourceLanguage: 'en',
        state: 'draft',
        ownerOrganisationId: null,
        ownerCountry: null,
        createdAtMs,
      },
    ],
    documents: [
      { id: OTHER_DOCUMENT, workId: 'other-work', role: 'text', language: 'en', title: 'Other', createdAtMs },
    ],
  });
  return personId;
}

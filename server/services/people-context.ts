import type { PartnershipId, WorkId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { CountryCode, Organisation } from '#lib/domain/partnership/organisation.ts';
import type { Partnership, PartnershipStore, WorkWithDocuments } from '#server/ports/partnership-store.ts';
import type { PartnershipAction } from '#lib/domain/partnership/policy.ts';
import type { FindPartnership } from './find-partnership.ts';

export interface PeopleDeps {
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
}

/** What every use case about people of a partnership asks first. */
export interface PeopleContext {
  readonly partnership: Partnership;
  readonly organisations: readonly Organisation[];
  readonly works: readonly WorkWithDocuments[];
  /** Of an organisation; `null`: of none. */
  countryOf(organisationId: string | null): CountryCode | null;
  /** Of a work's owner; `null`: common to all; `undefined`: not a work of this partnership. */
  countryOfWork(workId: WorkId): CountryCode | null | undefined;
}

/** Errors: those of `findPartnership`. */
export async function peopleContext(
  { partnerships, findPartnership }: PeopleDeps,
  principal: Principal | null,
  partnershipId: PartnershipId,
  action: PartnershipAction = 'people.manage',
): Promise<Result<PeopleContext>> {
  const found = await findPartnership(principal, partnershipId, action);
  if (!found.ok) return found;
  const [organisations, works] = await Promise.all([
    partnerships.organisations(partnershipId),
    partnerships.works(partnershipId),
  ]);
  const countries = new Map(organisations.map(({ id, country }) => [id, country]));
  const owners = new Map(works.map(({ work }) => [work.id, work.ownerCountry]));
  return ok({
    partnership: found.value,
    organisations,
    works,
    countryOf: (id) => (id === null ? null : (countries.get(id) ?? null)),
    countryOfWork: (workId) => owners.get(workId),
  });
}

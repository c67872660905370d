import { newId, type OrganisationId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { europeanCountries } from '#lib/domain/partnership/countries.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import {
  organisationParts,
  organisationStatuses,
  organisationTypes,
} from '#lib/domain/partnership/organisation.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { inputInvalid, readName, type Faults } from './person-input.ts';

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
  readonly random: Random;
}

export interface OrganisationInput {
  readonly name: unknown;
  readonly country: unknown;
  readonly type: unknown;
  /** `yes`, `no`, or anything else: not known yet. */
  readonly public: unknown;
  readonly remit: unknown;
  readonly status: unknown;
  readonly part: unknown;
}

/** A partner that was found. Errors: those of `findPartnership`, `input-invalid` with each field at fault. */
export const addOrganisation =
  ({ partnerships, findPartnership, random }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: OrganisationInput,
  ): Promise<Result<{ readonly id: OrganisationId }>> => {
    const found = await findPartnership(principal, partnershipId, 'organisations.manage');
    if (!found.ok) return found;
    const known = await partnerships.organisations(partnershipId);
    if (known.length >= limits.organisationsPerPartnershipMax) return problem('too-many-organisations');
    const faults: Faults = {};
    const name = readName(input.name, faults, limits.titleLengthMax);
    const choice = <T extends string>(field: keyof OrganisationInput, choices: readonly T[]) => {
      const chosen = choices.find((it) => it === input[field]);
      if (chosen === undefined) faults[field] = input[field] ? 'unknown' : 'missing';
      return chosen;
    };
    const country = choice('country', europeanCountries);
    const type = choice('type', organisationTypes);
    const status = choice('status', organisationStatuses);
    const part = choice('part', organisationParts);
    if (faults.name || !country || !type || !status || !part) return inputInvalid(faults);
    const organisation = {
      ...{ id: newId(random), partnershipId, name, country, type, status, part },
      public: yesNo(input.public),
      remit: yesNo(input.remit),
      languages: [],
    };
    await partnerships.insert({ organisations: [organisation] });
    return ok({ id: organisation.id });
  };

/** How far an organisation has come. Its country stays: rights of its people hang on it. */
export const setOrganisationStatus =
  ({ partnerships, findPartnership }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: { readonly organisation: unknown; readonly status: unknown },
  ): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'organisations.manage');
    if (!found.ok) return found;
    const status = organisationStatuses.find((it) => it === input.status);
    if (!status) return inputInvalid({ newStatus: input.status ? 'unknown' : 'missing' });
    const id = typeof input.organisation === 'string' ? input.organisation : '';
    const changed = await partnerships.setOrganisationStatus(partnershipId, id, status);
    return changed ? ok(undefined) : inputInvalid({ organisation: id ? 'unknown' : 'missing' });
  };

const yesNo = (value: unknown): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null);

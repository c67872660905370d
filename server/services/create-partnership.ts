import type { PartnershipTemplate } from '#server/templates/read-templates.ts';
import { readTemplates } from '#server/templates/read-templates.ts';
import type { PartnershipRows, PartnershipStore } from '#server/ports/partnership-store.ts';
import type { Clock } from '#lib/core/clock.ts';
import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { canonicalLanguage, checked, type Faults } from './person-input.ts';

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly clock: Clock;
  readonly random: Random;
}

export interface CreatePartnershipInput {
  readonly template: unknown;
  /** In the working language. */
  readonly title: unknown;
  readonly workingLanguage: unknown;
  readonly languages: unknown;
  /** A year, or nothing. */
  readonly horizon: unknown;
}

export interface CreatedPartnership {
  readonly partnershipId: PartnershipId;
}

export const templates = (): readonly PartnershipTemplate[] => readTemplates();

const COORDINATOR: readonly Grant[] = [{ role: 'coordinator', scope: { kind: 'all' } }];

/** A partnership of empty texts, from a template; the operator coordinates it. Errors: `operators-only`, `input-invalid`. */
export const createPartnership =
  ({ partnerships, clock, random }: Deps) =>
  async (principal: Principal | null, input: CreatePartnershipInput): Promise<Result<CreatedPartnership>> => {
    if (!principal) return problem('not-signed-in');
    if (!principal.operator) return problem('operators-only');
    const valid = validate(input);
    if (!valid.ok) return valid;
    const partnershipId = newId(random);
    const rows = rowsOf(partnershipId, valid.value, random, clock.nowMs());
    const operator = {
      personId: principal.personId,
      partnershipId,
      organisationId: null,
      grants: COORDINATOR,
    };
    await partnerships.insert({ ...rows, members: [operator] });
    return ok({ partnershipId });
  };

interface ValidPartnership {
  readonly template: PartnershipTemplate;
  readonly title: string;
  readonly workingLanguage: LanguageTag;
  readonly languages: readonly LanguageTag[];
  readonly horizon: number | null;
}

function validate(input: CreatePartnershipInput): Result<ValidPartnership> {
  const faults: Faults = {};
  const template = readTemplates().find(({ id }) => id === input.template);
  if (!template) faults.template = 'unknown';
  const title = typeof input.title === 'string' ? input.title.trim() : '';
  if (!title) faults.title = 'missing';
  else if (title.length > limits.titleLengthMax) faults.title = 'too-long';
  const workingLanguage = canonicalLanguage(input.workingLanguage) ?? '';
  if (!workingLanguage) faults.workingLanguage = input.workingLanguage ? 'unknown' : 'missing';
  const languages = readLanguages(input.languages, workingLanguage, faults);
  const horizon = readHorizon(input.horizon, faults);
  if (!template) return checked(null as never, faults);
  return checked({ template, title, workingLanguage, languages, horizon }, faults);
}

/** The working language first, whether it was named among them or not. */
function readLanguages(value: unknown, workingLanguage: LanguageTag, faults: Faults): readonly LanguageTag[] {
  const named = Array.isArray(value) ? value.slice(0, limits.partnershipLanguagesMax + 1) : [];
  const read = named.map(canonicalLanguage);
  const languages = new Set([workingLanguage, ...read.flatMap((language) => language ?? [])]);
  if (!Array.isArray(value) || read.includes(null)) faults.languages = 'unknown';
  else if (languages.size > limits.partnershipLanguagesMax) faults.languages = 'too-long';
  return [...languages];
}

/** Years in which such work can look. */
const [HORIZON_MIN, HORIZON_MAX] = [2000, 2200];

function readHorizon(value: unknown, faults: Faults): number | null {
  if (value === null || value === undefined || value === '') return null;
  const year = Number(value);
  if (Number.isInteger(year) && year >= HORIZON_MIN && year <= HORIZON_MAX) return year;
  faults.horizon = 'unknown';
  return null;
}

function rowsOf(
  partnershipId: PartnershipId,
  { template, title, workingLanguage, languages, horizon }: ValidPartnership,
  random: Random,
  createdAtMs: number,
): PartnershipRows {
  const works = template.deliverables.map((deliverable) => ({
    ...deliverable,
    deliverableId: newId(random),
    workId: newId(random),
  }));
  return {
    partnerships: [
      {
        id: partnershipId,
        titles: { [workingLanguage]: title },
        horizon,
        fundingProfile: 'none',
        workingLanguage,
        languages,
        example: false,
        facts: { wishedCountries: [], activitiesBegin: null, activitiesEnd: null, action: null },
        createdAtMs,
      },
    ],
    deliverables: works.map(({ deliverableId: id, kind, code, titles }) => ({
      id,
      partnershipId,
      kind,
      code,
      titles,
      state: 'draft',
    })),
    works: works.map(({ workId: id, deliverableId, kind }) => ({
      id,
      partnershipId,
      deliverableId,
      type: 'prose',
      kind,
      sourceLanguage: workingLanguage,
      state: 'draft',
      ownerOrganisationId: null,
      ownerCountry: null,
      createdAtMs,
    })),
    documents: works.flatMap(({ workId, titles }) =>
      languages.map((language, position) => ({
        id: newId(random),
        workId,
        role: 'text' as const,
        language,
        title: titleIn(titles, language).text,
        // Listed in the order in which they were chosen.
        createdAtMs: createdAtMs + position,
      })),
    ),
    activities: (template.activities ?? []).map(({ kind, titles }) => ({
      ...{ id: newId(random), partnershipId, kind, titles },
      ...{ descriptions: {}, dateNotes: {}, begins: null, ends: null },
      ...{ country: null, place: null, hostOrganisationId: null },
      ...{ deliverables: [], items: [], revision: 1 },
    })),
  };
}

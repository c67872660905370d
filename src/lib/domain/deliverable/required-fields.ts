import { workStates, type WorkState } from './work.ts';

/**
 * What an item of a deliverable must hold before it goes to review, as data: field names by kind of item.
 * `list.field` is a field of each member of a list. An empty list or sentence counts as missing.
 */
export const itemKinds = ['profile', 'recommendation', 'proposal'] as const;
export type ItemKind = (typeof itemKinds)[number];

const requiredBeforeReview: Readonly<Record<ItemKind, readonly string[]>> = {
  profile: [
    'name',
    'summary',
    'family',
    'maturity',
    'missions',
    'contexts',
    'publics',
    'knowledge',
    'knowHow',
    'interpersonal',
    'nationalTitles',
    'nationalTitles.country',
    'nationalTitles.title',
    'nationalTitles.lang',
    'nationalTitles.kind',
    'nationalTitles.source',
    'nationalTitles.checkedOn',
    'nationalTitles.certainty',
    'classifications',
    'trends2050',
    'migrationAdaptation',
    'sseLinks',
    'trainingPaths',
  ],
  recommendation: [
    'title',
    'statement',
    'problemObserved',
    'evidence',
    'level',
    'targetProfiles',
    'addressees',
    'learningOutcomes',
    'transversal',
    'nationalFeasibility',
    'nationalFeasibility.text',
    'nationalFeasibility.source',
  ],
  proposal: [
    'title',
    'idea',
    'lever',
    'audience',
    'problem',
    'evidence',
    'howItWorks',
    'firstStep',
    'carrierByCountry',
    'carrierByCountry.organisationType',
  ],
};

/** A profession that does not exist yet has no titles. */
const maturitiesWithoutTitles: readonly unknown[] = ['emerging', 'imagined-2050'];

type Item = Readonly<Record<string, unknown>>;

/** The fields that keep an item from review, in the order of its form. */
export function missingBeforeReview(kind: ItemKind, item: Item): readonly string[] {
  return requiredBeforeReview[kind].filter((path) => {
    const [name = '', inner] = path.split('.');
    const value = item[name];
    if (inner !== undefined)
      return Array.isArray(value) && value.some((member) => isEmpty((member as Item)[inner]));
    if (name === 'nationalTitles' && maturitiesWithoutTitles.includes(item.maturity)) return false;
    return isEmpty(value);
  });
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** `in-review` and everything after it needs the mandatory fields. */
export const needsMandatoryFields = (state: WorkState): boolean =>
  workStates.indexOf(state) >= workStates.indexOf('in-review');

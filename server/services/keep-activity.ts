import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { europeanCountries } from '#lib/domain/partnership/countries.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { activityKinds, itemKinds, itemsInOrder, type Activity } from '#lib/domain/programme/activity.ts';
import { earliestDay, latestDay, readParts, type PartialDate } from '#lib/domain/programme/partial-date.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { canonicalLanguage, inputInvalid, type Faults } from './person-input.ts';
import { readLine, readText } from './text-input.ts';

interface Deps {
  readonly programme: ProgrammeStore;
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
  readonly random: Random;
}

/** Words are in one language; those in others stay as they are. */
export interface ActivityInput {
  readonly language: unknown;
  readonly title: unknown;
  readonly description: unknown;
  readonly dateNote: unknown;
  readonly kind: unknown;
  readonly begins: DateInput;
  readonly ends: DateInput;
  readonly country: unknown;
  readonly place: unknown;
  readonly host: unknown;
  readonly deliverables: readonly unknown[];
}

/** As three fields give it. */
export type DateInput = Readonly<Record<'year' | 'month' | 'day', unknown>>;

export interface ItemInput {
  /** Nothing: a new one. */
  readonly item: unknown;
  readonly language: unknown;
  readonly title: unknown;
  readonly kind: unknown;
  readonly day: unknown;
  readonly start: unknown;
  readonly minutes: unknown;
  readonly deliverables: readonly unknown[];
}

/** An activity, and the state of it that was on the screen. */
export interface Which {
  readonly activity: unknown;
  readonly revision: unknown;
}

/** Errors: those of `findPartnership`, `list-full`, `input-invalid` with each field at fault. */
export const addActivity =
  (deps: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: ActivityInput,
  ): Promise<Result<Activity>> => {
    const found = await deps.findPartnership(principal, partnershipId, 'programme.manage');
    if (!found.ok) return found;
    const known = await deps.programme.activities(partnershipId);
    if (known.length >= limits.activitiesPerPartnershipMax) return problem('list-full');
    const id = newId(deps.random);
    const read = await readActivity(deps, { ...EMPTY, id, partnershipId }, input);
    if (read.ok) await deps.programme.add(read.value);
    return read;
  };

/** Errors: as above, and `entry-unknown`, `changed-meanwhile`. */
export const changeActivity =
  (deps: Deps) =>
  (principal: Principal | null, partnershipId: PartnershipId, which: Which, input: ActivityInput) =>
    change(deps, principal, partnershipId, which, (before) => readActivity(deps, before, input));

/** Errors: as above. */
export const removeActivity =
  ({ programme, findPartnership }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    { activity, revision }: Which,
  ): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'programme.manage');
    if (!found.ok) return found;
    const known = (await programme.activities(partnershipId)).find(({ id }) => id === activity);
    if (!known) return problem('entry-unknown');
    const removed = await programme.remove(partnershipId, known.id, Number(revision));
    return removed ? ok(undefined) : problem('changed-meanwhile');
  };

/** One item of the programme, new or another than before. Errors: as above, and `list-full`. */
export const keepItem =
  (deps: Deps) =>
  (principal: Principal | null, partnershipId: PartnershipId, which: Which, input: ItemInput) =>
    change(deps, principal, partnershipId, which, (before) => withItem(deps, before, input));

/** An item that has gone already is no fault. */
export const removeItem =
  (deps: Deps) => (principal: Principal | null, partnershipId: PartnershipId, which: Which, item: unknown) =>
    change(deps, principal, partnershipId, which, async (before) =>
      ok({ ...before, items: before.items.filter(({ id }) => id !== item) }),
    );

const EMPTY: Omit<Activity, 'id' | 'partnershipId'> = {
  ...{ kind: 'other', titles: {}, descriptions: {}, dateNotes: {}, begins: null, ends: null },
  ...{ country: null, place: null, hostOrganisationId: null, deliverables: [], items: [], revision: 1 },
};

async function change(
  { programme, findPartnership }: Deps,
  principal: Principal | null,
  partnershipId: PartnershipId,
  { activity, revision }: Which,
  make: (before: Activity) => Promise<Result<Activity>>,
): Promise<Result<Activity>> {
  const found = await findPartnership(principal, partnershipId, 'programme.manage');
  if (!found.ok) return found;
  const before = (await programme.activities(partnershipId)).find(({ id }) => id === activity);
  if (!before) return problem('entry-unknown');
  if (before.revision !== Number(revision)) return problem('changed-meanwhile');
  const made = await make(before);
  if (!made.ok) return made;
  return (await programme.change(made.value)) ? made : problem('changed-meanwhile');
}

async function readActivity(
  { partnerships }: Deps,
  before: Activity,
  input: ActivityInput,
): Promise<Result<Activity>> {
  const faults: Faults = {};
  const language = readLanguage(input.language, faults);
  const title = readLine(input.title, 'title', faults, limits.titleLengthMax);
  const description = readText(input.description, 'description', faults, limits.descriptionLengthMax);
  const dateNote = readText(input.dateNote, 'dateNote', faults, limits.descriptionLengthMax);
  const place = readLine(input.place, 'place', faults, limits.titleLengthMax, { required: false });
  const kind = choice('kind', input.kind, activityKinds, faults);
  const begins = readDate('begins', input.begins, faults);
  const ends = readDate('ends', input.ends, faults);
  if (begins && ends && latestDay(ends) < earliestDay(begins)) faults.ends ??= 'ends-before';
  const country = input.country ? choice('country', input.country, europeanCountries, faults) : null;
  const host = input.host ? await organisation(partnerships, before.partnershipId, input.host, faults) : null;
  const deliverables = await codes(partnerships, before.partnershipId, input.deliverables, faults);
  if (!kind || Object.keys(faults).length > 0) return inputInvalid(faults);
  return ok({
    ...before,
    ...{ kind, begins, ends, country: country ?? null, hostOrganisationId: host, deliverables },
    titles: said(before.titles, language, title),
    descriptions: said(before.descriptions, language, description),
    dateNotes: said(before.dateNotes, language, dateNote),
    place: place || null,
  });
}

async function withItem(
  { partnerships, random }: Deps,
  before: Activity,
  input: ItemInput,
): Promise<Result<Activity>> {
  const faults: Faults = {};
  const language = readLanguage(input.language, faults);
  const known = before.items.find(({ id }) => id === input.item);
  if (!known && before.items.length >= limits.itemsPerActivityMax) return problem('list-full');
  const title = readLine(input.title, 'title', faults, limits.titleLengthMax);
  const kind = choice('kind', input.kind, itemKinds, faults);
  const day = wholeNumber('day', input.day, limits.activityDaysMax, faults);
  const minutes = wholeNumber('minutes', input.minutes, limits.itemMinutesMax, faults);
  const start = typeof input.start === 'string' ? input.start : '';
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(start)) faults.start = start ? 'unknown' : 'missing';
  const deliverables = await codes(partnerships, before.partnershipId, input.deliverables, faults);
  if (!kind || Object.keys(faults).length > 0) return inputInvalid(faults);
  const titles = said(known?.titles ?? {}, language, title);
  const item = { id: known?.id ?? newId(random), day, start, minutes, kind, titles, deliverables };
  const others = before.items.filter(({ id }) => id !== item.id);
  return ok({ ...before, items: itemsInOrder([...others, item]) });
}

const said = (words: Readonly<Record<LanguageTag, string>>, language: LanguageTag, text: string) => {
  const { [language]: _before, ...others } = words;
  return text ? { ...others, [language]: text } : others;
};

function readLanguage(value: unknown, faults: Faults): LanguageTag {
  const language = canonicalLanguage(value);
  if (language === null) faults.language = value ? 'unknown' : 'missing';
  return language ?? '';
}

function choice<T extends string>(
  field: string,
  value: unknown,
  choices: readonly T[],
  faults: Faults,
): T | undefined {
  const chosen = choices.find((it) => it === value);
  if (chosen === undefined) faults[field] = value ? 'unknown' : 'missing';
  return chosen;
}

function readDate(field: string, { year, month, day }: DateInput, faults: Faults): PartialDate | null {
  const date = readParts(String(year ?? ''), String(month ?? ''), String(day ?? ''));
  if (date === 'invalid') faults[field] = 'no-date';
  return date === 'invalid' ? null : date;
}

function wholeNumber(field: string, value: unknown, max: number, faults: Faults): number {
  const number = value === '' || value === undefined ? Number.NaN : Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= max) return number;
  faults[field] = value ? 'no-number' : 'missing';
  return 0;
}

async function organisation(
  partnerships: PartnershipStore,
  partnershipId: PartnershipId,
  id: unknown,
  faults: Faults,
): Promise<string | null> {
  const found = (await partnerships.organisations(partnershipId)).find((it) => it.id === id);
  if (!found) faults.host = 'unknown';
  return found?.id ?? null;
}

async function codes(
  partnerships: PartnershipStore,
  partnershipId: PartnershipId,
  chosen: readonly unknown[],
  faults: Faults,
): Promise<readonly string[]> {
  const known = (await partnerships.deliverables(partnershipId)).map(({ code }) => code);
  if (chosen.some((it) => !known.includes(it as string))) faults.deliverables = 'unknown';
  return known.filter((code) => chosen.includes(code));
}

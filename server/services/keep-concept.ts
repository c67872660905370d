import { newId, type PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import type { Random } from '#lib/core/random.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import {
  equivalences,
  nextCode,
  type Concept,
  type Equivalence,
  type Term,
  type TermStatus,
} from '#lib/domain/glossary/concept.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { can } from '#lib/domain/partnership/policy.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { canonicalLanguage, inputInvalid, type Faults } from './person-input.ts';
import { readText } from './text-input.ts';

interface Deps {
  readonly glossary: GlossaryStore;
  readonly findPartnership: FindPartnership;
  readonly random: Random;
}

export interface ConceptInput {
  /** Anything but nothing: yes. */
  readonly doNotTranslate: unknown;
  /** What was filled in for each language; one that is left out stays as it is. */
  readonly languages: Readonly<Record<LanguageTag, LanguageInput>>;
}

/** Terms stand one on a line, the preferred one first. */
export type LanguageInput = Readonly<Record<TermStatus | 'definition' | 'note' | 'equivalence', unknown>>;

/**
 * A concept with its terms. Who may propose but not keep the glossary adds proposals only: what they say is
 * approved, forbidden or equivalent is left out. Errors: those of `findPartnership`, `list-full`,
 * `input-invalid` with each field at fault (`approved-fr`).
 */
export const addConcept =
  ({ glossary, findPartnership, random }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    input: ConceptInput,
  ): Promise<Result<Concept>> => {
    const found = await findPartnership(principal, partnershipId, 'glossary.propose');
    if (!found.ok) return found;
    const mayManage = can(principal, 'glossary.manage', partnershipId);
    const read = readConcept(mayManage ? input : proposalOf(input), NOTHING);
    if (!read.ok) return read;
    return glossary.add(partnershipId, (codes) =>
      codes.length >= limits.conceptsPerPartnershipMax
        ? problem('list-full')
        : ok({ id: newId(random), partnershipId, code: nextCode(codes), ...read.value, revision: 1 }),
    );
  };

/** Errors: as above, and `entry-unknown`, `changed-meanwhile`. */
export const changeConcept =
  ({ glossary, findPartnership }: Deps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    which: Which,
    input: ConceptInput,
  ): Promise<Result<Concept>> => {
    const found = await findPartnership(principal, partnershipId, 'glossary.manage');
    if (!found.ok) return found;
    const concept = await conceptAt(glossary, partnershipId, which);
    if (!concept.ok) return concept;
    const read = readConcept(input, concept.value);
    if (!read.ok) return read;
    const changed = { ...concept.value, ...read.value };
    return (await glossary.change(changed)) ? ok(changed) : problem('changed-meanwhile');
  };

/** Errors: those of `findPartnership`, `entry-unknown`, `changed-meanwhile`. */
export const removeConcept =
  ({ glossary, findPartnership }: Deps) =>
  async (principal: Principal | null, partnershipId: PartnershipId, which: Which): Promise<Result<void>> => {
    const found = await findPartnership(principal, partnershipId, 'glossary.manage');
    if (!found.ok) return found;
    const concept = await conceptAt(glossary, partnershipId, which);
    if (!concept.ok) return concept;
    const { id, revision } = concept.value;
    return (await glossary.remove(partnershipId, id, revision))
      ? ok(undefined)
      : problem('changed-meanwhile');
  };

/** A concept by its address, and the state of it that was on the screen. */
export interface Which {
  readonly code: unknown;
  readonly revision: unknown;
}

async function conceptAt(
  glossary: GlossaryStore,
  partnershipId: PartnershipId,
  { code, revision }: Which,
): Promise<Result<Concept>> {
  const concept = (await glossary.concepts(partnershipId)).find((it) => it.code === code);
  if (!concept) return problem('entry-unknown');
  return concept.revision === Number(revision) ? ok(concept) : problem('changed-meanwhile');
}

type Content = Pick<Concept, 'definitions' | 'notes' | 'equivalence' | 'doNotTranslate' | 'terms'>;
const NOTHING: Content = {
  definitions: {},
  notes: {},
  equivalence: {},
  doNotTranslate: false,
  terms: [],
};

function proposalOf({ languages }: ConceptInput): ConceptInput {
  const proposed = ({ definition, note, ...terms }: LanguageInput): LanguageInput => ({
    ...{ approved: '', forbidden: '', equivalence: '', definition, note },
    proposed: [terms.approved, terms.proposed].filter(Boolean).join('\n'),
  });
  return {
    doNotTranslate: '',
    languages: Object.fromEntries(Object.entries(languages).map(([lang, it]) => [lang, proposed(it)])),
  };
}

function readConcept({ doNotTranslate, languages }: ConceptInput, before: Content): Result<Content> {
  const faults: Faults = {};
  const given = Object.keys(languages);
  if (given.length > limits.partnershipLanguagesMax || given.some((it) => canonicalLanguage(it) !== it))
    return inputInvalid({ language: 'unknown' });
  const terms: Term[] = before.terms.filter(({ lang }) => !given.includes(lang));
  const definitions: Record<LanguageTag, string> = { ...before.definitions };
  const notes: Record<LanguageTag, string> = { ...before.notes };
  const equivalence: Record<LanguageTag, Equivalence> = { ...before.equivalence };

  for (const [lang, input] of Object.entries(languages)) {
    terms.push(...readTerms(lang, input, faults));
    keep(
      definitions,
      lang,
      readText(input.definition, `definition-${lang}`, faults, limits.definitionLengthMax),
    );
    keep(notes, lang, readText(input.note, `note-${lang}`, faults, limits.definitionLengthMax));
    const chosen = equivalences.find((it) => it === input.equivalence);
    if (input.equivalence && !chosen) faults[`equivalence-${lang}`] = 'unknown';
    keep(equivalence, lang, chosen);
  }
  const first = given[0] ?? 'en';
  if (!terms.some(({ status }) => status !== 'forbidden')) faults[`proposed-${first}`] ??= 'missing';
  if (Object.keys(faults).length > 0) return inputInvalid(faults);
  return ok({ terms, definitions, notes, equivalence, doNotTranslate: Boolean(doNotTranslate) });
}

/** What may be used before what may not; a word twice in one language is said once. */
function readTerms(lang: LanguageTag, input: LanguageInput, faults: Faults): readonly Term[] {
  const terms = new Map<string, Term>();
  for (const status of ['approved', 'proposed', 'forbidden'] as const) {
    const field = `${status}-${lang}`;
    for (const line of String(input[status] ?? '').split('\n')) {
      const text = readText(line.replaceAll('\t', ' '), field, faults, limits.termLengthMax);
      if (!text || terms.has(text)) continue;
      terms.set(text, { lang, text, status });
      if (terms.size > limits.termsPerLanguageMax) faults[field] ??= 'too-long';
    }
  }
  return [...terms.values()];
}

function keep<T>(record: Record<LanguageTag, T>, lang: LanguageTag, value: T | undefined): void {
  if (value) record[lang] = value;
  else delete record[lang];
}

import type { PartnershipId } from '#lib/core/ids.ts';
import { hasWords } from '#lib/core/match-words.ts';
import type { LanguageTag } from '../partnership/organisation.ts';

/**
 * domain/glossary: what the partnership's words mean. One concept, many terms: the definition comes first,
 * and each language says it with terms of its own, since professions are cut differently in each country.
 * Invariant: terms stand in the order in which they are preferred; a forbidden one is never offered.
 * It leaves who may keep them to the policy and storing to the server.
 */
export const termStatuses = ['approved', 'proposed', 'forbidden'] as const;
export type TermStatus = (typeof termStatuses)[number];

/** How far a language's terms mean what the concept means, the nearest first. */
export const equivalences = ['full', 'functional', 'partial', 'none'] as const;
export type Equivalence = (typeof equivalences)[number];

export interface Term {
  readonly lang: LanguageTag;
  readonly text: string;
  readonly status: TermStatus;
}

export type ConceptId = string & { readonly __brand?: 'concept' };
type ByLanguage<T> = Readonly<Record<LanguageTag, T>>;

export interface Concept {
  readonly id: ConceptId;
  readonly partnershipId: PartnershipId;
  /** Its address within the partnership, such as `C01`. */
  readonly code: string;
  readonly definitions: ByLanguage<string>;
  readonly notes: ByLanguage<string>;
  readonly equivalence: ByLanguage<Equivalence>;
  /** The name stays as it is in every language, with a gloss. */
  readonly doNotTranslate: boolean;
  readonly terms: readonly Term[];
  /** Raised by each change: who changes it says which state they saw. */
  readonly revision: number;
}

/** RFC 4647, both ways: the terms of `nl` serve a reader of `nl-BE`, and the other way round. */
const isOf = (wanted: LanguageTag, tag: LanguageTag): boolean =>
  wanted === tag || wanted.startsWith(`${tag}-`) || tag.startsWith(`${wanted}-`);

/** Terms of a language that may be used, the preferred one first. */
export const termsIn = ({ terms }: Pick<Concept, 'terms'>, language: LanguageTag): readonly Term[] =>
  terms.filter(({ lang, status }) => status !== 'forbidden' && isOf(language, lang));

export const forbiddenTerms = ({ terms }: Pick<Concept, 'terms'>): readonly Term[] =>
  terms.filter(({ status }) => status === 'forbidden');

/** By which a concept is named to a reader: in their language, else in English, else in whatever there is. */
export function nameOf(concept: Pick<Concept, 'terms' | 'code'>, language: LanguageTag): Term {
  const usable = concept.terms.filter(({ status }) => status !== 'forbidden');
  return (
    termsIn(concept, language)[0] ??
    termsIn(concept, 'en')[0] ??
    usable[0] ?? { lang: language, text: concept.code, status: 'proposed' }
  );
}

/** Whether every typed word is in a term of any language, a forbidden one included, or in the code or definition. */
export const isFound = (concept: Concept, typed: string): boolean =>
  typed.trim() === '' || hasWords(typed, findable(concept));

export const findable = ({ code, terms, definitions }: Concept): readonly string[] => [
  ...terms.map(({ text }) => text),
  code,
  ...Object.values(definitions),
];

/** The number after the highest: an address that was given once is not given again to a neighbour. */
export function nextCode(codes: readonly string[]): string {
  const numbers = codes.flatMap((code) => (/^C\d+$/.test(code) ? [Number(code.slice(1))] : []));
  return `C${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

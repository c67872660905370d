import { limits } from '#lib/core/limits.ts';
import { matchWords, wordsOf } from '#lib/core/match-words.ts';
import type { DocumentId, OrganisationId, PartnershipId, PersonId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { ConceptId, Term } from '#lib/domain/glossary/concept.ts';
import type { ActivityId } from '#lib/domain/programme/activity.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { CountryCode, LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { rightOn } from '#lib/domain/partnership/policy.ts';
import type { GlossaryStore } from '#server/ports/glossary-store.ts';
import type { ProgrammeStore } from '#server/ports/programme-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import type { FindPartnership } from './find-partnership.ts';
import { inputInvalid } from './person-input.ts';

/** Something of a partnership that a name leads to. */
export type SearchHit =
  | {
      readonly kind: 'document';
      readonly id: DocumentId;
      readonly title: string;
      readonly language: LanguageTag | null;
      /** Short name of the deliverable it belongs to, such as `D1`. */
      readonly code: string | null;
      /** Milliseconds since the Unix epoch of its last update. */
      readonly changedAtMs: number;
    }
  | {
      readonly kind: 'person';
      readonly id: PersonId;
      readonly name: string;
      readonly organisation: string | null;
      readonly country: CountryCode | null;
    }
  | {
      readonly kind: 'organisation';
      readonly id: OrganisationId;
      readonly name: string;
      readonly country: CountryCode;
    }
  | {
      readonly kind: 'activity';
      readonly id: ActivityId;
      readonly titles: Readonly<Record<LanguageTag, string>>;
    }
  | {
      readonly kind: 'concept';
      readonly id: ConceptId;
      /** Its address in the glossary, such as `C01`. */
      readonly code: string;
      /** Of each language the preferred term. */
      readonly titles: Readonly<Record<LanguageTag, string>>;
    };

interface Deps {
  readonly programme: ProgrammeStore;
  readonly glossary: GlossaryStore;
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
}

/** A text is also found by its titles in other languages, a person by their organisation: after what bears the name itself. */
const BESIDE = 0.9;

/**
 * What a member finds by words in a name, title or term: texts that they may read, people, organisations,
 * activities, concepts of the glossary; best first. Without words the texts: `recent`, which one opened last oneself,
 * before those that were changed last. Errors: those of `findPartnership`, `input-invalid`.
 */
export const searchPartnership =
  ({ partnerships, programme, glossary, findPartnership }: Deps) =>
  async (
    principal: Principal | null,
    id: PartnershipId,
    query: string,
    recent: readonly string[] = [],
  ): Promise<Result<readonly SearchHit[]>> => {
    const found = await findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    if (query.length > limits.searchLengthMax) return inputInvalid({ q: 'too-long' });
    const words = wordsOf(query);
    const [works, deliverables, members, organisations, activities, concepts] = await Promise.all([
      partnerships.works(id),
      partnerships.deliverables(id),
      words.length > 0 ? partnerships.members(id) : [],
      words.length > 0 ? partnerships.organisations(id) : [],
      words.length > 0 ? programme.activities(id) : [],
      words.length > 0 ? glossary.concepts(id) : [],
    ]);
    const ranked: { readonly hit: SearchHit; readonly rank: number }[] = [];
    const add = (rank: number, hit: SearchHit) => rank > 0 && ranked.push({ hit, rank });

    for (const { work, titles, documents } of works) {
      const code = deliverables.find((it) => it.id === work.deliverableId)?.code ?? null;
      const inAnyLanguage = [...Object.values(titles), ...documents.map((it) => it.title), code ?? ''];
      const rankOfWork = matchWords(words, inAnyLanguage) * BESIDE;
      for (const document of documents) {
        if (document.role !== 'text' || !rightOn(principal, work, document)) continue;
        const { id: documentId, title, language, changedAtMs } = document;
        const isAskedFor = words.length === 0 && recent.includes(documentId);
        const rank = Math.max(matchWords(words, [title, code ?? '']), rankOfWork) + (isAskedFor ? 1 : 0);
        add(rank, { kind: 'document', id: documentId, title, language, code, changedAtMs });
      }
    }
    for (const { personId, name, organisationId } of members) {
      const organisation = organisations.find((it) => it.id === organisationId);
      const itself = matchWords(words, [name]);
      add(itself || matchWords(words, [name, organisation?.name ?? '']) * BESIDE, {
        kind: 'person',
        id: personId,
        name,
        organisation: organisation?.name ?? null,
        country: organisation?.country ?? null,
      });
    }
    for (const { id: organisationId, name, country } of organisations)
      add(matchWords(words, [name]), { kind: 'organisation', id: organisationId, name, country });

    for (const { id: activityId, titles, place } of activities)
      add(matchWords(words, [...Object.values(titles), place ?? '']), {
        kind: 'activity',
        id: activityId,
        titles,
      });
    // By a term of any language; also by one that is not to be used, since the concept says what to say instead.
    for (const { id: conceptId, code, terms } of concepts)
      add(matchWords(words, [...terms.map(({ text }) => text), code]), {
        kind: 'concept',
        id: conceptId,
        code,
        titles: namesOf(terms),
      });

    return ok(
      ranked
        .sort((a, b) => b.rank - a.rank || changed(b.hit) - changed(a.hit))
        .slice(0, limits.searchResultsMax)
        .map(({ hit }) => hit),
    );
  };

const namesOf = (terms: readonly Term[]): Readonly<Record<LanguageTag, string>> =>
  Object.fromEntries(
    terms
      .filter(({ status }) => status !== 'forbidden')
      .map(({ lang, text }) => [lang, text] as const)
      // The preferred one comes first, and the last entry of a language counts.
      .toReversed(),
  );

const changed = (hit: SearchHit): number => (hit.kind === 'document' ? hit.changedAtMs : 0);

import { limits } from '#lib/core/limits.ts';
import { matchWords, wordsOf } from '#lib/core/match-words.ts';
import type { DocumentId, OrganisationId, PartnershipId, PersonId } from '#lib/core/ids.ts';
import { ok, type Result } from '#lib/core/result.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { CountryCode, LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { rightOn } from '#lib/domain/partnership/policy.ts';
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
    };

interface Deps {
  readonly partnerships: PartnershipStore;
  readonly findPartnership: FindPartnership;
}

/** A text is also found by its titles in other languages, a person by their organisation: after what bears the name itself. */
const BESIDE = 0.9;

/**
 * What a member finds by words in a name or title: texts that they may read, people, organisations; best
 * first, without words the texts that were changed last. Errors: those of `findPartnership`, `input-invalid`.
 */
export const searchPartnership =
  ({ partnerships, findPartnership }: Deps) =>
  async (
    principal: Principal | null,
    id: PartnershipId,
    query: string,
  ): Promise<Result<readonly SearchHit[]>> => {
    const found = await findPartnership(principal, id, 'partnership.read');
    if (!found.ok) return found;
    if (query.length > limits.searchLengthMax) return inputInvalid({ q: 'too-long' });
    const words = wordsOf(query);
    const [works, deliverables, members, organisations] = await Promise.all([
      partnerships.works(id),
      partnerships.deliverables(id),
      words.length > 0 ? partnerships.members(id) : [],
      words.length > 0 ? partnerships.organisations(id) : [],
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
        const rank = Math.max(matchWords(words, [title, code ?? '']), rankOfWork);
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

    return ok(
      ranked
        .sort((a, b) => b.rank - a.rank || changed(b.hit) - changed(a.hit))
        .slice(0, limits.searchResultsMax)
        .map(({ hit }) => hit),
    );
  };

const changed = (hit: SearchHit): number => (hit.kind === 'document' ? hit.changedAtMs : 0);

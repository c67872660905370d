import { hasWords } from '#lib/core/match-words.ts';
import {
  evidenceKinds,
  isEvidenceKind,
  type DocumentMeta,
  type EvidenceKind,
  type Work,
} from '../deliverable/work.ts';
import type { CountryCode, LanguageTag, Organisation } from '../partnership/organisation.ts';

/**
 * evidence/ is the library of what the partners saw and collected. A sheet is a work of its own, in as many
 * languages as it was written in; it belongs to no deliverable.
 * Invariant: nothing about a sheet is kept beside its work. What its fields say is in its text.
 */
export interface Sheet<D extends DocumentMeta = DocumentMeta> {
  readonly work: Work;
  readonly kind: EvidenceKind;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  /** The language versions that the reader may read. */
  readonly documents: readonly D[];
  /** Who wrote it; `null`: not known, or the partnership as a whole. */
  readonly organisation: Pick<Organisation, 'id' | 'name' | 'country'> | null;
  /** Of the version changed last, milliseconds since the Unix epoch. */
  readonly changedAtMs: number;
}

interface WorkToShow<D extends DocumentMeta> {
  readonly work: Work;
  readonly titles: Readonly<Record<LanguageTag, string>>;
  readonly documents: readonly D[];
}

/** The sheets among the works: changed last first, then in the order of the kinds. */
export function sheetsOf<D extends DocumentMeta>(
  works: readonly WorkToShow<D>[],
  organisations: readonly Pick<Organisation, 'id' | 'name' | 'country'>[],
): readonly Sheet<D>[] {
  return works
    .flatMap(({ work, titles, documents }): Sheet<D>[] => {
      if (!isEvidenceKind(work.kind)) return [];
      const owner = organisations.find(({ id }) => id === work.ownerOrganisationId);
      return [
        {
          work,
          kind: work.kind,
          titles,
          documents,
          organisation: owner ? { id: owner.id, name: owner.name, country: owner.country } : null,
          changedAtMs: Math.max(0, ...documents.map((it) => it.changedAtMs)),
        },
      ];
    })
    .toSorted(
      (a, b) =>
        b.changedAtMs - a.changedAtMs || evidenceKinds.indexOf(a.kind) - evidenceKinds.indexOf(b.kind),
    );
}

/** What of the library somebody wants to see. */
export interface SheetQuery {
  readonly kind: EvidenceKind | null;
  readonly country: CountryCode | null;
  readonly words: string;
}

/** As an address says it; what it does not know it leaves out. */
export function queryOf(address: { get(name: string): string | null }, wordsLengthMax: number): SheetQuery {
  const kind = address.get('kind') ?? '';
  const country = address.get('country') ?? '';
  return {
    kind: isEvidenceKind(kind) ? kind : null,
    country: /^[A-Z]{2}$/.test(country) ? country : null,
    words: (address.get('words') ?? '').trim().slice(0, wordsLengthMax),
  };
}

export const asksForAll = ({ kind, country, words }: SheetQuery): boolean =>
  kind === null && country === null && words === '';

/** By words of a title in any language, or of the organisation. */
export const isFound = ({ kind, titles, organisation }: Sheet, query: SheetQuery): boolean =>
  (query.kind === null || kind === query.kind) &&
  (query.country === null || organisation?.country === query.country) &&
  hasWords(query.words, [...Object.values(titles), organisation?.name ?? '']);

/** Countries from which there is a sheet. */
export const countriesOf = (sheets: readonly Sheet[]): readonly CountryCode[] => [
  ...new Set(sheets.flatMap(({ organisation }) => organisation?.country ?? [])),
];

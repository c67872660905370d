import type { DocumentId, PartnershipId, PersonId } from '#lib/core/ids.ts';
import type { DocumentMeta, Work } from '../deliverable/work.ts';
import type { Explanation } from '../partnership/explanation.ts';
import type { CountryCode, LanguageTag, Organisation } from '../partnership/organisation.ts';
import type { RuleId } from '../partnership/tandem-rules.ts';

/** A text as one names it: by its own title, in its own language. */
export interface TextRef {
  readonly documentId: DocumentId;
  readonly title: string;
  readonly language: LanguageTag | null;
}

interface Names {
  readonly count: number;
  /** The first few. */
  readonly names: readonly string[];
}
interface Texts {
  readonly language: LanguageTag;
  readonly count: number;
  /** The first few. */
  readonly texts: readonly TextRef[];
}

/** Something that waits for this person. A new kind adds a line here, its place in needs.ts, and its sentence. */
export type Need =
  | ({ readonly kind: 'invitations-expired' } & Names)
  | ({ readonly kind: 'invitations-expiring'; readonly atMs: number } & Names)
  | {
      readonly kind: 'text-changed';
      readonly text: TextRef;
      readonly by: readonly PersonId[];
      readonly atMs: number;
    }
  | ({ readonly kind: 'versions-behind'; readonly days: number } & Texts)
  | ({ readonly kind: 'people-roleless' } & Names)
  | ({ readonly kind: 'people-unplaced' } & Names)
  | { readonly kind: 'text-locked'; readonly text: TextRef; readonly by: PersonId | null }
  | { readonly kind: 'rule'; readonly rule: RuleId; readonly explanation: Explanation }
  | { readonly kind: 'country'; readonly country: CountryCode; readonly explanation: Explanation }
  | ({ readonly kind: 'organisations-unconfirmed' } & Names)
  | ({ readonly kind: 'versions-empty' } & Texts)
  | ({ readonly kind: 'versions-missing' } & Texts)
  | { readonly kind: 'own-draft'; readonly text: TextRef; readonly atMs: number }
  | { readonly kind: 'to-read'; readonly text: TextRef; readonly version: string; readonly atMs: number };

export interface NeedFacts {
  readonly nowMs: number;
  readonly partnershipId: PartnershipId;
  readonly languages: readonly LanguageTag[];
  readonly standing: {
    readonly rules: readonly {
      readonly rule: RuleId;
      readonly state: string;
      readonly explanation: Explanation;
    }[];
    readonly readiness: readonly {
      readonly country: CountryCode;
      readonly readiness: string;
      readonly reason: Explanation;
    }[];
  };
  readonly organisations: readonly Organisation[];
  readonly members: readonly {
    readonly personId: PersonId;
    readonly name: string;
    readonly organisationId: string | null;
    readonly grants: readonly unknown[];
  }[];
  /** Those that this person may renew or withdraw. */
  readonly invitations: readonly { readonly name: string; readonly expiresAtMs: number }[];
  /** Only what this person may read. */
  readonly works: readonly { readonly work: Work; readonly documents: readonly DocumentMeta[] }[];
  /** Who wrote in which text lately, one entry per text, person and day. */
  readonly writing: readonly {
    readonly documentId: DocumentId;
    readonly author: string;
    readonly atMs: number;
  }[];
  /** Everybody who ever wrote in a text, of those that changed lately. */
  readonly writers: ReadonlyMap<DocumentId, ReadonlySet<string>>;
  readonly locks: readonly { readonly documentId: DocumentId; readonly personId: PersonId | null }[];
  /** Named lately, newest first. */
  readonly versions: readonly {
    readonly kind: 'named' | 'restored';
    readonly name: string;
    readonly heads: Readonly<Record<DocumentId, number>>;
    readonly atMs: number;
  }[];
}

const NAMED_MAX = 3;
export const named = (names: readonly string[]): Names => ({
  count: names.length,
  names: names.slice(0, NAMED_MAX),
});
export const firstTexts = (texts: readonly TextRef[]) => ({
  count: texts.length,
  texts: texts.slice(0, NAMED_MAX),
});

export const refOf = (document: {
  readonly id: DocumentId;
  readonly title: string;
  readonly language: LanguageTag | null;
}): TextRef => ({ documentId: document.id, title: document.title, language: document.language });

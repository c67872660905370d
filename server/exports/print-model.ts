import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';

/**
 * exports/ turns a text into files. Everything printed passes through this one model, so that a
 * format is one renderer and a new kind of content is one change here that every renderer must answer.
 * Invariant: the model is plain data (it crosses to a worker), holds no markup of any format, only
 * checked link addresses, and no names or e-mails of people; renderers escape, they never interpret.
 * It leaves reading documents to services and the running of heavy work to jobs.
 */
export interface PrintModel {
  /** Language of the document as a whole, of the cover and of what the program itself prints. */
  readonly language: LanguageTag;
  readonly cover: Cover;
  readonly words: PrintWords;
  readonly metadata: PrintMetadata;
  readonly parts: readonly Part[];
  readonly annexes: readonly Annex[];
  readonly imprint: Imprint;
  /** Pictures by the key that figures name. */
  readonly images: Readonly<Record<string, PrintImage>>;
}

export interface Cover {
  readonly title: string;
  readonly subtitle: string | null;
  /** Short name of the deliverable, such as `D1`. */
  readonly code: string | null;
  /** What the document is, in words: "Typology of professions". */
  readonly kind: string | null;
  /** Title of the partnership. */
  readonly project: string;
  readonly facts: readonly Fact[];
  readonly organisations: readonly OrganisationGroup[];
  /** Said on every page of an example, which claims no funding; there is never an emblem with it. */
  readonly banner: string | null;
}

/** A line such as "Status: draft". */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface OrganisationGroup {
  readonly label: string;
  readonly organisations: readonly {
    readonly name: string;
    readonly country: string;
    /** Said of an organisation that has not confirmed; `null` for one that has. */
    readonly note: string | null;
  }[];
}

export interface PrintMetadata {
  /** Names of organisations, never of people. */
  readonly authors: readonly string[];
  readonly keywords: readonly string[];
  readonly description: string | null;
  /** When the printed text last changed; the same text gives the same file. */
  readonly changedAtMs: number;
}

/** What the program prints around the text, in the document's language or the nearest it has. */
export interface PrintWords {
  /** Language these words are in, where it is not the document's. */
  readonly language: LanguageTag;
  readonly contents: string;
  readonly notes: string;
  readonly annex: string;
  readonly page: string;
  readonly ofPages: string;
  readonly figure: string;
  readonly missingImage: string;
  /** Read to those who do not see a picture that nobody has described. */
  readonly undescribedImage: string;
  readonly done: string;
  readonly open: string;
  readonly callouts: Readonly<Record<CalloutTone, string>>;
}

/** A stretch of the document: one language, two side by side, or a typed record. */
export type Part =
  | { readonly kind: 'text'; readonly language: LanguageTag; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'parallel';
      readonly languages: readonly [LanguageTag, LanguageTag];
      /** Blocks that say the same thing stand beside each other. */
      readonly rows: readonly (readonly [readonly Block[], readonly Block[]])[];
    }
  | { readonly kind: 'record'; readonly record: PrintRecord };

export interface PrintRecord {
  readonly language: LanguageTag;
  /** "Job profile". */
  readonly kind: string;
  readonly title: string;
  readonly level: HeadingLevel;
  readonly fields: readonly RecordField[];
}

/** One value is printed beside its label, several as a list, blocks below it. */
export interface RecordField {
  readonly label: string;
  readonly values: readonly FieldValue[];
}

export type FieldValue =
  | { readonly kind: 'inline'; readonly content: readonly Inline[] }
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] };

export interface Annex {
  readonly title: string;
  readonly language: LanguageTag;
  readonly parts: readonly Part[];
}

/** The last page: on which terms the text may be used. */
export interface Imprint {
  readonly licence: { readonly name: string; readonly url: string; readonly copyright: string } | null;
  /** Required wherever ESCO codes are printed (publication rule P12). */
  readonly escoNotice: string | null;
}

export interface PrintImage {
  readonly mime: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export type HeadingLevel = 1 | 2 | 3 | 4;
export type CalloutTone = 'note' | 'tip' | 'warning' | 'example';

interface BlockBase {
  /** Set where the language is not that of what surrounds the block. */
  readonly language: LanguageTag | null;
  /** Set on blocks that a reference of this document points at. */
  readonly anchor: string | null;
}

export type Block = BlockBase &
  (
    | { readonly kind: 'heading'; readonly level: HeadingLevel; readonly content: readonly Inline[] }
    | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
    | { readonly kind: 'bullets'; readonly items: readonly Item[] }
    | { readonly kind: 'numbers'; readonly start: number; readonly items: readonly Item[] }
    | { readonly kind: 'tasks'; readonly items: readonly (Item & { readonly done: boolean })[] }
    | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
    | { readonly kind: 'callout'; readonly tone: CalloutTone; readonly blocks: readonly Block[] }
    | { readonly kind: 'details'; readonly summary: readonly Inline[]; readonly blocks: readonly Block[] }
    | { readonly kind: 'code'; readonly syntax: string | null; readonly text: string }
    | { readonly kind: 'rule' }
    | ({ readonly kind: 'table' } & Table)
    | ({ readonly kind: 'figure' } & Figure)
  );

export interface Item {
  readonly language: LanguageTag | null;
  readonly blocks: readonly Block[];
}

/** Rows are complete: every place of the grid is covered by exactly one cell. */
export interface Table {
  readonly columns: number;
  /** Shares of the width, where someone set them. */
  readonly widths: readonly number[] | null;
  readonly headerRows: number;
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell {
  readonly header: boolean;
  readonly column: number;
  readonly colspan: number;
  readonly rowspan: number;
  readonly language: LanguageTag | null;
  readonly blocks: readonly Block[];
}

export interface Figure {
  /** A key of `images`; `null`: the picture is not there. */
  readonly image: string | null;
  /** `null`: nobody wrote it. Decorative pictures have none. */
  readonly alt: string | null;
  readonly decorative: boolean;
  readonly caption: string | null;
  readonly widthPercent: number | null;
}

export type Inline =
  | ({ readonly kind: 'text'; readonly text: string } & InlineStyle)
  | { readonly kind: 'break' }
  | { readonly kind: 'footnote'; readonly content: readonly Inline[] }
  /** Points at the block with this anchor. */
  | { readonly kind: 'reference'; readonly anchor: string; readonly text: string };

export interface InlineStyle {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly code?: true;
  readonly highlight?: true;
  readonly script?: 'sub' | 'super';
  /** Checked: http, https or mailto. */
  readonly href?: string;
  readonly language?: LanguageTag;
}

/** Something that the file does not show as the text has it; a sentence per code is in the catalogue. */
export interface PrintWarning {
  readonly code: PrintWarningCode;
  readonly count: number;
  /** Which, where that helps: the name of an unknown node. */
  readonly detail?: string;
}

export type PrintWarningCode =
  | 'unknown-content'
  | 'unsafe-link'
  | 'suggestions-pending'
  | 'image-missing'
  | 'alt-missing'
  | 'reference-broken'
  | 'mention-unnamed'
  | 'citation-unresolved'
  | 'term-unresolved'
  | 'nested-too-deep'
  | 'table-simplified'
  | 'characters-without-font';

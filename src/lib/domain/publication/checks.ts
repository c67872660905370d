import type { DocumentId } from '#lib/core/ids.ts';
import { BEHIND_MS } from '../home/text-needs.ts';
import type { LanguageTag } from '../partnership/organisation.ts';
import type { Licence, PublicationFormat } from './terms.ts';
import type { TextFacts, TextSpotKind } from './text-facts.ts';

/**
 * What is checked before a text is published: one table, of those rules that can be judged from what
 * Tandem knows today. A `block` keeps it from being published; a `warn` has to be accepted.
 * The ids are those of the publication rules (4.9); `T` stands for Tandem's own.
 */
export interface Finding {
  readonly kind: CheckKind;
  readonly level: 'block' | 'warn';
  /** The rule it comes from. */
  readonly rule: string;
  readonly language: LanguageTag | null;
  readonly documentId: DocumentId | null;
  /** Where in the text: the first place. */
  readonly block: string | null;
  readonly count: number;
  /** The first thing found, as it stands there. */
  readonly detail: string | null;
}

export interface VersionToCheck {
  readonly language: LanguageTag;
  /** `null`: the text has no such version. */
  readonly documentId: DocumentId | null;
  /** Sequence number of its last update; 0: nothing was ever written. */
  readonly head: number;
  readonly changedAtMs: number;
  /** What stands in it; `null` when nothing does. */
  readonly text: TextFacts | null;
}

export interface FactsToCheck {
  readonly fundingProfile: string;
  readonly licence: Licence | null;
  readonly formats: readonly PublicationFormat[];
  /** The language versions chosen. */
  readonly versions: readonly VersionToCheck[];
  /** The language in which the text is written first, chosen or not. */
  readonly source: { readonly language: LanguageTag; readonly changedAtMs: number } | null;
  /** Rules of the partnership that are not met, as the overview says it: R1 to R6. */
  readonly rulesNotMet: readonly string[];
}

type Found = Partial<Pick<Finding, 'language' | 'documentId' | 'block' | 'count' | 'detail'>>;
interface Check {
  readonly rule: string;
  readonly level: Finding['level'];
  readonly find: (facts: FactsToCheck) => readonly Found[];
}

/** Formats in which a text can be worked on further. */
const editable: ReadonlySet<PublicationFormat> = new Set(['docx', 'md']);

const hasWords = ({ text }: VersionToCheck): boolean => text?.hasWords ?? false;

const inEach =
  (isAtFault: (version: VersionToCheck, facts: FactsToCheck) => boolean) =>
  (facts: FactsToCheck): readonly Found[] =>
    facts.versions
      .filter((version) => isAtFault(version, facts))
      .map(({ language, documentId }) => ({ language, documentId }));

const spots =
  (kind: TextSpotKind) =>
  ({ versions }: FactsToCheck): readonly Found[] =>
    versions.flatMap(({ language, documentId, text }) => {
      const found = text?.spots.filter((spot) => spot.kind === kind) ?? [];
      const [first] = found;
      if (!first) return [];
      return [
        { language, documentId, count: found.length, block: first.block, detail: first.detail ?? null },
      ];
    });

const table = {
  /** The grant's number, date and authority have no place here yet: a profile that claims them is not proven. */
  'funding-unproven': {
    rule: 'P01',
    level: 'block',
    find: ({ fundingProfile }) => (fundingProfile === 'none' ? [] : [{ detail: fundingProfile }]),
  },
  'statement-missing': {
    rule: 'P02',
    level: 'block',
    find: (facts) => (facts.fundingProfile === 'none' ? [] : inEach(() => true)(facts)),
  },
  'licence-missing': { rule: 'P05', level: 'block', find: ({ licence }) => (licence ? [] : [{}]) },
  'version-missing': { rule: 'P08', level: 'block', find: inEach(({ documentId }) => documentId === null) },
  'version-empty': {
    rule: 'P08',
    level: 'block',
    find: inEach((version) => version.documentId !== null && !hasWords(version)),
  },
  'alt-missing': { rule: 'P13', level: 'block', find: spots('alt-missing') },
  'esco-unlinked': { rule: 'P12', level: 'block', find: spots('esco-unlinked') },
  email: { rule: 'P14', level: 'block', find: spots('email') },
  'editable-missing': {
    rule: 'P06',
    level: 'warn',
    find: ({ formats }) =>
      formats.includes('pdf') && !formats.some((format) => editable.has(format)) ? [{}] : [],
  },
  /** By the times of the two versions, as the overview says it: the blocks are not compared yet. */
  'may-be-behind': {
    rule: 'P09',
    level: 'warn',
    find: inEach(
      (version, { source }) =>
        hasWords(version) &&
        source !== null &&
        source.language !== version.language &&
        source.changedAtMs - version.changedAtMs >= BEHIND_MS,
    ),
  },
  'suggestions-open': { rule: 'T01', level: 'warn', find: spots('suggestion') },
  'headings-skip': { rule: 'P13', level: 'warn', find: spots('heading-skipped') },
  'table-headers': { rule: 'P13', level: 'warn', find: spots('table-without-header') },
  'rules-open': {
    rule: 'T02',
    level: 'warn',
    find: ({ rulesNotMet }) =>
      rulesNotMet.length > 0 ? [{ count: rulesNotMet.length, detail: rulesNotMet.join(', ') }] : [],
  },
} as const satisfies Readonly<Record<string, Check>>;

export type CheckKind = keyof typeof table;
export const checkKinds = Object.keys(table) as readonly CheckKind[];

/** What was found, what blocks first. */
export const findingsOf = (facts: FactsToCheck): readonly Finding[] =>
  checkKinds.flatMap((kind) => {
    const { rule, level, find }: Check = table[kind];
    return find(facts).map((found) => ({
      ...{ kind, rule, level, language: null, documentId: null, block: null, count: 1, detail: null },
      ...found,
    }));
  });

/** By which a finding that somebody accepted is known again. */
export const keyOf = ({ kind, language }: Pick<Finding, 'kind' | 'language'>): string =>
  language === null ? kind : `${kind} ${language}`;

export const blocking = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ level }) => level === 'block');

/** Warnings that nobody has accepted. */
export const notAccepted = (findings: readonly Finding[], accepted: readonly string[]): readonly Finding[] =>
  findings.filter((finding) => finding.level === 'warn' && !accepted.includes(keyOf(finding)));

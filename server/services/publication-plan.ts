import type { PartnershipId } from '#lib/core/ids.ts';
import { limits } from '#lib/core/limits.ts';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { DocumentMeta } from '#lib/domain/deliverable/work.ts';
import type { Principal } from '#lib/domain/partnership/member.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import { standingOf } from '#lib/domain/partnership/standing.ts';
import { findingsOf, type Finding, type VersionToCheck } from '#lib/domain/publication/checks.ts';
import { nextLabel } from '#lib/domain/publication/publication.ts';
import {
  licences,
  publicationFormats,
  type Licence,
  type PublicationFormat,
} from '#lib/domain/publication/terms.ts';
import type { TextSpot } from '#lib/domain/publication/text-facts.ts';
import { addressesIn } from '#lib/schema/text/publication-facts.ts';
import type { Attempts } from '#server/auth/attempts.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import type { Partnership, PartnershipStore, WorkWithDocuments } from '#server/ports/partnership-store.ts';
import type { PublicationStore } from '#server/ports/publication-store.ts';
import type { TextWork } from '#server/ports/text-work.ts';
import type { FindPartnership } from './find-partnership.ts';
import { readableWorks } from './partnership-overview.ts';
import { canonicalLanguage, type Faults } from './person-input.ts';
import { readLine } from './text-input.ts';

/** What somebody wants to publish, as their page or program says it. */
export interface PublicationChoice {
  readonly work: unknown;
  readonly languages: readonly unknown[];
  readonly formats: readonly unknown[];
  readonly licence: unknown;
  readonly label: unknown;
}

/** A choice that was understood, with what the checks say to it. */
export interface PublicationPlan {
  readonly choice: {
    readonly work: string;
    readonly languages: readonly LanguageTag[];
    readonly formats: readonly PublicationFormat[];
    readonly licence: Licence | null;
    readonly label: string;
  };
  /** Fields that cannot be right whatever the text says. */
  readonly faults: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  /** What there is to choose from. */
  readonly offered: {
    readonly works: readonly {
      readonly id: string;
      readonly code: string | null;
      readonly titles: Readonly<Record<LanguageTag, string>>;
    }[];
    /** Languages in which the chosen work has a version, the one that it is written in first. */
    readonly languages: readonly LanguageTag[];
  };
}

/** A plan with what publishing it needs beside. */
export interface ReadPlan extends PublicationPlan {
  readonly partnership: Partnership;
  readonly entry: WorkWithDocuments;
  readonly versions: readonly VersionToCheck[];
}

export interface PlanDeps {
  readonly partnerships: PartnershipStore;
  readonly publications: PublicationStore;
  readonly docs: Pick<DocStore, 'read'>;
  readonly text: Pick<TextWork, 'publicationFacts'>;
  readonly findPartnership: FindPartnership;
  /** Of one person: each choice has whole texts read. */
  readonly checkAttempts: Attempts;
}

/**
 * What publishing a choice would meet, before anything is published. With `choice: null` a first one is
 * made: the first deliverable that has words, in its languages. Errors: those of `findPartnership`,
 * `nothing-to-publish`, `too-many-attempts`, `overloaded`.
 */
export const planPublication =
  (deps: PlanDeps) =>
  async (
    principal: Principal | null,
    partnershipId: PartnershipId,
    choice: PublicationChoice | { readonly work: unknown } | null,
  ): Promise<Result<PublicationPlan>> => {
    const read = await readPlan(deps, principal, partnershipId, choice);
    if (!read.ok) return read;
    const { choice: understood, faults, findings, offered } = read.value;
    return ok({ choice: understood, faults, findings, offered });
  };

export async function readPlan(
  deps: PlanDeps,
  principal: Principal | null,
  partnershipId: PartnershipId,
  given: PublicationChoice | { readonly work: unknown } | null,
): Promise<Result<ReadPlan>> {
  const { partnerships, publications, findPartnership, checkAttempts } = deps;
  const found = await findPartnership(principal, partnershipId, 'publication.manage');
  if (!found.ok) return found;
  if (!checkAttempts(principal?.personId ?? '')) return problem('too-many-attempts');
  const [works, deliverables, organisations, before] = await Promise.all([
    partnerships.works(partnershipId),
    partnerships.deliverables(partnershipId),
    partnerships.organisations(partnershipId),
    publications.publications(partnershipId),
  ]);
  const codeOf = new Map(deliverables.map(({ id, code }) => [id as string, code]));
  const entries = readableWorks(principal, works).filter(
    ({ work, documents }) => work.type === 'prose' && documents.some(isText),
  );
  const faults: Faults = {};
  const asked = given && typeof given.work === 'string' && given.work !== '' ? given.work : null;
  const entry = asked
    ? entries.find(({ work }) => work.id === asked)
    : (entries.find(({ work, documents }) => work.deliverableId !== null && documents.some(isWritten)) ??
      entries[0]);
  const shown = entry ?? entries[0];
  if (!shown) return problem('nothing-to-publish');
  if (!entry) faults.work = 'unknown';

  const texts = textsOf(shown);
  const used = before.filter(({ workId }) => workId === shown.work.id).map(({ label }) => label);
  const choice =
    given && 'languages' in given && !faults.work
      ? readChoice(given, used, faults)
      : {
          languages: texts.filter(isWritten).map((it) => languageIn(shown, it)),
          formats: ['pdf', 'docx'] as const,
          licence: licences[0],
          label: nextLabel(used),
        };
  const versions = await versionsToCheck(deps, shown, choice.languages);
  if (!versions.ok) return versions;
  const source = texts.find((it) => languageIn(shown, it) === shown.work.sourceLanguage);
  const findings = findingsOf({
    fundingProfile: found.value.fundingProfile,
    licence: choice.licence,
    formats: choice.formats,
    versions: versions.value,
    source: source ? { language: shown.work.sourceLanguage, changedAtMs: source.changedAtMs } : null,
    rulesNotMet: standingOf(organisations, found.value.facts)
      .rules.filter(({ state }) => state === 'not-met')
      .map(({ rule }) => rule),
  });
  return ok({
    choice: { work: shown.work.id, ...choice },
    faults,
    findings,
    offered: {
      works: entries.map(({ work, titles }) => ({
        id: work.id,
        code: (work.deliverableId && codeOf.get(work.deliverableId)) ?? null,
        titles,
      })),
      languages: texts.map((it) => languageIn(shown, it)),
    },
    partnership: found.value,
    entry: shown,
    versions: versions.value,
  });
}

const isText = ({ role }: Pick<DocumentMeta, 'role'>): boolean => role === 'text';
const isWritten = ({ role, head }: Pick<DocumentMeta, 'role' | 'head'>): boolean =>
  role === 'text' && head > 0;

export const languageIn = ({ work }: WorkWithDocuments, { language }: DocumentMeta): LanguageTag =>
  language ?? work.sourceLanguage;

/** The language in which it is written first. */
const textsOf = (entry: WorkWithDocuments): readonly DocumentMeta[] => {
  const isSource = (it: DocumentMeta) => languageIn(entry, it) === entry.work.sourceLanguage;
  return entry.documents.filter(isText).toSorted((a, b) => Number(isSource(b)) - Number(isSource(a)));
};

function readChoice(given: PublicationChoice, used: readonly string[], faults: Faults) {
  const languages = [...new Set(given.languages.map(canonicalLanguage))].filter((it) => it !== null);
  const formats = publicationFormats.filter((it) => given.formats.includes(it));
  const licence = licences.find((it) => it === given.licence) ?? null;
  const label = readLine(given.label, 'label', faults, limits.publicationLabelLengthMax);
  if (languages.length === 0) faults.languages = 'missing';
  if (formats.length === 0) faults.formats = 'missing';
  if (languages.length * formats.length > limits.filesPerPublicationMax) faults.languages = 'too-long';
  if (used.includes(label)) faults.label ??= 'taken';
  return { languages, formats, licence, label };
}

/** The title is printed too, and stands beside the text. */
const inTitle = (title: string): readonly TextSpot[] =>
  addressesIn(title).map((detail) => ({ kind: 'email', block: null, detail }));

/** Reads each text as it is committed now; what is frozen later is exactly what was looked through here. */
async function versionsToCheck(
  { docs, text }: PlanDeps,
  entry: WorkWithDocuments,
  languages: readonly LanguageTag[],
): Promise<Result<readonly VersionToCheck[]>> {
  const versions: VersionToCheck[] = [];
  // One after the other: each holds a whole text.
  for (const language of languages.slice(0, limits.filesPerPublicationMax)) {
    const document = entry.documents.find((it) => isText(it) && languageIn(entry, it) === language);
    if (!document) {
      versions.push({ language, documentId: null, head: 0, changedAtMs: 0, text: null });
      continue;
    }
    const { snapshot, updates } = await docs.read(document.id, 0);
    const rows = [...(snapshot ? [snapshot.bytes] : []), ...updates.map(({ bytes }) => bytes)];
    const head = updates.at(-1)?.seq ?? snapshot?.seq ?? 0;
    try {
      const facts = rows.length > 0 ? await text.publicationFacts(rows) : null;
      versions.push({
        ...{ language, documentId: document.id, head },
        changedAtMs: document.changedAtMs,
        text: facts && { ...facts, spots: [...inTitle(document.title), ...facts.spots] },
      });
    } catch (error) {
      return problem('overloaded', error instanceof Error ? error.message : String(error));
    }
  }
  return ok(versions);
}

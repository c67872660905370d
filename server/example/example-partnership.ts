import { unreachable } from '#lib/core/assert.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { Concept, Term, TermStatus } from '#lib/domain/glossary/concept.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import type { Activity } from '#lib/domain/programme/activity.ts';
import type { PartnershipRows } from '#server/ports/partnership-store.ts';
import { alignedWith, complete } from './align.ts';
import { exampleSheets } from './evidence-prose.ts';
import { parseMarkedText } from './marked-text.ts';
import { proposalsProse } from './proposals-prose.ts';
import { EXAMPLE_LANGUAGES, SOURCE_LANGUAGE, type Example, type ExampleLanguage } from './read-example.ts';
import { recommendationsProse } from './recommendations-prose.ts';
import { typologyProse } from './typology-prose.ts';
import { Words } from './words.ts';

export const EXAMPLE_ID = 'msf-2050';

/** The deliverables' texts, which have both languages, in the order in which they are listed. */
export const exampleWorkIds = ['call', 'd1', 'd2', 'd3'] as const;
export type ExampleWorkId = (typeof exampleWorkIds)[number];

export const exampleDocumentId = (work: string, language: LanguageTag): string => `${work}-${language}`;

/** Everything of the example but the texts. All rows carry the moment of loading. */
export function exampleRows(example: Example, nowMs: number): PartnershipRows {
  const { partnership: file } = example;
  const partnershipId = file.partnership.id;
  const works = [
    ...file.works.map((it) => ({ ...it, languages: EXAMPLE_LANGUAGES as readonly LanguageTag[] })),
    ...exampleSheets(example).map((it) => ({ ...it, deliverable: null, state: 'draft' as const })),
  ];
  return {
    partnerships: [{ ...file.partnership, example: true, createdAtMs: nowMs }],
    organisations: file.organisations.map((it) => ({ ...it, partnershipId })),
    // The interface follows the browser's language: a newcomer signs in with any of these accounts.
    people: file.accounts.map(({ id, name }) => ({ id, name, email: null, locale: null, operator: false })),
    members: file.accounts.map(({ id, organisation, role, scope }) => ({
      personId: id,
      partnershipId,
      organisationId: organisation,
      grants: [{ role, scope: scope ?? { kind: 'all' } }],
    })),
    deliverables: file.deliverables.map((it) => ({ ...it, partnershipId })),
    works: works.map((it) => ({
      id: it.id,
      partnershipId,
      deliverableId: it.deliverable,
      type: 'prose',
      kind: it.kind,
      sourceLanguage: it.languages[0] ?? SOURCE_LANGUAGE,
      state: it.state,
      ownerOrganisationId: it.owner,
      ownerCountry: null,
      createdAtMs: nowMs,
    })),
    documents: works.flatMap(({ id, languages, titles }) =>
      languages.map((language) => ({
        id: exampleDocumentId(id, language),
        workId: id,
        role: 'text' as const,
        language,
        title: (titles as Readonly<Record<LanguageTag, string>>)[language] ?? '',
        createdAtMs: nowMs,
      })),
    ),
    activities: activitiesOf(example),
    concepts: conceptsOf(example),
  };
}

/** Nobody has read the Italian terms yet: they are proposals. */
const UNREAD = 'it';

const conceptsOf = ({ glossary, partnership }: Example): readonly Concept[] =>
  glossary.concepts.map(({ terms, forbidden = {}, notes = {}, doNotTranslate = false, ...concept }) => ({
    ...concept,
    id: `concept-${concept.code.toLowerCase()}`,
    partnershipId: partnership.partnership.id,
    notes,
    doNotTranslate,
    terms: [
      ...termsOf(terms, (lang) => (lang === UNREAD ? 'proposed' : 'approved')),
      ...termsOf(forbidden, () => 'forbidden'),
    ],
    revision: 1,
  }));

const termsOf = (
  byLanguage: Readonly<Record<LanguageTag, readonly string[]>>,
  statusIn: (lang: LanguageTag) => TermStatus,
): readonly Term[] =>
  Object.entries(byLanguage).flatMap(([lang, texts]) =>
    texts.map((text) => ({ lang, text, status: statusIn(lang) })),
  );

const activitiesOf = ({ programme, partnership }: Example): readonly Activity[] =>
  programme.activities.map((activity) => ({
    ...activity,
    partnershipId: partnership.partnership.id,
    // The call names no host yet.
    hostOrganisationId: null,
    items: activity.items.map((item, index) => ({
      ...item,
      id: `${activity.id}-item-${index + 1}`,
      deliverables: item.deliverables ?? [],
    })),
    revision: 1,
  }));

/** Every text of the example, to be built when it is not there yet. */
export const exampleTexts = (
  example: Example,
): readonly { readonly documentId: string; readonly build: () => ContentNode }[] => [
  ...exampleWorkIds.flatMap((work) =>
    EXAMPLE_LANGUAGES.map((language) => ({
      documentId: exampleDocumentId(work, language),
      build: () => exampleContent(example, work, language),
    })),
  ),
  ...exampleSheets(example).flatMap(({ id, languages, content }) =>
    languages.map((language) => ({
      documentId: exampleDocumentId(id, language),
      build: () => content(language),
    })),
  ),
];

/** One language version of a work; a translation says what it translates. */
export function exampleContent(
  example: Example,
  work: ExampleWorkId,
  language: ExampleLanguage,
): ContentNode {
  const content = complete(proseOf(example, work, language));
  if (language === SOURCE_LANGUAGE) return content;
  return alignedWith(content, complete(proseOf(example, work, SOURCE_LANGUAGE)));
}

function proseOf(example: Example, work: ExampleWorkId, language: ExampleLanguage): ContentNode {
  const words = new Words(language, example.labels);
  switch (work) {
    case 'call':
      return parseMarkedText(example.call[language]);
    case 'd1':
      return typologyProse(example.typology, words);
    case 'd2':
      return recommendationsProse(example.recommendations, example.typology, words);
    case 'd3':
      return proposalsProse(example.proposals, words);
    default:
      return unreachable(work);
  }
}

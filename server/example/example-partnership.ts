import { unreachable } from '#lib/core/assert.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import type { Concept, Term, TermStatus } from '#lib/domain/glossary/concept.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import type { Activity } from '#lib/domain/programme/activity.ts';
import type { PartnershipRows } from '#server/ports/partnership-store.ts';
import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { alignedWith } from './align.ts';
import { parseMarkedText } from './marked-text.ts';
import { proposalsProse } from './proposals-prose.ts';
import { EXAMPLE_LANGUAGES, SOURCE_LANGUAGE, type Example, type ExampleLanguage } from './read-example.ts';
import { recommendationsProse } from './recommendations-prose.ts';
import { typologyProse } from './typology-prose.ts';
import { Words } from './words.ts';

export const EXAMPLE_ID = 'msf-2050';

/** The works that have both languages, in the order in which they are listed. */
export const exampleWorkIds = ['call', 'd1', 'd2', 'd3'] as const;
export type ExampleWorkId = (typeof exampleWorkIds)[number];

export const exampleDocumentId = (work: string, language: ExampleLanguage): string => `${work}-${language}`;

/** Everything of the example but the texts. All rows carry the moment of loading. */
export function exampleRows(example: Example, nowMs: number): PartnershipRows {
  const { partnership: file } = example;
  const partnershipId = file.partnership.id;
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
    works: file.works.map((it) => ({
      id: it.id,
      partnershipId,
      deliverableId: it.deliverable,
      type: 'prose',
      kind: it.kind,
      sourceLanguage: SOURCE_LANGUAGE,
      state: it.state,
      ownerOrganisationId: it.owner,
      ownerCountry: null,
      createdAtMs: nowMs,
    })),
    documents: file.works.flatMap((work) =>
      EXAMPLE_LANGUAGES.map((language) => ({
        id: exampleDocumentId(work.id, language),
        workId: work.id,
        role: 'text' as const,
        language,
        title: work.titles[language],
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

/**
 * With every attribute that an editor writes, so that a block's hash does not change when somebody
 * touches the block beside it.
 */
const complete = (content: ContentNode): ContentNode =>
  ProseMirrorNode.fromJSON(textSchema(), content).toJSON() as ContentNode;

import { assert } from '#lib/core/assert.ts';
import type { EvidenceKind } from '#lib/domain/deliverable/work.ts';
import type { LanguageTag } from '#lib/domain/partnership/organisation.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';
import { filledSheet } from '#server/templates/evidence-sheet.ts';
import { alignedWith, complete } from './align.ts';
import { bulletList, callout, footnote, link, paragraph, text, type Inline } from './prose.ts';
import {
  EXAMPLE_LANGUAGES,
  SOURCE_LANGUAGE,
  type Bilingual,
  type EvidenceFile,
  type Example,
  type ExampleLanguage,
  type Trend,
} from './read-example.ts';
import { Words } from './words.ts';

/** A sheet of the example's evidence library: under the headings that a new one begins with. */
export interface ExampleSheet {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly owner: string | null;
  /** The first one is the source. */
  readonly languages: readonly LanguageTag[];
  readonly titles: Readonly<Record<LanguageTag, string>>;
  readonly content: (language: LanguageTag) => ContentNode;
}

type Answers = Readonly<Record<string, readonly ContentNode[]>>;

export const exampleSheets = (example: Example): readonly ExampleSheet[] => [
  ...example.evidence.trends.map((it) => {
    const trend = example.typology.trends.find(({ id }) => id === it.id);
    assert(trend, `typology.yaml has no trend ${it.id}`);
    return bilingual(example, 'trend', { ...it, title: trend.title }, (words) =>
      trendAnswers(example, it, trend, words),
    );
  }),
  ...example.evidence.scenarios.map((it) =>
    bilingual(example, 'scenario', it, (words) => ({
      axes: [paragraph('axes-text', `${words.of(it.axes)}.`)],
      story: [paragraph('story-text', words.of(it.story))],
    })),
  ),
  ...example.evidence.practices.map((it) =>
    bilingual(example, 'practice', it, (words) => practiceAnswers(example, it, words)),
  ),
  ...example.evidence.notes.map((it) => note(example, it)),
];

function bilingual(
  example: Example,
  kind: EvidenceKind,
  {
    id,
    title,
    owner = null,
  }: { readonly id: string; readonly title: Bilingual; readonly owner?: string | null },
  answersIn: (words: Words) => Answers,
): ExampleSheet {
  const version = (language: ExampleLanguage): ContentNode => {
    const words = new Words(language, example.labels);
    return sheet(kind, language, words.label('example', 'banner'), answersIn(words));
  };
  return {
    id: id.toLowerCase(),
    kind,
    owner,
    languages: EXAMPLE_LANGUAGES,
    titles: title,
    content: (language) =>
      language === SOURCE_LANGUAGE
        ? version(SOURCE_LANGUAGE)
        : alignedWith(version(language as ExampleLanguage), version(SOURCE_LANGUAGE)),
  };
}

/** A note is written on the spot, in one language. */
function note(example: Example, it: EvidenceFile['notes'][number]): ExampleSheet {
  const { language } = it;
  const banner = it.banner ?? example.labels.example?.banner?.[language as ExampleLanguage];
  assert(banner, `the note ${it.id} does not say that it is an example`);
  const answers = Object.fromEntries(
    Object.entries(it.answers).map(([field, said]) => [field, [paragraph(`${field}-text`, said)]]),
  );
  return {
    id: it.id.toLowerCase(),
    kind: 'observation',
    owner: it.owner,
    languages: [language],
    titles: { [language]: it.title },
    content: () => sheet('observation', language, banner, answers),
  };
}

const sheet = (kind: EvidenceKind, language: LanguageTag, banner: string, answers: Answers): ContentNode =>
  complete({
    type: 'doc',
    content: [callout('example-notice', 'example', banner), ...filledSheet(kind, language, answers)],
  });

function trendAnswers(
  { typology }: Example,
  { impact, uncertainty }: EvidenceFile['trends'][number],
  trend: Trend,
  words: Words,
): Answers {
  const affected = typology.profiles.filter(({ trends2050 }) =>
    trends2050.some((it) => it.trend === trend.id),
  );
  const ofFive = (label: string, value: number): readonly Inline[] =>
    words.line(words.label('lines', label), `${words.number(value)} ${words.label('lines', 'ofFive')}`);
  return {
    kind: [paragraph('kind-text', sentence(words.label('trendKind', trend.kind)))],
    steep: [paragraph('steep-text', sentence(words.label('dimension', trend.steep)))],
    evidence: trend.evidence.map((it, index) => {
      const said = words.of(it);
      const shown = it.url === undefined ? [text(said)] : [text(said, link(it.url))];
      return paragraph(`evidence-${index + 1}`, [
        ...shown,
        ...(it.source ? [footnote(words.of(it.source))] : []),
      ]);
    }),
    impact: [
      paragraph('impact-text', ofFive('impact', impact)),
      paragraph('uncertainty-text', ofFive('uncertainty', uncertainty)),
    ],
    ...(affected.length > 0
      ? {
          profiles: [
            bulletList(
              'profiles-list',
              affected.map(({ name }) => words.of(name)),
            ),
          ],
        }
      : {}),
  };
}

function practiceAnswers(
  { typology }: Example,
  it: EvidenceFile['practices'][number],
  words: Words,
): Answers {
  const names = it.profiles.map((id) => {
    const profile = typology.profiles.find((one) => one.id === id);
    assert(profile, `typology.yaml has no profile ${id}`);
    return words.of(profile.name);
  });
  return {
    place: [paragraph('place-text', sentence(words.country(it.country)))],
    problem: [paragraph('problem-text', words.of(it.problem))],
    publics: [paragraph('publics-text', sentence(words.list('public', it.publics)))],
    results: [paragraph('results-text', sentence(words.label('evidenceLevel', it.evidenceLevel)))],
    limits: [paragraph('limits-text', words.of(it.limits))],
    themes: [bulletList('themes-list', names)],
  };
}

const sentence = (said: string): string => `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;

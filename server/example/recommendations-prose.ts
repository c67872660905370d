import type { ContentNode } from '#lib/schema/text/convert.ts';
import { bold, bulletList, heading, inLanguage, paragraph, table, text, type Inline } from './prose.ts';
import type { Evidence, Recommendations, Typology } from './read-example.ts';
import { opening, standing, type Words } from './words.ts';

/** D2 as prose: one section per recommendation. */
export function recommendationsProse(file: Recommendations, typology: Typology, words: Words): ContentNode {
  const title = (key: string) => words.label('headings', key);
  return {
    type: 'doc',
    content: [
      heading('introduction', 1, title('introduction')),
      ...opening(words, file.introduction),
      heading('recommendations', 1, title('recommendations')),
      ...file.recommendations.flatMap((it) => section(it, typology, words)),
    ],
  };
}

function section(
  it: Recommendations['recommendations'][number],
  typology: Typology,
  words: Words,
): ContentNode[] {
  const id = it.id.toLowerCase();
  const title = (key: string) => words.label('headings', key);
  const column = (key: string) => words.label('columns', key);
  const profileNames = it.targetProfiles.flatMap((target) => {
    const profile = typology.profiles.find((candidate) => candidate.id === target);
    return profile ? [`${target} – ${words.of(profile.name)}`] : [];
  });
  return [
    heading(id, 2, `${it.id} – ${words.of(it.title)}`),
    paragraph(`${id}-statement`, [text(words.of(it.statement), bold)]),
    ...standing(words, 'recommendation', id, it),
    paragraph(`${id}-level`, words.line(words.label('lines', 'level'), words.label('level', it.level))),
    heading(`${id}-outcomes`, 3, title('learningOutcomes')),
    bulletList(`${id}-outcomes-list`, words.all(it.learningOutcomes)),
    heading(`${id}-profiles`, 3, title('targetProfiles')),
    bulletList(`${id}-profiles-list`, profileNames),
    heading(`${id}-evidence`, 3, title('evidence')),
    bulletList(
      `${id}-evidence-list`,
      it.evidence.map((evidence) => evidenceWords(evidence, typology, words)),
    ),
    heading(`${id}-feasibility`, 3, title('nationalFeasibility')),
    table(
      `${id}-feasibility-table`,
      [column('country'), column('feasibility')],
      it.nationalFeasibility.map(({ country, state }) => [
        words.country(country),
        words.label('feasibility', state),
      ]),
    ),
  ];
}

/** Something said in a workshop keeps its own words; a translation stands beside them where there is one. */
function evidenceWords(evidence: Evidence, { trends }: Typology, words: Words): readonly Inline[] {
  const kind = words.label('evidenceKind', evidence.kind);
  if (evidence.kind === 'trend') {
    const trend = trends.find((it) => it.id === evidence.trend);
    return words.line(kind, trend ? words.of(trend.title) : evidence.trend);
  }
  if (evidence.lang === words.language) return words.line(kind, quoted(evidence.text, words));
  const translation = evidence.translations?.[words.language];
  const original = text(
    translation ? ` (${evidence.text})` : quoted(evidence.text, words),
    inLanguage(evidence.lang),
  );
  return [...words.line(kind, translation ? quoted(translation, words) : ''), original];
}

const quoted = (said: string, words: Words): string =>
  words.language === 'fr' ? `« ${said} »` : `‘${said}’`;

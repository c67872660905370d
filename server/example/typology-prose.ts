import type { ContentNode } from '#lib/schema/text/convert.ts';
import {
  bold,
  bulletList,
  footnote,
  heading,
  inLanguage,
  link,
  paragraph,
  table,
  text,
  type Inline,
} from './prose.ts';
import type { Profile, Trend, Typology } from './read-example.ts';
import { opening, standing, type Words } from './words.ts';

/** D1 as prose: families, one section per profile, trends. */
export function typologyProse(typology: Typology, words: Words): ContentNode {
  const title = (key: string) => words.label('headings', key);
  return {
    type: 'doc',
    content: [
      heading('introduction', 1, title('introduction')),
      ...opening(words, typology.introduction),
      heading('families', 1, title('families')),
      familyTable(typology, words),
      heading('profiles', 1, title('profiles')),
      paragraph('profiles-titles-note', words.label('lines', 'titlesNote')),
      ...typology.profiles.flatMap((profile) => profileSection(profile, typology, words)),
      heading('trends', 1, title('trends')),
      ...typology.trends.map((trend) => trendParagraph(trend, words)),
      heading('notices', 1, title('notices')),
      paragraph('notices-esco', [text(words.labels.esco, ...foreign(words, 'en'))]),
    ],
  };
}

const foreign = (words: Words, lang: string) => (lang === words.language ? [] : [inLanguage(lang)]);

function familyTable({ families, profiles }: Typology, words: Words): ContentNode {
  const column = (key: string) => words.label('columns', key);
  const namesIn = (family: string) =>
    profiles
      .filter((it) => it.family === family)
      .map((it) => words.of(it.name))
      .join(', ');
  return table(
    'families-table',
    [column('code'), column('family'), column('profiles')],
    families.map(({ id, name }) => [id, words.of(name), namesIn(id) || words.label('lines', 'noProfiles')]),
  );
}

function profileSection(profile: Profile, typology: Typology, words: Words): ContentNode[] {
  const id = profile.id.toLowerCase();
  const sub = (key: string) => heading(`${id}-${dashed(key)}`, 3, words.label('headings', key));
  const list = (key: 'missions' | 'knowledge' | 'knowHow' | 'interpersonal') => [
    sub(key),
    bulletList(`${id}-${dashed(key)}-list`, words.all(profile[key])),
  ];
  const prose = (key: 'migrationAdaptation' | 'sseLinks' | 'trainingPaths') => [
    sub(key),
    paragraph(`${id}-${dashed(key)}-text`, words.of(profile[key])),
  ];
  return [
    heading(id, 2, `${profile.id} – ${words.of(profile.name)}`),
    paragraph(`${id}-summary`, words.of(profile.summary)),
    ...standing(words, 'profile', id, profile),
    paragraph(
      `${id}-maturity`,
      words.line(words.label('lines', 'maturity'), words.label('maturity', profile.maturity)),
    ),
    paragraph(
      `${id}-family`,
      words.line(words.label('lines', 'family'), familyName(profile, typology, words)),
    ),
    ...list('missions'),
    ...list('knowledge'),
    ...list('knowHow'),
    ...list('interpersonal'),
    sub('whereAndWhom'),
    paragraph(
      `${id}-contexts`,
      words.line(words.label('lines', 'contexts'), words.list('context', profile.contexts)),
    ),
    paragraph(
      `${id}-publics`,
      words.line(words.label('lines', 'publics'), words.list('public', profile.publics)),
    ),
    sub('nationalTitles'),
    titleTable(id, profile, words),
    sub('classifications'),
    classificationTable(id, profile, words),
    sub('trends2050'),
    trendList(id, profile, typology, words),
    ...prose('migrationAdaptation'),
    ...prose('sseLinks'),
    ...prose('trainingPaths'),
    ...divergences(id, profile, words),
  ];
}

function familyName({ family }: Profile, { families }: Typology, words: Words): string {
  const found = families.find((it) => it.id === family);
  return found ? `${family}, ${words.of(found.name)}` : family;
}

/** A level that is not known stays empty of a number; an unverified title says so. */
function titleTable(id: string, { nationalTitles }: Profile, words: Words): ContentNode {
  if (nationalTitles.length === 0) return paragraph(`${id}-no-titles`, words.label('lines', 'noTitles'));
  const column = (key: string) => words.label('columns', key);
  return table(
    `${id}-titles`,
    [column('country'), column('title'), column('eqf'), column('certainty')],
    nationalTitles.map((it) => [
      words.country(it.country),
      [text(it.title, ...foreign(words, it.lang))],
      it.eqf === null ? words.label('lines', 'unknownLevel') : String(it.eqf),
      words.label('certainty', it.certainty),
    ]),
  );
}

function classificationTable(id: string, { classifications }: Profile, words: Words): ContentNode {
  const column = (key: string) => words.label('columns', key);
  return table(
    `${id}-codes`,
    [column('scheme'), column('code'), column('match')],
    classifications.map((it) => [it.scheme, [text(it.code, link(it.uri))], words.label('match', it.match)]),
  );
}

function trendList(id: string, { trends2050 }: Profile, { trends }: Typology, words: Words): ContentNode {
  const titleOf = (trendId: string) => trends.find((it) => it.id === trendId)?.title;
  return bulletList(
    `${id}-trends`,
    trends2050.map((it) => {
      const title = titleOf(it.trend);
      const because = title ? ` (${words.of(title)})` : '';
      return words.line(capitalised(words.label('effect', it.effect)), `${words.of(it.text)}${because}`);
    }),
  );
}

const capitalised = (said: string): string => said.charAt(0).toUpperCase() + said.slice(1);

const divergences = (id: string, profile: Profile, words: Words): ContentNode[] =>
  profile.divergences === undefined
    ? []
    : [
        heading(`${id}-divergences`, 3, words.label('headings', 'divergences')),
        bulletList(
          `${id}-divergences-list`,
          profile.divergences.map((it) => words.line(words.country(it.country), words.of(it.text))),
        ),
      ];

function trendParagraph(trend: Trend, words: Words): ContentNode {
  const kind = `${words.label('trendKind', trend.kind)}, ${words.label('dimension', trend.steep)}`;
  const evidence = trend.evidence.flatMap((it): Inline[] => {
    const said = words.of(it);
    if (it.url !== undefined) return [text(' '), text(said, link(it.url))];
    return it.source ? [text(` ${said}`), footnote(words.of(it.source))] : [text(` ${said}`)];
  });
  return paragraph(trend.id.toLowerCase(), [
    text(words.of(trend.title), bold),
    text(` (${kind}).`),
    ...evidence,
  ]);
}

/** `knowHow` → `know-how`, `trends2050` → `trends-2050`. */
const dashed = (key: string): string => key.replace(/[A-Z]|\d+/g, (part) => `-${part.toLowerCase()}`);

import { describe, expect, test } from 'vitest';
import {
  missingBeforeReview,
  needsMandatoryFields,
  type ItemKind,
} from '#lib/domain/deliverable/required-fields.ts';
import { workStates } from '#lib/domain/deliverable/work.ts';
import { phraseValues } from '#lib/domain/partnership/explanation.ts';
import { roles } from '#lib/domain/partnership/member.ts';
import {
  organisationParts,
  organisationStatuses,
  organisationTypes,
  type Organisation,
} from '#lib/domain/partnership/organisation.ts';
import { itemsInOrder } from '#lib/domain/programme/activity.ts';
import { partsOf } from '#lib/domain/programme/partial-date.ts';
import { countryReadiness } from '#lib/domain/partnership/readiness.ts';
import { applyRules } from '#lib/domain/partnership/tandem-rules.ts';
import { CATALOGUES, serverTranslator } from '#lib/i18n/every-catalogue.ts';
import { createFormats } from '#lib/i18n/formats.ts';
import { LOCALES } from '#lib/i18n/locales.ts';
import { checkContent, type ContentNode } from '#lib/schema/text/convert.ts';
import { contentHash } from '#lib/schema/text/hash.ts';
import { plainText, sectionsOf } from '#lib/schema/text/sections.ts';
import { blocksOf, idOf } from './align.ts';
import { exampleContent, exampleRows, exampleWorkIds } from './example-partnership.ts';
import { EXAMPLE_LANGUAGES, readExample } from './read-example.ts';

const example = readExample();
const rows = exampleRows(example, 0);
const organisations: readonly Organisation[] = rows.organisations ?? [];
const facts = example.partnership.partnership.facts;
const versions = exampleWorkIds.flatMap((work) =>
  EXAMPLE_LANGUAGES.map((language) => ({ work, language, content: exampleContent(example, work, language) })),
);
const contentOf = (work: string, language: string): ContentNode => {
  const found = versions.find((it) => it.work === work && it.language === language);
  if (!found) throw new Error(`no ${work}-${language}`);
  return found.content;
};
const wordsOf = (content: ContentNode) => blocksOf(content).map(plainText).join('\n');
const blockOf = (content: ContentNode, id: string) => blocksOf(content).find((block) => idOf(block) === id);

describe('the partnership', () => {
  test('uses the words of the domain', () => {
    for (const it of organisations) {
      expect(organisationStatuses).toContain(it.status);
      expect(organisationTypes).toContain(it.type);
      expect(organisationParts).toContain(it.part);
    }
    for (const it of [...(rows.works ?? []), ...(rows.deliverables ?? [])])
      expect(workStates).toContain(it.state);
  });

  test('has an account for each role, in an organisation that exists, scoped as the role asks', () => {
    const grants = (rows.members ?? []).flatMap((member) => member.grants);
    expect([...new Set(grants.map((grant) => grant.role))].sort()).toEqual([...roles].sort());
    for (const { role, scope } of grants) {
      const kind = role === 'country-lead' ? 'country' : role === 'language-reviewer' ? 'language' : 'all';
      expect(scope.kind).toBe(kind);
    }
    const known = organisations.map((it) => it.id);
    for (const member of rows.members ?? []) expect(known).toContain(member.organisationId);
  });

  test('claims no funding and says that it is an example', () => {
    expect(rows.partnerships).toMatchObject([
      { id: 'msf-2050', fundingProfile: 'none', example: true, horizon: 2050 },
    ]);
  });

  test('holds no person: no e-mail, no telephone, no personal account', () => {
    const everything = JSON.stringify([rows, versions]).replaceAll(/https?:[^"]*/g, '');
    expect(everything.match(/[\w.+-]+@[\w-]+\.\w+|mailto:|tel:/gi)).toBeNull();
    expect(everything.match(/(\+\d{2}|\b0[1-9])([ .-]?\d{2}){4}\b/g)).toBeNull();
    for (const person of rows.people ?? []) expect(person.email).toBeNull();
  });
});

describe('the rules, on the example', () => {
  const states = Object.fromEntries(applyRules(organisations, facts).map((it) => [it.rule, it]));

  test('R1: one country of three is confirmed', () => {
    expect(states.R1).toMatchObject({ state: 'not-met', facts: { confirmed: ['FR'], needed: 3 } });
  });

  test('R2: France, Italy and Finland are incomplete; Belgium and Ireland are only wished for', () => {
    expect(states.R2?.state).toBe('not-met');
    expect(states.R2?.facts).toMatchObject({ complete: [], incomplete: ['FR', 'IT', 'FI'] });
  });

  test('R3: France has its public body; Italy has one if it is confirmed', () => {
    expect(states.R3).toMatchObject({
      state: 'unknown',
      facts: { confirmed: ['FR'], ifConfirmed: ['IT', 'FI'] },
    });
  });

  test('R4: Isère and Loire-Atlantique would be two authorities of the same type', () => {
    expect(states.R4).toMatchObject({
      state: 'warning',
      facts: {
        alike: [{ country: 'FR', names: ['Département de l’Isère', 'Département de la Loire-Atlantique'] }],
      },
    });
  });

  test('R5: a beginning in summer 2020 would be too early; R6 is told', () => {
    expect(states.R5).toMatchObject({ state: 'warning', facts: { begin: '2020-06' } });
    expect(states.R6?.state).toBe('info');
  });

  test('readiness of each country', () => {
    const readiness = countryReadiness(organisations, facts.wishedCountries).map((it) => [
      it.country,
      it.readiness,
    ]);
    expect(readiness).toEqual([
      ['FR', 'partial'],
      ['FI', 'partial'],
      ['IT', 'partial'],
      ['BE', 'missing'],
      ['IE', 'missing'],
    ]);
  });

  test.each(LOCALES)('every result is a whole sentence in %s', (locale) => {
    const t = serverTranslator(locale);
    const all = [
      ...applyRules(organisations, facts).map((it) => it.explanation),
      ...countryReadiness(organisations, facts.wishedCountries).map((it) => it.reason),
    ];
    for (const explanation of all) {
      const sentence = t(explanation.key, phraseValues(explanation, createFormats(locale), Date.parse));
      expect(sentence.trim()).toMatch(/^[A-ZÀ-Ý\d].*\.$/);
      expect(sentence).not.toMatch(/[{}]|partnership\.|undefined|NaN/);
    }
    expect(Object.keys(CATALOGUES[locale].partnership)).toContain('why');
  });
});

describe('the texts', () => {
  test.each(versions)('$work in $language fits the schema and every block has its own id', ({ content }) => {
    const checked = checkContent(content);
    expect(checked.ok ? null : checked.problem).toBeNull();
    const ids = blocksOf(content).map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
    const unnamed = JSON.stringify(content).match(/"id":null/g);
    expect(unnamed).toBeNull();
  });

  test.each(exampleWorkIds)('both versions of %s have the same sections in the same order', (work) => {
    const keys = (language: string) => sectionsOf(contentOf(work, language)).map((section) => section.id);
    expect(keys('en')).toEqual(keys('fr'));
    expect(keys('fr').length).toBeGreaterThan(5);
  });

  test.each(exampleWorkIds)(
    'each English block of %s names the French block it translates, as it stands',
    (work) => {
      const french = new Map(blocksOf(contentOf(work, 'fr')).map((block) => [idOf(block), block]));
      for (const block of blocksOf(contentOf(work, 'en'))) {
        const source = french.get(idOf(block));
        if (!source) expect(block.attrs?.of ?? null).toBeNull();
        else expect(block.attrs).toMatchObject({ of: idOf(source), ofHash: contentHash(source) });
      }
      for (const block of french.values()) expect(block.attrs?.of ?? null).toBeNull();
    },
  );

  test('D1, D2 and D3 are the same places in both languages', () => {
    for (const work of ['d1', 'd2', 'd3']) {
      expect(blocksOf(contentOf(work, 'en')).map(idOf)).toEqual(blocksOf(contentOf(work, 'fr')).map(idOf));
    }
  });

  test('the call keeps what only one version says', () => {
    const ids = (language: string) => blocksOf(contentOf('call', language)).map(idOf);
    const frenchOnly = ids('fr').filter((id) => !ids('en').includes(id));
    for (const id of [
      'diagnosis',
      'driving-questions',
      'approach-shared',
      'approach-proactive',
      'seminar-1-aims',
    ])
      expect(frenchOnly).toContain(id);
    // Any other would be a block that lost its French sibling through a mistyped id.
    const englishOnly = ids('en').filter((id) => !ids('fr').includes(id));
    expect(englishOnly).toEqual(['seminar-2-list', 'type-associations', 'type-associations-text']);
  });

  test.each(EXAMPLE_LANGUAGES)('the call in %s has the facts that both versions share', (language) => {
    const call = contentOf('call', language);
    const said = wordsOf(call);
    for (const fact of [
      'KA204',
      '2050',
      '120',
      '200',
      'Grenoble',
      'Isère',
      'Loire-Atlantique',
      '2018',
      '2019',
      '2020',
    ])
      expect(said).toContain(fact);
    const place = (id: string) => plainText(blockOf(call, id) ?? { type: 'none' });
    expect(place('mobilities-what')).toMatch(/\b10\b.*\b5\b/);
    expect(place('seminars-what')).toMatch(/\b3\b.*\b200\b|\b3-day\b.*\b200\b/);
    expect(place('seminar-1')).toMatch(/2020.*Grenoble/);
    expect(place('origin')).toMatch(/2018.*\b120\b|\b120\b.*2018/);
    expect(place('partner-aosta')).toMatch(/Aost/);
    expect(blocksOf(call).filter((block) => /^deliverable-\d$/.test(idOf(block)))).toHaveLength(3);
  });

  test('the contradictions between the two versions are still there to be decided', () => {
    const place = (language: string, id: string) =>
      plainText(blockOf(contentOf('call', language), id) ?? { type: '' });
    expect([place('fr', 'mobilities'), place('en', 'mobilities')]).toEqual([
      expect.stringContaining('fin 2020 à fin 2021'),
      expect.stringContaining('Summer 2020-Spring 2021'),
    ]);
    expect([place('fr', 'tandem'), place('en', 'tandem')]).toEqual([
      expect.stringContaining('compétences'),
      expect.stringContaining('skills'),
    ]);
    expect([place('fr', 'seminar-2'), place('en', 'seminar-2')]).toEqual([
      expect.stringContaining('fin 2021'),
      expect.stringContaining('mid-2021'),
    ]);
  });

  test('words of another language are marked as such', () => {
    const langs = (language: string) =>
      new Set(
        JSON.stringify(contentOf('d1', language))
          .match(/"lang":"[a-z]+"/g)
          ?.map((it) => it.slice(8, -1)),
      );
    expect(langs('en')).toEqual(new Set(['fr', 'it', 'fi']));
    expect(langs('fr')).toEqual(new Set(['it', 'fi', 'en']));
  });

  test('D1 carries the ESCO notice, and says of each title how sure it is', () => {
    for (const language of EXAMPLE_LANGUAGES)
      expect(wordsOf(contentOf('d1', language))).toContain(
        'This publication uses the ESCO classification of the European Commission.',
      );
    const cell = blockOf(contentOf('d1', 'fr'), 'p4-titles-2');
    expect(cell?.content?.map((it) => plainText(it))).toEqual([
      'Italie',
      'operatore socio-sanitario',
      'non connu',
      'incertain, à vérifier',
    ]);
  });
});

describe('the items', () => {
  const items: readonly { kind: ItemKind; item: { id: string; state: (typeof workStates)[number] } }[] = [
    ...example.typology.profiles.map((item) => ({ kind: 'profile' as const, item })),
    ...example.recommendations.recommendations.map((item) => ({ kind: 'recommendation' as const, item })),
    ...example.proposals.proposals.map((item) => ({ kind: 'proposal' as const, item })),
  ];

  test('nine profiles, five recommendations, five proposals', () => {
    expect(items.map(({ item }) => item.id)).toEqual(
      'P1 P2 P3 P4 P5 P6 P7 P8 P9 R1 R2 R3 R4 R5 A1 A2 A3 A4 A5'.split(' '),
    );
  });

  test('none claims to be in review while a mandatory field is missing', () => {
    const claiming = items.filter(
      ({ kind, item }) =>
        needsMandatoryFields(item.state) &&
        missingBeforeReview(kind, item as unknown as Record<string, unknown>).length > 0,
    );
    expect(claiming).toEqual([]);
  });

  test('P2 shows its two divergences', () => {
    const list = blockOf(contentOf('d1', 'en'), 'p2-divergences-list');
    expect(list?.content?.map((it) => plainText(it).slice(0, 7))).toEqual(['Italy: ', 'Belgium']);
  });
});

describe('glossary and programme', () => {
  const codes = (rows.deliverables ?? []).map(({ code }) => code);
  const concepts = rows.concepts ?? [];

  test('each concept has a definition and terms in both languages, and Italian ones that wait for their reader', () => {
    expect(new Set(concepts.map(({ code }) => code)).size).toBe(25);
    for (const { code, definitions, terms } of concepts) {
      for (const language of EXAMPLE_LANGUAGES) {
        expect(definitions[language], code).toBeTruthy();
        expect(
          terms.some((it) => it.lang === language && it.status === 'approved'),
          code,
        ).toBe(true);
      }
      const italian = terms.filter((it) => it.lang === 'it' && it.status !== 'forbidden');
      expect(
        italian.map(({ status }) => status),
        code,
      ).toContain('proposed');
      expect(
        italian.map(({ status }) => status),
        code,
      ).not.toContain('approved');
    }
  });

  test('activities have dates that exist, and feed deliverables that exist', () => {
    const activities = rows.activities ?? [];
    expect(activities.map(({ id, items }) => [id, items.length])).toEqual([
      ['mobilities', 0],
      ['seminar-1', 22],
      ['seminar-2', 0],
    ]);
    for (const { id, begins, ends, deliverables, items } of activities) {
      for (const date of [begins, ends]) if (date !== null) expect(partsOf(date), id).not.toBeNull();
      for (const code of [...deliverables, ...items.flatMap((it) => it.deliverables)])
        expect(codes).toContain(code);
      expect(itemsInOrder(items)).toEqual(items);
      for (const { titles } of items) expect(Object.keys(titles).sort()).toEqual(['en', 'fr']);
    }
  });
});

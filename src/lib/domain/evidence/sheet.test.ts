import { expect, test } from 'vitest';
import type { DocumentMeta, ProseKind, Work } from '../deliverable/work.ts';
import { asksForAll, countriesOf, isFound, queryOf, sheetsOf } from './sheet.ts';

const work = (id: string, kind: ProseKind, owner: string | null, changedAtMs: number) => ({
  work: {
    id,
    partnershipId: 'p',
    deliverableId: null,
    type: 'prose',
    kind,
    sourceLanguage: 'fr',
    state: 'draft',
    ownerOrganisationId: owner,
    ownerCountry: null,
  } satisfies Work,
  titles: { fr: `Équipe ${id}`, en: `Team ${id}` },
  documents: [
    { changedAtMs, language: 'fr' },
    { changedAtMs: 1, language: 'en' },
  ] as DocumentMeta[],
});
const organisations = [
  { id: 'county', name: 'Hyvinvointialue', country: 'FI' },
  { id: 'isere', name: 'Département de l’Isère', country: 'FR' },
];
const sheets = sheetsOf(
  [
    work('d1', 'typology', null, 99),
    work('a', 'practice', 'county', 5),
    work('b', 'trend', null, 5),
    work('c', 'observation', 'isere', 7),
    work('free', 'free', 'isere', 98),
  ],
  organisations,
);
const found = (address: string) => {
  const query = queryOf(new URLSearchParams(address), 200);
  return sheets.filter((it) => isFound(it, query)).map((it) => it.work.id);
};

test('deliverables and free texts are no evidence; the rest stands changed last first, then kind by kind', () => {
  expect(sheets.map((it) => it.work.id)).toEqual(['c', 'b', 'a']);
  expect(sheets[0]).toMatchObject({ organisation: { country: 'FR' }, changedAtMs: 7 });
  expect(sheets[1]?.organisation).toBeNull();
  expect([...countriesOf(sheets)].sort()).toEqual(['FI', 'FR']);
});

test('is found by kind, by country, and by words of any language without their accents', () => {
  expect(found('')).toEqual(['c', 'b', 'a']);
  expect(found('kind=trend')).toEqual(['b']);
  expect(found('country=FI')).toEqual(['a']);
  expect(found('words=EQUIPE')).toEqual(['c', 'b', 'a']);
  expect(found('words=team+isere')).toEqual(['c']);
  expect(found('words=hyvinvointi&kind=trend')).toEqual([]);
});

test('what an address makes up narrows nothing', () => {
  expect(queryOf(new URLSearchParams('kind=typology&country=<b>&words=++'), 200)).toEqual({
    kind: null,
    country: null,
    words: '',
  });
  expect(asksForAll(queryOf(new URLSearchParams('kind=free'), 200))).toBe(true);
  expect(asksForAll(queryOf(new URLSearchParams('words=a'), 200))).toBe(false);
  expect(queryOf(new URLSearchParams(`words=${'x'.repeat(300)}`), 200).words).toHaveLength(200);
});

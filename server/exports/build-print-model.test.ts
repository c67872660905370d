import { expect, test } from 'vitest';
import { buildPrintModel, type DocumentFacts } from './build-print-model.ts';
import { exportFileName } from './export-format.ts';

const facts: DocumentFacts = {
  document: { id: 'd', title: 'Fiches métiers', language: 'sv', head: 7, changedAtMs: Date.UTC(2027, 2, 14) },
  work: { kind: 'typology', state: 'in-review', sourceLanguage: 'fr' },
  deliverable: { code: 'D1', kind: 'typology', titles: { en: 'Typology', it: 'Tipologia' } },
  partnership: {
    titles: { en: 'Social professions' },
    workingLanguage: 'fr',
    example: true,
    horizon: 2050,
    facts: { wishedCountries: [], activitiesBegin: null, activitiesEnd: null, action: null },
  },
  organisations: [
    { name: 'Wished', country: 'IE', status: 'wished', part: 'partner' },
    { name: 'Later', country: 'FR', status: 'to-be-confirmed', part: 'partner' },
    { name: 'Sure', country: 'IT', status: 'confirmed', part: 'partner' },
    { name: 'Gone', country: 'BE', status: 'withdrawn', part: 'coordinator' },
    { name: 'Isère', country: 'FR', status: 'confirmed', part: 'coordinator' },
  ],
  origin: null,
};
const text = (value: string) => ({ type: 'paragraph', content: [{ type: 'text', text: value }] });
const built = (more: Partial<DocumentFacts> = {}, content = [text('x')]) =>
  buildPrintModel({ ...facts, ...more }, { type: 'doc', content }).model;

test('organisations stand by role, confirmed first; who never answered is not claimed', () => {
  const { cover, metadata } = built();
  expect(cover.organisations.map((group) => group.organisations.map((one) => [one.name, one.note]))).toEqual([
    [['Isère', null]],
    [
      ['Sure', null],
      ['Later', 'to be confirmed'],
    ],
  ]);
  expect(metadata.authors).toEqual(['Sure', 'Isère']);
});

test('an example claims no funding; another partnership shows no banner and no emblem either', () => {
  expect(built().cover.banner).toBe('Demonstration – no EU funding claimed');
  const real = built({ partnership: { ...facts.partnership, example: false } });
  expect(real.cover.banner).toBeNull();
  expect(JSON.stringify(real)).not.toMatch(/emblem|co-funded/i);
});

test('where the program does not speak the language, its words say they are English', () => {
  const model = built();
  expect([model.language, model.words.language, model.words.contents]).toEqual(['sv', 'en', 'Contents']);
  expect(built({ document: { ...facts.document, language: 'fr' } }).words.contents).toBe('Sommaire');
  expect(built({ document: { ...facts.document, language: 'fi' } }).words.language).toBe('fi');
});

test('a text that opens with its title does not print it twice', () => {
  const title = { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Fiches métiers' }] };
  const [part] = built({}, [title as never, text('body')]).parts;
  expect(part?.kind === 'text' && part.blocks.map((block) => block.kind)).toEqual(['paragraph']);
});

test('ESCO’s notice stands wherever its codes are cited', () => {
  const cited = {
    type: 'paragraph',
    content: [
      {
        type: 'text',
        text: '2635.3',
        marks: [{ type: 'link', attrs: { href: 'http://data.europa.eu/esco/occupation/x' } }],
      },
    ],
  };
  expect(built().imprint.escoNotice).toBeNull();
  expect(built({}, [cited as never]).imprint.escoNotice).toContain('ESCO');
});

test('file names are safe everywhere', () => {
  expect(exportFileName('D1', 'Typologie des métiers : œuvre n° 1', 'fr', 'pdf')).toBe(
    'D1-typologie-des-metiers-oeuvre-n-1.fr.pdf',
  );
  expect(exportFileName(null, '../../etc/passwd\u0000"', 'fr-BE', 'md')).toBe('etc-passwd.fr-be.md');
  expect(exportFileName(null, '中文', 'zh', 'docx')).toBe('document.zh.docx');
});

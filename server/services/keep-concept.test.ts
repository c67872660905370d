import { expect, onTestFinished, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { findPartnership } from './find-partnership.ts';
import { glossaryView } from './glossary-view.ts';
import { addConcept, changeConcept, removeConcept } from './keep-concept.ts';

const nothing = { approved: '', proposed: '', forbidden: '', definition: '', note: '', equivalence: '' };
const tandem = {
  doNotTranslate: '',
  languages: {
    fr: { ...nothing, approved: ' binôme \r\n\r\nduo\nbinôme', definition: 'Deux organisations.' },
    en: { ...nothing, proposed: 'tandem', forbidden: 'couple', equivalence: 'full' },
  },
};

async function setUp() {
  const { partnerships, accounts, glossary, close } = await openSqliteStores();
  onTestFinished(close);
  await partnerships.insert(exampleRows('p'));
  await partnerships.insert(exampleRows('q'));
  const deps = {
    ...{ glossary, partnerships, random: systemRandom },
    findPartnership: findPartnership({ partnerships }),
  };
  const as = (by: string) => accounts.principal(by);
  return {
    add: async (by: string, input = tandem) => addConcept(deps)(await as(by), 'p', input),
    change: async (by: string, revision: number, input = tandem, code = 'C01') =>
      changeConcept(deps)(await as(by), 'p', { code, revision }, input),
    remove: async (by: string, revision: unknown) =>
      removeConcept(deps)(await as(by), 'p', { code: 'C01', revision }),
    view: async (by: string) => glossaryView(deps)(await as(by), 'p'),
    concepts: () => glossary.concepts('p'),
  };
}

test('who keeps the glossary adds a concept: it gets the next address, and each line is a term', async () => {
  const { add, concepts } = await setUp();
  expect(await add('p-lead')).toMatchObject({ ok: true });
  expect((await concepts())[1]).toMatchObject({
    code: 'C02',
    definitions: { fr: 'Deux organisations.' },
    equivalence: { en: 'full' },
    terms: [
      { lang: 'fr', text: 'binôme', status: 'approved' },
      { lang: 'fr', text: 'duo', status: 'approved' },
      { lang: 'en', text: 'tandem', status: 'proposed' },
      { lang: 'en', text: 'couple', status: 'forbidden' },
    ],
  });
});

test('who only proposes approves and forbids nothing, whatever their page sends', async () => {
  const { add, concepts, change, remove } = await setUp();
  expect(await add('p-editor', { ...tandem, doNotTranslate: 'on' })).toMatchObject({ ok: true });
  expect((await concepts())[1]).toMatchObject({
    doNotTranslate: false,
    equivalence: {},
    terms: [
      { text: 'binôme', status: 'proposed' },
      { text: 'duo', status: 'proposed' },
      { text: 'tandem', status: 'proposed' },
    ],
  });
  expect(await change('p-editor', 1)).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await remove('p-editor', 1)).toMatchObject({ problem: { code: 'not-allowed' } });
});

test('a change leaves languages alone that the form did not show', async () => {
  const { change, concepts } = await setUp();
  expect(await change('p-lead', 1)).toMatchObject({ ok: true });
  const [concept] = await concepts();
  expect(concept?.terms.map(({ lang, text }) => `${lang} ${text}`)).toEqual([
    ...['it professione sociale', 'fr binôme', 'fr duo', 'en tandem', 'en couple'],
  ]);
  expect(concept?.definitions).toEqual({ fr: 'Deux organisations.' });
  expect(concept?.revision).toBe(2);
});

test('who saw an older state is told, and overwrites nothing', async () => {
  const { change, remove, concepts } = await setUp();
  await change('p-lead', 1);
  const before = await concepts();
  expect(await change('p-lead', 1)).toMatchObject({ problem: { code: 'changed-meanwhile' } });
  expect(await remove('p-lead', '1')).toMatchObject({ problem: { code: 'changed-meanwhile' } });
  expect(await change('p-lead', 2, tandem, 'C09')).toMatchObject({ problem: { code: 'entry-unknown' } });
  expect(await concepts()).toEqual(before);
  expect(await remove('p-lead', '2')).toMatchObject({ ok: true });
  expect(await concepts()).toEqual([]);
});

test('each field at fault is named, and nothing is stored', async () => {
  const { add, concepts } = await setUp();
  const before = await concepts();
  const faults = async (languages: object) => {
    const refused = await add('p-lead', { ...tandem, languages } as typeof tandem);
    return refused.ok ? null : refused.problem.fields;
  };
  expect(await faults({ fr: nothing })).toEqual({ 'proposed-fr': 'missing' });
  expect(await faults({ fr: { ...nothing, forbidden: 'social job' } })).toEqual({ 'proposed-fr': 'missing' });
  const long = 'x'.repeat(limits.definitionLengthMax + 1);
  expect(
    await faults({ fr: { ...nothing, approved: long, definition: long, equivalence: 'nearly' } }),
  ).toEqual({ 'approved-fr': 'too-long', 'definition-fr': 'too-long', 'equivalence-fr': 'unknown' });
  const many = Array.from({ length: limits.termsPerLanguageMax + 1 }, (_, i) => `term ${i}`).join('\n');
  expect(await faults({ en: { ...nothing, proposed: many } })).toEqual({ 'proposed-en': 'too-long' });
  expect(await faults({ 'no language': { ...nothing, proposed: 'x' } })).toEqual({ language: 'unknown' });
  expect(await concepts()).toEqual(before);
});

test('a member of another partnership neither sees nor adds a word', async () => {
  const { add, view } = await setUp();
  expect(await view('q-lead')).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await add('q-lead')).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await view('p-editor')).toMatchObject({ value: { may: { propose: true, manage: false } } });
});

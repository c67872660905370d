import { expect, onTestFinished, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { findPartnership } from './find-partnership.ts';
import {
  addActivity,
  changeActivity,
  keepItem,
  removeActivity,
  removeItem,
  type ActivityInput,
} from './keep-activity.ts';
import { programmeView } from './programme-view.ts';

const seminar: ActivityInput = {
  language: 'fr',
  title: '  Séminaire \n de Turku ',
  description: 'Trois jours.\r\nÀ deux voix.',
  dateNote: '',
  kind: 'seminar',
  begins: { year: '2027', month: '3', day: '' },
  ends: { year: '2027', month: '3', day: '5' },
  country: 'FI',
  place: 'Turku',
  host: 'p-org-it',
  deliverables: ['D2', 'D1'],
};
const welcome = {
  ...{ item: null, language: 'en', title: 'Arrival', kind: 'plenary', day: '1', start: '08:30' },
  ...{ minutes: '45', deliverables: [] },
};

async function setUp() {
  const { partnerships, accounts, programme, close } = await openSqliteStores();
  onTestFinished(close);
  await partnerships.insert(exampleRows('p'));
  await partnerships.insert(exampleRows('q'));
  const clock = { nowMs: () => Date.UTC(2027, 2, 15, 23, 59), after: () => () => undefined };
  const deps = {
    ...{ programme, partnerships, clock, random: systemRandom },
    findPartnership: findPartnership({ partnerships }),
  };
  const as = (by: string) => accounts.principal(by);
  const which = (revision: number) => ({ activity: 'p-activity', revision });
  return {
    add: async (by: string, input: Partial<ActivityInput> = {}) =>
      addActivity(deps)(await as(by), 'p', { ...seminar, ...input }),
    change: async (revision: number, input: Partial<ActivityInput> = {}) =>
      changeActivity(deps)(await as('p-lead'), 'p', which(revision), { ...seminar, ...input }),
    remove: async (by: string, revision: number) => removeActivity(deps)(await as(by), 'p', which(revision)),
    item: async (revision: number, input: object = {}) =>
      keepItem(deps)(await as('p-lead'), 'p', which(revision), { ...welcome, ...input }),
    removeItem: async (revision: number, item: string) =>
      removeItem(deps)(await as('p-lead'), 'p', which(revision), item),
    view: async (by: string) => programmeView(deps)(await as(by), 'p'),
    activity: async (id = 'p-activity') => (await programme.activities('p')).find((it) => it.id === id),
    count: async () => (await programme.activities('p')).length,
  };
}

test('who coordinates adds an activity, with dates as far as they are known', async () => {
  const { add, activity } = await setUp();
  const added = await add('p-lead');
  if (!added.ok) throw new Error(added.problem.code);
  expect(await activity(added.value.id)).toMatchObject({
    titles: { fr: 'Séminaire de Turku' },
    descriptions: { fr: 'Trois jours.\nÀ deux voix.' },
    dateNotes: {},
    begins: '2027-03',
    ends: '2027-03-05',
    hostOrganisationId: 'p-org-it',
    deliverables: ['D1', 'D2'],
  });
});

test('a change in one language leaves the words of the others, and the programme', async () => {
  const { change, activity } = await setUp();
  expect(await change(1, { description: '', host: '' })).toMatchObject({ ok: true });
  expect(await activity()).toMatchObject({
    titles: { fr: 'Séminaire de Turku', en: 'Seminar' },
    descriptions: { en: 'Three days.' },
    hostOrganisationId: null,
    items: [{ id: 'p-item-1' }, { id: 'p-item-2' }],
    revision: 2,
  });
  expect(await change(1)).toMatchObject({ problem: { code: 'changed-meanwhile' } });
});

test('an item takes its place by day and hour, is changed where it is, and goes', async () => {
  const { item, removeItem, activity } = await setUp();
  const titles = async () => (await activity())?.items.map((it) => Object.values(it.titles).join('/'));
  expect(await item(1)).toMatchObject({ ok: true });
  expect(await titles()).toEqual(['Arrival', 'Welcome', 'Writing']);
  expect(
    await item(2, { item: 'p-item-1', title: 'Accueil', language: 'fr', day: '2', start: '18:00' }),
  ).toMatchObject({
    ok: true,
  });
  expect(await titles()).toEqual(['Arrival', 'Writing', 'Welcome/Accueil']);
  expect(await removeItem(3, 'p-item-2')).toMatchObject({ ok: true });
  expect(await titles()).toEqual(['Arrival', 'Welcome/Accueil']);
});

test('each field at fault is named, and nothing is stored', async () => {
  const { add, item, count, activity } = await setUp();
  const no = { year: '2027', month: '2', day: '30' };
  const wrong = {
    title: ' ',
    kind: 'party',
    begins: no,
    country: 'US',
    host: 'q-org-it',
    deliverables: ['D9'],
  };
  expect(await add('p-lead', { ...wrong, language: 'no language' })).toMatchObject({
    problem: {
      code: 'input-invalid',
      fields: {
        ...{ language: 'unknown', title: 'missing', kind: 'unknown', begins: 'no-date' },
        ...{ country: 'unknown', host: 'unknown', deliverables: 'unknown' },
      },
    },
  });
  expect(await add('p-lead', { ends: { year: '2026', month: '', day: '' } })).toMatchObject({
    problem: { fields: { ends: 'ends-before' } },
  });
  expect(await item(1, { day: '0', start: '24:00', minutes: 'long', kind: '' })).toMatchObject({
    problem: { fields: { day: 'no-number', start: 'unknown', minutes: 'no-number', kind: 'missing' } },
  });
  expect(await item(1, { title: 'x'.repeat(limits.titleLengthMax + 1) })).toMatchObject({
    problem: { fields: { title: 'too-long' } },
  });
  expect(await count()).toBe(1);
  expect((await activity())?.revision).toBe(1);
});

test('everybody reads, only who coordinates keeps; the day is the server’s', async () => {
  const { add, remove, view, count } = await setUp();
  expect(await add('p-editor')).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await remove('p-editor', 1)).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await view('q-lead')).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await view('p-editor')).toMatchObject({
    value: { today: '2027-03-15', may: { manage: false }, activities: [{ id: 'p-activity' }] },
  });
  expect(await remove('p-lead', 4)).toMatchObject({ problem: { code: 'changed-meanwhile' } });
  expect(await remove('p-lead', 1)).toMatchObject({ ok: true });
  expect(await count()).toBe(0);
});

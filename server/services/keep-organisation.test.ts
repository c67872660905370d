import { expect, onTestFinished, test } from 'vitest';
import { systemRandom } from '#server/adapters/system/random.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { findPartnership } from './find-partnership.ts';
import { addOrganisation, setOrganisationStatus } from './keep-organisation.ts';

const turku = {
  name: '  City of\nTurku ',
  country: 'FI',
  type: 'local-authority',
  public: 'yes',
  remit: '',
  status: 'contacted',
  part: 'country-lead',
};

async function setUp() {
  const { partnerships, accounts, close } = await openSqliteStores();
  onTestFinished(close);
  await partnerships.insert(exampleRows('p'));
  await partnerships.insert(exampleRows('q'));
  const deps = { partnerships, findPartnership: findPartnership({ partnerships }), random: systemRandom };
  return {
    add: async (by: string, input: object = {}) =>
      addOrganisation(deps)(await accounts.principal(by), 'p', { ...turku, ...input }),
    set: async (by: string, organisation: unknown, status: unknown) =>
      setOrganisationStatus(deps)(await accounts.principal(by), 'p', { organisation, status }),
    organisations: () => partnerships.organisations('p'),
  };
}

test('who coordinates adds a partner, and says later how far it has come', async () => {
  const { add, set, organisations } = await setUp();
  const added = await add('p-lead');
  if (!added.ok) throw new Error(added.problem.code);
  const found = async () => (await organisations()).find(({ id }) => id === added.value.id);
  expect(await found()).toMatchObject({
    name: 'City of Turku',
    country: 'FI',
    public: true,
    remit: null,
    status: 'contacted',
    part: 'country-lead',
  });
  expect(await set('p-lead', added.value.id, 'confirmed')).toMatchObject({ ok: true });
  expect(await found()).toMatchObject({ status: 'confirmed', name: 'City of Turku' });
});

test('each field at fault is named, and nothing is stored', async () => {
  const { add, set, organisations } = await setUp();
  const before = await organisations();
  const wrong = { name: ' ', country: 'US', type: '', status: 'sold', part: 'owner' };
  expect(await add('p-lead', wrong)).toMatchObject({
    problem: {
      code: 'input-invalid',
      fields: { name: 'missing', country: 'unknown', type: 'missing', status: 'unknown', part: 'unknown' },
    },
  });
  expect(await set('p-lead', 'p-org-fr', 'sold')).toMatchObject({
    problem: { fields: { newStatus: 'unknown' } },
  });
  expect(await set('p-lead', 'q-org-fr', 'withdrawn')).toMatchObject({
    problem: { fields: { organisation: 'unknown' } },
  });
  expect(await organisations()).toEqual(before);
});

test('who does not coordinate all of it adds and changes nothing', async () => {
  const { add, set } = await setUp();
  for (const by of ['p-editor', 'q-lead']) {
    expect(await add(by)).toMatchObject({ problem: { code: 'not-allowed' } });
    expect(await set(by, 'p-org-fr', 'withdrawn')).toMatchObject({ problem: { code: 'not-allowed' } });
  }
});

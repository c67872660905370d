import { expect, onTestFinished, test } from 'vitest';
import { proseKinds } from '#lib/domain/deliverable/work.ts';
import { examplePerson } from '../../tests/contracts/example-rows.ts';
import { accountWorld, codeOf, valueOf } from '../../tests/support/account-world.ts';

const input = {
  template: 'msf',
  title: 'Sosiaalityö 2050',
  workingLanguage: 'fi',
  languages: ['fi', 'nl-be', 'es'],
  horizon: '2050',
};

async function setUp() {
  const world = await accountWorld();
  onTestFinished(world.close);
  await world.partnerships.insert({
    people: [examplePerson('op', { operator: true, email: 'op@example.org' })],
  });
  return {
    ...world,
    create: async (more: object = {}, by = 'op') =>
      world.services.createPartnership(await world.principal(by), { ...input, ...more }),
  };
}

test('the templates are whole: an id, a title and a description in English and French, kinds that exist', async () => {
  const { services } = await setUp();
  const found = services.templates();
  expect(found.map(({ id }) => id)).toEqual(['msf', 'blank']);
  for (const { titles, description, deliverables } of found) {
    expect(Object.keys(titles)).toEqual(expect.arrayContaining(['en', 'fr']));
    expect(Object.keys(description)).toEqual(expect.arrayContaining(['en', 'fr']));
    for (const { kind, titles: own } of deliverables) {
      expect(proseKinds).toContain(kind);
      expect(Object.keys(own).sort()).toEqual(['de', 'en', 'fi', 'fr', 'it', 'nl']);
    }
  }
  expect(found[0]?.deliverables.map(({ code }) => code)).toEqual(['D1', 'D2', 'D3']);
});

test('an operator creates a partnership from a template: an empty text of each deliverable in each language', async () => {
  const { create, partnerships, principal } = await setUp();
  const { partnershipId } = valueOf(await create());
  expect(await partnerships.partnership(partnershipId)).toMatchObject({
    titles: { fi: 'Sosiaalityö 2050' },
    horizon: 2050,
    workingLanguage: 'fi',
    languages: ['fi', 'nl-BE', 'es'],
    fundingProfile: 'none',
    example: false,
  });
  const works = await partnerships.works(partnershipId);
  expect(works.map(({ work }) => [work.kind, work.sourceLanguage])).toEqual([
    ['typology', 'fi'],
    ['recommendations', 'fi'],
    ['proposals', 'fi'],
  ]);
  expect(works[0]?.titles).toEqual({
    fi: 'Sosiaalialan ammattien yhteinen typologia',
    'nl-BE': 'Gedeelde typologie van de sociale beroepen',
    // Not spoken by the template: in English until somebody renames it.
    es: 'Shared typology of social professions',
  });
  expect(works[0]?.documents.map(({ head, language }) => [head, language])).toEqual([
    [0, 'fi'],
    [0, 'nl-BE'],
    [0, 'es'],
  ]);
  expect((await principal('op')).memberships).toMatchObject([
    { partnershipId, grants: [{ role: 'coordinator', scope: { kind: 'all' } }] },
  ]);
});

test('a blank one has nothing in it, and its working language among its languages', async () => {
  const { create, partnerships } = await setUp();
  const { partnershipId } = valueOf(await create({ template: 'blank', languages: ['en'], horizon: '' }));
  expect(await partnerships.works(partnershipId)).toEqual([]);
  expect(await partnerships.partnership(partnershipId)).toMatchObject({
    languages: ['fi', 'en'],
    horizon: null,
  });
});

test('nobody else creates one, a coordinator neither', async () => {
  const { create, services } = await setUp();
  expect(codeOf(await create({}, 'p-lead'))).toBe('operators-only');
  expect(codeOf(await services.createPartnership(null, input))).toBe('not-signed-in');
});

test('each field at fault is named, and nothing is created', async () => {
  const { create, partnerships } = await setUp();
  const wrong = {
    template: 'none',
    title: ' ',
    workingLanguage: '!',
    languages: ['fr', 'not a language'],
    horizon: 'soon',
  };
  expect(await create(wrong)).toMatchObject({
    problem: {
      code: 'input-invalid',
      fields: {
        template: 'unknown',
        title: 'missing',
        workingLanguage: 'unknown',
        languages: 'unknown',
        horizon: 'unknown',
      },
    },
  });
  expect(await partnerships.partnershipsOf('op')).toEqual([]);
});

import { expect, test } from 'vitest';
import type { MemberView } from './member-view.ts';
import { groupPeople, matches } from './people-groups.ts';

const person = (name: string, organisationId: string | null): MemberView => ({
  personId: name,
  name,
  email: null,
  organisationId,
  country: null,
  grants: [],
  self: false,
  may: { change: false, remove: false },
  lastCoordinator: false,
});
const organisations = [
  { id: 'turku', name: 'Turku', country: 'FI' },
  { id: 'aosta', name: 'Aosta', country: 'IT' },
  { id: 'isere', name: 'Isère', country: 'FR' },
];
const names: Record<string, string> = { FI: 'Finland', IT: 'Italy', FR: 'France' };
const countryName = (code: string) => names[code] ?? code;

test('people stand under their organisation, organisations by country, those without one last', () => {
  const groups = groupPeople(
    [person('Zoé', null), person('Ugo', 'aosta'), person('Anna', 'aosta'), person('Marja', 'turku')],
    organisations,
    countryName,
  );
  expect(groups.map((it) => [it.organisation?.name ?? null, it.members.map(({ name }) => name)])).toEqual([
    ['Turku', ['Marja']],
    ['Aosta', ['Anna', 'Ugo']],
    [null, ['Zoé']],
  ]);
});

test('somebody whose organisation has gone is not lost', () =>
  expect(groupPeople([person('Léa', 'gone')], organisations, countryName)).toHaveLength(1));

test.each([
  ['eleo', true],
  ['isere editor', true],
  ['EDITOR Éléonore', true],
  ['editor italy', false],
  ['', true],
])('“%s” among what is known of Éléonore', (typed, found) =>
  expect(matches(typed, ['Éléonore', 'Isère', 'Editor, for France'])).toBe(found),
);

import { expect, test } from 'vitest';
import { createFormats } from '#lib/i18n/formats.ts';
import type { MemberView } from './member-view.ts';
import { groupPeople } from './people-groups.ts';

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
const english = createFormats('en');

test('people stand under their organisation, organisations by country, those without one last', () => {
  const groups = groupPeople(
    [person('Zoé', null), person('Ugo', 'aosta'), person('Anna', 'aosta'), person('Marja', 'turku')],
    organisations,
    english,
  );
  expect(groups.map((it) => [it.organisation?.name ?? null, it.members.map(({ name }) => name)])).toEqual([
    ['Turku', ['Marja']],
    ['Aosta', ['Anna', 'Ugo']],
    [null, ['Zoé']],
  ]);
});

test('somebody whose organisation has gone is not lost', () =>
  expect(groupPeople([person('Léa', 'gone')], organisations, english)).toHaveLength(1));

test('names are ordered as the reader’s alphabet has them: Å is a letter of its own in Finnish', () => {
  const members = ['Åsa', 'Zoé', 'Anna'].map((name) => person(name, null));
  const namesFor = (locale: 'fi' | 'de') =>
    groupPeople(members, [], createFormats(locale))[0]?.members.map(({ name }) => name);
  expect(namesFor('fi')).toEqual(['Anna', 'Zoé', 'Åsa']);
  expect(namesFor('de')).toEqual(['Anna', 'Åsa', 'Zoé']);
});

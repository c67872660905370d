import { expect, test } from 'vitest';
import { attendee, table } from '../../../../../tests/support/random-assembly.ts';
import type { Assembly, Attendee, Seating, SeatingRules } from './assembly.ts';
import { explainSeating, type Shortfall } from './explain-seating.ts';

const rules: SeatingRules = {
  perTable: [2, 4],
  countriesMin: 2,
  sameOrganisationMax: 1,
  sharedLanguage: true,
  neverTwiceAtTable: true,
};

const people = (count: number, more: (n: number) => Partial<Attendee> = () => ({})) =>
  Array.from({ length: count }, (_, n) =>
    attendee(`p${n}`, { country: n % 2 ? 'FR' : 'IT', organisation: `o${n}`, ...more(n) }),
  );
const seats = (...tables: readonly number[]): Seating =>
  new Map(tables.map((number, n) => [`p${n}`, number]));
const shortfalls = (
  assembly: Assembly,
  seating: Seating,
  history: readonly Seating[] = [],
  changed: Partial<SeatingRules> = {},
): readonly Shortfall[] => explainSeating(assembly, { ...rules, ...changed }, history, seating).shortfalls;

test('a seating that keeps all rules has nothing to say but what is kept', () => {
  const report = explainSeating(
    { attendees: people(4), tables: [table(1, 4), table(2, 4)] },
    rules,
    [],
    seats(1, 1, 2, 2),
  );
  expect(report.shortfalls).toEqual([]);
  expect(
    report.rules.every(({ isKept, tablesKept, tablesAll }) => isKept && tablesKept === 2 && tablesAll === 2),
  ).toBe(true);
  expect(report.tables[0]).toMatchObject({ table: 1, people: ['p0', 'p1'], countries: ['FR', 'IT'] });
});

test('whoever finds no chair is named, with the reason', () => {
  const assembly = { attendees: people(3), tables: [table(1, 2)] };
  expect(shortfalls(assembly, seats(1, 1))).toEqual([
    { code: 'seat', person: 'p2', because: 'more-people-than-seats' },
  ]);
  const report = explainSeating(assembly, rules, [], seats(1, 1));
  expect(report.rules.find(({ rule }) => rule === 'seat')).toMatchObject({ broken: 1, atLeast: 1 });
});

test('colleagues at one table: too many of them for the tables, fixed there, or a bargain', () => {
  const tables = [table(1, 4), table(2, 4)];
  const crowd = { attendees: people(4, (n) => ({ organisation: n < 3 ? 'big' : 'other' })), tables };
  expect(shortfalls(crowd, seats(1, 2, 1, 2), [], { countriesMin: 0 })).toEqual([
    {
      code: 'same-organisation',
      table: 1,
      organisation: 'big',
      people: 2,
      max: 1,
      because: 'more-people-than-tables',
    },
  ]);
  const report = explainSeating(crowd, rules, [], seats(1, 2, 1, 2));
  expect(report.rules.find(({ rule }) => rule === 'same-organisation')?.atLeast).toBe(1);

  const pair = { attendees: people(4, (n) => ({ organisation: n < 2 ? 'two' : null })), tables };
  expect(shortfalls(pair, seats(1, 1, 2, 2))[0]).toMatchObject({ because: 'other-rules' });
  const hosts = { ...pair, tables: [table(1, 4, { fixed: ['p0', 'p1'] }), table(2, 4)] };
  expect(shortfalls(hosts, seats(1, 1, 2, 2))[0]).toMatchObject({ because: 'fixed-people' });
});

test('too few countries at a table: none there, one too large, or a bargain', () => {
  const tables = [table(1, 4), table(2, 4)];
  const from = (...countries: readonly string[]) => ({
    attendees: people(4, (n) => ({ country: countries[n] ?? null })),
    tables,
  });
  const because = (assembly: Assembly) =>
    shortfalls(assembly, seats(1, 1, 2, 2)).map((each) => [each.code, each.because]);
  expect(because(from('FR', 'FR', 'FR', 'FR'))).toEqual(Array(2).fill(['countries', 'too-few-countries']));
  expect(because(from('FR', 'FR', 'FR', 'IT'))).toEqual([['countries', 'one-country-too-large']]);
  expect(because(from('FR', 'FR', 'IT', 'IT'))).toEqual(Array(2).fill(['countries', 'other-rules']));
});

test('whoever understands nothing is named; a buddy is named, too', () => {
  const tables = [table(1, 4, { languages: ['fr'] })];
  const speaking = (...languages: readonly string[][]) => ({
    attendees: people(languages.length, (n) => ({ languages: languages[n] ?? [] })),
    tables,
  });
  expect(shortfalls(speaking(['fr'], ['fi']), seats(1, 1))).toEqual([
    { code: 'language', person: 'p1', table: 1, because: 'nobody-shares-a-language' },
  ]);
  expect(shortfalls(speaking(['fr'], ['fi'], ['fi']), seats(1, 1, 1))[0]).toMatchObject({
    because: 'no-table-in-their-languages',
  });
  const helped = explainSeating(speaking(['fr-FR'], ['fi'], ['fi', 'fr']), rules, [], seats(1, 1, 1));
  expect(helped.shortfalls).toEqual([]);
  expect(helped.tables[0]).toMatchObject({
    language: 'fr',
    buddies: [{ of: 'p1', buddy: 'p2', language: 'fi' }],
  });
});

test('languages that nobody has named break no rule', () => {
  const assembly = { attendees: people(2), tables: [table(1, 4, { languages: ['nl'] })] };
  expect(shortfalls(assembly, seats(1, 1))).toEqual([]);
});

test('step-free access: too few places, or a bargain', () => {
  const attendees = people(2, () => ({ needsStepFree: true }));
  const stepFree = table(2, 1, { hasStepFree: true });
  const because = (tables: Assembly['tables']) =>
    shortfalls({ attendees, tables }, seats(1, 1), [], { countriesMin: 0 }).map((each) => each.because);
  expect(because([table(1, 4), stepFree])).toEqual(Array(2).fill('too-few-step-free-seats'));
  expect(because([table(1, 4), { ...stepFree, capacity: 2 }])).toEqual(Array(2).fill('other-rules'));
});

test('people who meet again are named with the number of times, save hosts and scribes of one table', () => {
  const attendees = people(4);
  const tables = [table(1, 4), table(2, 4)];
  const history = [seats(2, 2, 1, 1), seats(2, 2, 1, 1)];
  expect(shortfalls({ attendees, tables }, seats(1, 1, 2, 2), history)).toEqual([
    { code: 'met-again', table: 1, people: ['p0', 'p1'], times: 2, because: 'other-rules' },
    { code: 'met-again', table: 2, people: ['p2', 'p3'], times: 2, because: 'other-rules' },
  ]);
  const fixed = [table(1, 4, { fixed: ['p0', 'p1'] }), table(2, 4)];
  expect(shortfalls({ attendees, tables: fixed }, seats(1, 1, 2, 2), [seats(1, 1, 1, 1)])).toEqual([
    expect.objectContaining({ people: ['p2', 'p3'] }),
  ]);
});

test('who has met everybody cannot sit with strangers, and the report counts how often at least', () => {
  const assembly = { attendees: people(4), tables: [table(1, 4), table(2, 4)] };
  const all = seats(1, 1, 1, 1);
  const report = explainSeating(assembly, { ...rules, neverTwiceAtTable: false }, [all], seats(1, 1, 2, 2));
  expect(report.shortfalls.map(({ because }) => because)).toEqual(Array(2).fill('met-almost-everybody'));
  expect(report.rules.find(({ rule }) => rule === 'met-again')).toMatchObject({ broken: 2, atLeast: 2 });
});

test('tables with too few people: there are not enough, or the seats were given otherwise', () => {
  const tables = [table(1, 4), table(2, 4)];
  const sizes = (count: number, ...at: readonly number[]) =>
    shortfalls({ attendees: people(count), tables }, seats(...at), [], { countriesMin: 0 });
  expect(sizes(3, 1, 1, 2)).toEqual([
    { code: 'table-size', table: 2, people: 1, min: 2, max: 4, because: 'too-few-people' },
  ]);
  expect(sizes(4, 1, 1, 1, 2)[0]).toMatchObject({ because: 'other-rules' });
});

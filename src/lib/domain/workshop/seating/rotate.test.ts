import { expect, test } from 'vitest';
import { attendee, golfers, table } from '../../../../../tests/support/random-assembly.ts';
import { SeededRandom } from '../../../../../tests/support/seeded-random.ts';
import { seatingRulesOf, type Assembly, type Seating, type SeatingRules } from './assembly.ts';
import { campsOf, mayChoose, seatNextRound } from './rotate.ts';

const rules: SeatingRules = {
  perTable: [2, 4],
  countriesMin: 0,
  sameOrganisationMax: 2,
  sharedLanguage: true,
  neverTwiceAtTable: true,
};

/** Four tables of four, the first of each its host. */
const people = golfers(16, 4).attendees;
const assembly: Assembly = {
  attendees: people,
  tables: [0, 1, 2, 3].map((n) => table(n + 1, 4, { fixed: [`p${n * 4}`] })),
};
const first: Seating = new Map(people.map(({ id }, n) => [id, 1 + Math.floor(n / 4)]));
const next = (rotation: Parameters<typeof seatNextRound>[0], it = assembly, rounds = [first]) =>
  seatNextRound(rotation, it, rules, rounds, new SeededRandom(1));

const groups = (seating: Seating) =>
  assembly.tables.map(({ number }) => [...seating].flatMap(([id, at]) => (at === number ? [id] : [])));

test('host stays and mix: hosts stay, everybody else sits elsewhere with people they have not met', () => {
  const seating = next('hostStaysMix');
  expect([...seating].filter(([id, at]) => first.get(id) === at).map(([id]) => id)).toEqual([
    'p0',
    'p4',
    'p8',
    'p12',
  ]);
  for (const group of groups(seating)) expect(new Set(group.map((id) => first.get(id))).size).toBe(4);
});

test('carousel: groups go on to the next table together, the last one to the first, hosts stay', () => {
  expect(groups(next('carousel')).map((group) => group.sort())).toEqual([
    ['p0', 'p13', 'p14', 'p15'],
    ['p1', 'p2', 'p3', 'p4'],
    ['p5', 'p6', 'p7', 'p8'],
    ['p10', 'p11', 'p12', 'p9'],
  ]);
});

test('carousel: who finds no chair at the next table gets one elsewhere', () => {
  const narrow = {
    ...assembly,
    tables: assembly.tables.map((each) => ({ ...each, capacity: each.number === 2 ? 3 : 5 })),
  };
  const seating = next('carousel', narrow);
  expect(seating.size).toBe(16);
  expect([...seating.values()].filter((at) => at === 2)).toHaveLength(3);
});

test('fixed teams, camps and none: nobody changes seats', () => {
  for (const rotation of ['fixedTeams', 'camps', 'none'] as const) expect(next(rotation)).toEqual(first);
});

test('where people choose, hosts have their seats already', () => {
  expect([...next('chooseCapped')]).toEqual([
    ['p0', 1],
    ['p4', 2],
    ['p8', 3],
    ['p12', 4],
  ]);
});

test('one’s own choice: not a full table, and not one where one has been unless it is free', () => {
  const seating = next('chooseCapped');
  const choice = (rotation: 'chooseCapped' | 'free', person: string, to: number, now: Seating = seating) => {
    const may = mayChoose(rotation, { assembly, rules, history: [first], seating: now }, person, to);
    return may.ok ? 'may' : may.problem.code;
  };
  expect(choice('chooseCapped', 'p1', 2)).toBe('may');
  expect(choice('chooseCapped', 'p1', 1)).toBe('been-at-table');
  expect(choice('free', 'p1', 1)).toBe('may');
  const full = new Map([...seating, ...['p5', 'p6', 'p7'].map((id) => [id, 1] as const)]);
  expect(choice('free', 'p9', 1, full)).toBe('table-full');
});

test('a chair is kept for a host who is not sitting yet', () => {
  const tables = [table(1, 2, { fixed: ['host'] })];
  const attendees = ['host', 'a', 'b'].map((id) => attendee(id));
  const question = { assembly: { attendees, tables }, rules, history: [], seating: new Map([['a', 1]]) };
  expect(mayChoose('free', question, 'b', 1).ok).toBe(false);
});

test('camps are the ends that people stand nearest to; the middle is one only where the line has it', () => {
  const positions = new Map([
    ['a', 0],
    ['b', 0.47],
    ['c', 0.9],
  ]);
  expect([...campsOf(positions, ['against', 'for'], false).values()]).toEqual(['against', null, 'for']);
  expect([...campsOf(positions, ['against', 'for'], true).values()]).toEqual(['against', 'against', 'for']);
});

test('what a format asks of its tables is read from its gate and its rotations', () => {
  const group = { min: 16, ideal: 100, max: 240, perTable: [5, 8] as const };
  const stage = { rotation: 'chooseCapped', loop: 'tables' } as never;
  expect(seatingRulesOf({ group, stages: [stage] })).toMatchObject({
    perTable: [5, 8],
    neverTwiceAtTable: true,
  });
  const gate = { check: 'tables', peopleMin: 4, peopleMax: 7, countriesMin: 2, says: { en: '' } };
  expect(seatingRulesOf({ group, stages: [{ rotation: 'fixedTeams', gate } as never] })).toMatchObject({
    perTable: [4, 7],
    countriesMin: 2,
    neverTwiceAtTable: false,
  });
});

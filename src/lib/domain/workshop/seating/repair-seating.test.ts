import { expect, test } from 'vitest';
import {
  attendee,
  randomAssembly,
  randomShape,
  table,
} from '../../../../../tests/support/random-assembly.ts';
import { SeededRandom } from '../../../../../tests/support/seeded-random.ts';
import { fixedSeats, type Assembly, type Seating, type SeatingRules } from './assembly.ts';
import { composeSeating } from './compose-seating.ts';
import { exchangeByHand, moveByHand, repairSeating } from './repair-seating.ts';

const rules: SeatingRules = {
  perTable: [4, 8],
  countriesMin: 3,
  sameOrganisationMax: 2,
  sharedLanguage: true,
  neverTwiceAtTable: true,
};
const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1);

function composed(seed: number): { assembly: Assembly; seating: Seating; random: SeededRandom } {
  const random = new SeededRandom(seed);
  const assembly = randomAssembly(random, randomShape(random));
  return { assembly, random, seating: composeSeating(assembly, rules, [], random).seating };
}

function without(assembly: Assembly, absent: ReadonlySet<string>): Assembly {
  const attendees = assembly.attendees.map((each) =>
    absent.has(each.id) ? { ...each, isPresent: false } : each,
  );
  return { ...assembly, attendees };
}

function expectWithinChairs({ tables }: Assembly, seating: Seating): void {
  for (const { number, capacity } of tables)
    expect([...seating.values()].filter((each) => each === number).length).toBeLessThanOrEqual(capacity);
}

test('when nothing has changed nobody moves', () => {
  for (const seed of seeds) {
    const { assembly, seating } = composed(seed);
    expect(repairSeating(assembly, rules, [], seating).moves, `seed ${seed}`).toEqual([]);
  }
});

test('when some are absent at most two others move for each, never a host, and for a reason', () => {
  for (const seed of seeds) {
    const { assembly, seating, random } = composed(seed);
    const absent = new Set(
      Array.from({ length: 1 + random.int(4) }, () => random.pick(assembly.attendees).id),
    );
    const repaired = repairSeating(without(assembly, absent), rules, [], seating);
    const others = repaired.moves.filter(({ because }) => because !== 'absent');
    expect(others.length, `seed ${seed}`).toBeLessThanOrEqual(2 * absent.size);
    for (const id of absent) expect(repaired.seating.has(id)).toBe(false);
    for (const { person } of others) expect(fixedSeats(assembly.tables).has(person)).toBe(false);
    expectWithinChairs(assembly, repaired.seating);
  }
});

test('a table that has lost its people gets one from a table that can spare them', () => {
  const attendees = Array.from({ length: 12 }, (_, n) => attendee(`p${n}`, { isPresent: n !== 0 }));
  const assembly = { attendees, tables: [table(1, 8), table(2, 8)] };
  const seating = new Map(attendees.map(({ id }, n) => [id, n < 4 ? 1 : 2]));
  const { moves, report } = repairSeating(assembly, { ...rules, countriesMin: 0 }, [], seating);
  expect(moves).toEqual([
    { person: 'p0', from: 1, to: null, because: 'absent' },
    { person: expect.any(String) as string, from: 2, to: 1, because: 'table-size' },
  ]);
  expect(report.shortfalls).toEqual([]);
});

test('whoever loses their interpreter is seated with another one', () => {
  const speaking = (id: string, ...languages: readonly string[]) => attendee(id, { languages });
  const attendees = [
    ...[0, 1, 2].map((n) => speaking(`a${n}`, 'fr')),
    { ...speaking('interpreter', 'fi', 'fr'), isPresent: false },
    speaking('guest', 'fi'),
    ...[0, 1, 2, 3].map((n) => speaking(`b${n}`, 'fi', 'fr')),
  ];
  const assembly = {
    attendees,
    tables: [table(1, 5, { languages: ['fr'] }), table(2, 5, { languages: ['fr'] })],
  };
  const seating = new Map(attendees.map(({ id }) => [id, id.startsWith('b') ? 2 : 1]));
  const { moves, report } = repairSeating(
    assembly,
    { ...rules, perTable: [3, 5], countriesMin: 0 },
    [],
    seating,
  );
  expect(moves).toContainEqual({ person: 'guest', from: 1, to: 2, because: 'language' });
  expect(report.shortfalls).toEqual([]);
});

test('late arrivals find the chairs that are free, and nobody who sits well gets up', () => {
  for (const seed of seeds) {
    const random = new SeededRandom(seed);
    const assembly = randomAssembly(random, { ...randomShape(random), stepFree: 0, unknown: 0 });
    const late = new Set(assembly.attendees.slice(-3).map(({ id }) => id));
    const before = composeSeating(without(assembly, late), rules, [], random).seating;
    const { moves, seating } = repairSeating(assembly, rules, [], before);
    for (const id of late) expect(seating.has(id), `seed ${seed}`).toBe(true);
    expect(moves.filter(({ because }) => because !== 'arrived').length).toBeLessThanOrEqual(2 * late.size);
    expectWithinChairs(assembly, seating);
  }
});

test('a host who comes late has a chair at the full table: somebody makes room', () => {
  const attendees = ['host', 'a', 'b', 'c'].map((id) => attendee(id));
  const assembly = { attendees, tables: [table(1, 2, { fixed: ['host'] }), table(2, 2)] };
  const seating = new Map([
    ['a', 1],
    ['b', 1],
    ['c', 2],
  ]);
  const repaired = repairSeating(assembly, { ...rules, perTable: [1, 2], countriesMin: 0 }, [], seating);
  expect(repaired.seating.get('host')).toBe(1);
  expect(repaired.moves).toEqual([
    { person: 'b', from: 1, to: 2, because: 'make-room' },
    { person: 'host', from: null, to: 1, because: 'arrived' },
  ]);
});

test('whom a facilitator has placed stays there, though a rule is broken by it', () => {
  const attendees = ['a', 'b', 'c', 'd'].map((id) => attendee(id, { needsStepFree: id === 'a' }));
  const assembly = { attendees, tables: [table(1, 4), table(2, 4, { hasStepFree: true })] };
  const seating = new Map([
    ['a', 1],
    ['b', 1],
    ['c', 2],
    ['d', 2],
  ]);
  const two = { ...rules, perTable: [1, 4], countriesMin: 0 } as const;
  expect(repairSeating(assembly, two, [], seating, new Set(['a'])).moves).toEqual([]);
  expect(repairSeating(assembly, two, [], seating).moves).toContainEqual({
    person: 'a',
    from: 1,
    to: 2,
    because: 'step-free',
  });
});

test('a move by hand is refused at a full table, a table already visited, and for whoever stays', () => {
  const attendees = ['host', 'a', 'b', 'c'].map((id) => attendee(id, { isPresent: id !== 'c' }));
  const assembly = { attendees, tables: [table(1, 2, { fixed: ['host'] }), table(2, 1), table(3, 4)] };
  const seating = new Map([
    ['host', 1],
    ['a', 1],
    ['b', 2],
  ]);
  const question = { assembly, rules, history: [new Map([['a', 3]])], seating };
  const code = (person: string, to: number) => {
    const moved = moveByHand(question, person, to);
    return moved.ok ? 'moved' : moved.problem.code;
  };
  expect(code('a', 2)).toBe('table-full');
  expect(code('a', 3)).toBe('been-at-table');
  expect(code('host', 3)).toBe('stays-at-table');
  expect(code('c', 3)).toBe('not-here');
  expect(code('b', 9)).toBe('no-such-table');
  expect(code('b', 3)).toBe('moved');
  expect(code('b', 1)).toBe('table-full');
});

test('two people change seats at full tables, unless one of them may not', () => {
  const attendees = ['a', 'b'].map((id) => attendee(id));
  const assembly = { attendees, tables: [table(1, 1), table(2, 1)] };
  const seating = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const exchanged = exchangeByHand({ assembly, rules, history: [], seating }, 'a', 'b');
  expect(exchanged.ok && [...exchanged.value]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  const again = exchangeByHand({ assembly, rules, history: [new Map([['b', 1]])], seating }, 'a', 'b');
  expect(again.ok || again.problem).toEqual({ code: 'been-at-table', person: 'b', table: 1 });
});

import { expect, test } from 'vitest';
import {
  attendee,
  golfers,
  randomAssembly,
  randomShape,
  seminarShape,
  table,
} from '../../../../../tests/support/random-assembly.ts';
import { SeededRandom } from '../../../../../tests/support/seeded-random.ts';
import { fixedSeats, type Assembly, type Seating, type SeatingRules } from './assembly.ts';
import { composeRounds, composeSeating } from './compose-seating.ts';
import { explainSeating } from './explain-seating.ts';
import { weights } from './seating-weights.ts';

const rules: SeatingRules = {
  perTable: [5, 8],
  countriesMin: 3,
  sameOrganisationMax: 2,
  sharedLanguage: true,
  neverTwiceAtTable: true,
};
const seeds = Array.from({ length: 24 }, (_, seed) => seed + 1);

const present = ({ attendees }: Assembly) => attendees.filter((each) => each.isPresent);

function sizesOf(seating: Seating): ReadonlyMap<number, number> {
  const sizes = new Map<number, number>();
  for (const number of seating.values()) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  return sizes;
}

test('no table has more people than chairs, nobody is left standing while there is a chair, and the absent have none', () => {
  for (const seed of seeds) {
    const random = new SeededRandom(seed);
    const whole = randomAssembly(random, randomShape(random));
    const assembly: Assembly = {
      tables: whole.tables.map((each) => ({ ...each, capacity: each.capacity - random.int(3) })),
      attendees: whole.attendees.map((each) => ({ ...each, isPresent: random.chance(0.9) })),
    };
    const { seating, report } = composeSeating(assembly, rules, [], random);
    const chairs = assembly.tables.reduce((sum, { capacity }) => sum + capacity, 0);
    for (const [number, size] of sizesOf(seating))
      expect(size).toBeLessThanOrEqual(assembly.tables.find((each) => each.number === number)?.capacity ?? 0);
    expect(seating.size, `seed ${seed}`).toBe(Math.min(chairs, present(assembly).length));
    expect(report.shortfalls.filter((each) => each.code === 'seat')).toHaveLength(
      present(assembly).length - seating.size,
    );
    for (const each of assembly.attendees) if (!each.isPresent) expect(seating.has(each.id)).toBe(false);
  }
});

test('hosts and scribes stay at their table in every round', () => {
  for (const seed of seeds.slice(0, 15)) {
    const random = new SeededRandom(seed);
    const assembly = randomAssembly(random, { ...randomShape(random), hosts: 2 });
    const either = { ...rules, neverTwiceAtTable: seed % 2 === 0 };
    for (const { seating } of composeRounds(assembly, either, [], 3, random))
      for (const [id, number] of fixedSeats(assembly.tables)) expect(seating.get(id)).toBe(number);
  }
});

test('nobody comes back to a table until they have been at all of them', () => {
  for (const seed of seeds.slice(0, 15)) {
    const random = new SeededRandom(seed);
    const shape = { ...randomShape(random), tables: 4 + random.int(4), people: 24, capacity: 8, stepFree: 0 };
    const assembly = randomAssembly(random, shape);
    const fixed = fixedSeats(assembly.tables);
    const rounds = composeRounds(assembly, { ...rules, perTable: [0, 0] }, [], shape.tables, random);
    for (const { id } of assembly.attendees)
      if (!fixed.has(id))
        expect(new Set(rounds.map(({ seating }) => seating.get(id))).size, `seed ${seed}`).toBe(shape.tables);
  }
});

test('where all tables were visited somebody comes back, and the report says why', () => {
  const assembly = golfers(6, 2);
  const seats = (shift: number) =>
    new Map(assembly.attendees.map(({ id }, n) => [id, 1 + ((n + shift) % 2)]));
  const { report } = composeSeating(assembly, rules, [seats(1), seats(2)], new SeededRandom(1));
  const again = report.shortfalls.filter((each) => each.code === 'table-again');
  expect(again).toHaveLength(6);
  expect(new Set(again.map(({ because }) => because))).toEqual(new Set(['every-table-visited']));
});

test('step-free places go to those who need them, whatever else is lost', () => {
  const attendees = Array.from({ length: 20 }, (_, n) =>
    attendee(`p${n}`, {
      country: n < 6 ? 'FR' : `C${n}`,
      organisation: n < 6 ? 'one' : null,
      needsStepFree: n < 6,
    }),
  );
  const tables = [1, 2, 3, 4].map((number) => table(number, 6, { hasStepFree: number === 3 }));
  const { seating } = composeSeating({ attendees, tables }, rules, [], new SeededRandom(7));
  expect(attendees.slice(0, 6).map(({ id }) => seating.get(id))).toEqual([3, 3, 3, 3, 3, 3]);
});

test('whoever needs step-free access comes back to the one table that has it, rather than sit nowhere', () => {
  const attendees = Array.from({ length: 8 }, (_, n) => attendee(`p${n}`, { needsStepFree: n === 0 }));
  const tables = [1, 2].map((number) => table(number, 5, { hasStepFree: number === 2 }));
  const rounds = composeRounds({ attendees, tables }, rules, [], 2, new SeededRandom(1));
  expect(rounds.map(({ seating }) => seating.get('p0'))).toEqual([2, 2]);
  expect(rounds[1]?.report.shortfalls.filter((each) => each.code === 'table-again')).toEqual([
    { code: 'table-again', person: 'p0', table: 2, because: 'every-step-free-table-visited' },
  ]);
});

test('few people are not spread over many tables: each has enough to work', () => {
  const { seating } = composeSeating(golfers(200, 25), rules, [], new SeededRandom(1));
  expect(sizesOf(seating).size).toBe(25);
  const few = { ...golfers(200, 25), attendees: golfers(32, 4).attendees };
  const sizes = [...sizesOf(composeSeating(few, rules, [], new SeededRandom(1)).seating).values()];
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

test('people who share no language sit with somebody who interprets', () => {
  const attendees = [
    ...Array.from({ length: 9 }, (_, n) => attendee(`fr${n}`, { languages: ['fr'] })),
    ...Array.from({ length: 9 }, (_, n) => attendee(`fi${n}`, { languages: ['fi'] })),
    ...Array.from({ length: 2 }, (_, n) => attendee(`both${n}`, { languages: ['fi', 'fr-BE'] })),
  ];
  const tables = [1, 2, 3, 4].map((number) => table(number, 5, { languages: ['fr'] }));
  const { report } = composeSeating(
    { attendees, tables },
    { ...rules, countriesMin: 0 },
    [],
    new SeededRandom(3),
  );
  const language = report.rules.find(({ rule }) => rule === 'language');
  // Two interpreters serve two tables: of nine who speak Finnish only, eight find a buddy.
  expect(language?.broken).toBe(1);
  expect(report.tables.flatMap(({ buddies }) => buddies)).toHaveLength(8);
});

test('the same seed gives the same seats, another one others', () => {
  const assembly = randomAssembly(new SeededRandom(1), seminarShape);
  const compose = (seed: number) => [...composeSeating(assembly, rules, [], new SeededRandom(seed)).seating];
  expect(compose(5)).toEqual(compose(5));
  expect(compose(5)).not.toEqual(compose(6));
});

test.each([
  [9, 3, 4],
  [16, 4, 5],
  [12, 4, 3],
])('%i people at %i tables meet nobody twice in %i rounds', (people, tables, rounds) => {
  const alone = { ...rules, perTable: [0, 0], countriesMin: 0, neverTwiceAtTable: false } as const;
  for (const seed of [1, 2, 3]) {
    const composed = composeRounds(golfers(people, tables), alone, [], rounds, new SeededRandom(seed));
    expect(
      composed.flatMap(({ report }) => report.shortfalls),
      `seed ${seed}`,
    ).toEqual([]);
  }
});

/** What the rules say a seating costs, read from the explanation and from the people: nothing of the search. */
function costOf(assembly: Assembly, history: readonly Seating[], seating: Seating): number {
  const { shortfalls, tables } = explainSeating(assembly, small, history, seating);
  let cost = 0;
  for (const each of shortfalls)
    if (each.code === 'step-free') cost += weights.stepFree;
    else if (each.code === 'language') cost += weights.leftOut;
    else if (each.code === 'table-size') cost += weights.tooSmall * Math.max(0, each.min - each.people);
    else if (each.code === 'countries') cost += weights.country * (each.wanted - each.countries);
    else if (each.code === 'same-organisation') cost += weights.colleague * (each.people - each.max);
    else if (each.code === 'met-again') cost += weights.metAgain * each.times;
  for (const { people, buddies } of tables) {
    cost += weights.buddy * buddies.length + weights.uneven * people.length ** 2;
    const here = people.map((id) => assembly.attendees.find((each) => each.id === id));
    here.forEach((one, index) => {
      for (const other of here.slice(index + 1)) {
        if (one?.country && one.country === other?.country) cost += weights.sameCountry;
        if (one?.organisation && one.organisation === other?.organisation) cost += weights.sameOrganisation;
      }
    });
  }
  return cost;
}

const small: SeatingRules = {
  ...rules,
  perTable: [2, 3],
  countriesMin: 2,
  sameOrganisationMax: 1,
  neverTwiceAtTable: false,
};

test('seven people at three tables sit as well as any of the 2,187 ways to seat them', () => {
  for (const seed of seeds.slice(0, 12)) {
    const random = new SeededRandom(seed);
    const shape = {
      ...seminarShape,
      people: 7,
      tables: 3,
      capacity: 3,
      hosts: 0,
      stepFree: 0.2,
      organisationsPerCountry: 2,
    };
    const assembly = randomAssembly(random, shape);
    const ids = assembly.attendees.map(({ id }) => id);
    const seatings = Array.from(
      { length: 3 ** 7 },
      (_, code): Seating => new Map(ids.map((id, n) => [id, 1 + (Math.floor(code / 3 ** n) % 3)])),
    ).filter((seating) => [...sizesOf(seating).values()].every((size) => size <= 3));
    const history = [random.pick(seatings)];
    const optimum = Math.min(...seatings.map((seating) => costOf(assembly, history, seating)));
    const { seating } = composeSeating(assembly, small, history, random);
    expect(costOf(assembly, history, seating), `seed ${seed}`).toBe(optimum);
  }
});

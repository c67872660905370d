import type { Random } from '#lib/core/random.ts';
import type { Assembly, AttendeeId, Seating, SeatingHistory, SeatingRules } from './assembly.ts';
import { explainSeating, type SeatingReport } from './explain-seating.ts';
import { firstSeats } from './first-seats.ts';
import { add, at } from './int-array.ts';
import { drawsFrom, type Draw } from './quick-random.ts';
import { problemOf, type SeatingProblem } from './seating-problem.ts';
import { SeatingSearch } from './seating-search.ts';
import { chairsInUse } from './table-chairs.ts';

export interface ComposedSeating {
  readonly seating: Seating;
  readonly report: SeatingReport;
}

/** One round: who sits where, given the earlier rounds, and which rules it keeps. */
export function composeSeating(
  assembly: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  random: Random,
): ComposedSeating {
  const [composed] = composeRounds(assembly, rules, history, 1, random);
  return composed ?? { seating: new Map(), report: explainSeating(assembly, rules, history, new Map()) };
}

/**
 * Several rounds at once: what the first one takes, the last one would lack. 200 people at 25 tables in three rounds
 * take well under 100 ms; the effort is counted in exchanges, never in time, so that the same seed gives the same seats.
 */
export function composeRounds(
  assembly: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  rounds: number,
  random: Random,
): readonly ComposedSeating[] {
  const problem = problemOf(assembly, rules, history);
  const draw = drawsFrom(random);
  const chairs = chairsInUse(problem);
  const search = new SeatingSearch(problem, chairs, startingRounds(problem, chairs, rounds, draw));
  search.anneal(draw, exchangesFor(problem, rounds), HOT, COLD);
  const seatings = Array.from({ length: rounds }, (_, round) => seatingOf(problem, search.tablesIn(round)));
  return seatings.map((seating, round) => ({
    seating,
    report: explainSeating(assembly, rules, [...history, ...seatings.slice(0, round)], seating),
  }));
}

/** A country too few is taken into the bargain at first, at the end not even two of one country. */
const HOT = 100;
const COLD = 0.5;
const EXCHANGES_PER_SEAT = 500;
const EXCHANGES_MIN = 100_000;
const EXCHANGES_MAX = 400_000;

const exchangesFor = ({ people }: SeatingProblem, rounds: number): number =>
  Math.min(EXCHANGES_MAX, Math.max(EXCHANGES_MIN, people.length * rounds * EXCHANGES_PER_SEAT));

function startingRounds(
  problem: SeatingProblem,
  chairs: Int32Array,
  rounds: number,
  draw: Draw,
): readonly Int32Array[] {
  const visits = Int32Array.from(problem.visits);
  return Array.from({ length: rounds }, () => {
    const tableOf = firstSeats(problem, chairs, visits, draw);
    tableOf.forEach((table, person) => {
      if (table >= 0 && at(problem.fixedAt, person) < 0) add(visits, person * problem.tables.length + table, 1);
    });
    return tableOf;
  });
}

function seatingOf({ people, tables }: SeatingProblem, tableOf: Int32Array): Seating {
  const seating = new Map<AttendeeId, number>();
  people.forEach(({ id }, person) => {
    const table = tables[at(tableOf, person)];
    if (table) seating.set(id, table.number);
  });
  return seating;
}

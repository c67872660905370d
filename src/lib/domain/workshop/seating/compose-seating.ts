import type { Random } from '#lib/core/random.ts';
import type { Assembly, Seating, SeatingHistory, SeatingRules } from './assembly.ts';
import { explainSeating, type SeatingReport } from './explain-seating.ts';
import { firstSeats } from './first-seats.ts';
import { add, at } from './int-array.ts';
import { drawsFrom, type Draw } from './quick-random.ts';
import { problemOf, seatingOf, type SeatingProblem } from './seating-problem.ts';
import { SeatingSearch } from './seating-search.ts';
import { chairsInUse, widestChairs } from './table-chairs.ts';

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
  // More rounds than tables: everybody is everywhere once before anybody comes back.
  const together = Math.max(1, Math.min(rounds, assembly.tables.length));
  const first = composeTogether(assembly, rules, history, together, random);
  if (together >= rounds) return first;
  const rest = [...history, ...first.map(({ seating }) => seating)];
  return [...first, ...composeRounds(assembly, rules, rest, rounds - together, random)];
}

function composeTogether(
  assembly: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  rounds: number,
  random: Random,
): readonly ComposedSeating[] {
  const problem = problemOf(assembly, rules, history);
  const draw = drawsFrom(random);
  const search = startingSearch(problem, rounds, draw);
  const explained = (seatings: readonly Seating[]) =>
    seatings.map((seating, round) => ({
      seating,
      report: explainSeating(assembly, rules, [...history, ...seatings.slice(0, round)], seating),
    }));

  let best: readonly ComposedSeating[] = [];
  let bestCost = Infinity;
  let cost = 0;
  // Few people: the last attempt may well have stuck, and another one costs little.
  const attempts = problem.people.length * rounds <= SMALL ? SMALL_ATTEMPTS : 1;
  for (let n = 0; n < attempts; n++) {
    cost += search.anneal(draw, exchangesFor(problem, rounds), HOT, COLD);
    // Twice the same end: there is hardly a better one.
    if (cost === bestCost) break;
    if (cost > bestCost) continue;
    bestCost = cost;
    best = explained(
      Array.from({ length: rounds }, (_, round) => seatingOf(problem, search.tablesIn(round))),
    );
    if (best.every(isPerfect)) break;
  }
  return best;
}

const isPerfect = ({ report }: ComposedSeating): boolean =>
  report.shortfalls.length === 0 && report.tables.every(({ buddies }) => buddies.length === 0);

/** At first two people may meet again for the sake of something else; at the end not even two of one country. */
const HOT = 20;
const COLD = 0.7;
const EXCHANGES_PER_SEAT = 130;
const EXCHANGES_MIN = 30_000;
const EXCHANGES_MAX = 300_000;
/** Seats of all rounds. */
const SMALL = 200;
const SMALL_ATTEMPTS = 6;

const exchangesFor = ({ people }: SeatingProblem, rounds: number): number =>
  Math.min(EXCHANGES_MAX, Math.max(EXCHANGES_MIN, people.length * rounds * EXCHANGES_PER_SEAT));

/**
 * Tables evenly filled; where somebody then sits badly for want of a chair elsewhere, with all chairs there are. In
 * the last rounds that can depend on how the first ones fell: a few others are tried.
 */
function startingSearch(problem: SeatingProblem, rounds: number, draw: Draw): SeatingSearch {
  const even = chairsInUse(problem);
  const wide = widestChairs(problem);
  let chairs = even;
  let best = startingRounds(problem, even, rounds, draw);
  for (let n = 1; n < STARTS && best.givenUp > 0; n++) {
    const other = startingRounds(problem, n % 2 === 0 ? even : wide, rounds, draw);
    if (other.givenUp >= best.givenUp) continue;
    best = other;
    chairs = n % 2 === 0 ? even : wide;
  }
  return new SeatingSearch(problem, chairs, best.rounds);
}

const STARTS = 8;

function startingRounds(
  problem: SeatingProblem,
  chairs: Int32Array,
  count: number,
  draw: Draw,
): { readonly rounds: readonly Int32Array[]; readonly givenUp: number } {
  const visits = Int32Array.from(problem.visits);
  let givenUp = 0;
  const rounds = Array.from({ length: count }, () => {
    const first = firstSeats(problem, chairs, visits, draw);
    givenUp += first.givenUp;
    first.tableOf.forEach((table, person) => {
      if (table >= 0 && at(problem.fixedAt, person) < 0)
        add(visits, person * problem.tables.length + table, 1);
    });
    return first.tableOf;
  });
  return { rounds, givenUp };
}

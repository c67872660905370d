import { ok, type Result } from '#lib/core/result.ts';
import {
  fixedSeats,
  type Assembly,
  type AttendeeId,
  type Seating,
  type SeatingHistory,
  type SeatingRules,
} from './assembly.ts';
import { explainSeating, type SeatingReport } from './explain-seating.ts';
import { add, at } from './int-array.ts';
import { maySit, type SeatProblem, type SeatQuestion } from './may-sit.ts';
import { problemOf, seatingOf, type SeatingProblem } from './seating-problem.ts';
import { SeatingSearch } from './seating-search.ts';

/**
 * Why somebody changes seats. `make-room`: a chair is needed by one who stays at that table, or two change so that
 * the other one sits better.
 */
export type MoveReason =
  'absent' | 'arrived' | 'make-room' | 'step-free' | 'language' | 'table-again' | 'table-size';

export interface SeatMove {
  readonly person: AttendeeId;
  /** `null`: had no seat, has none any more. */
  readonly from: number | null;
  readonly to: number | null;
  readonly because: MoveReason;
}

export interface RepairedSeating {
  readonly seating: Seating;
  readonly moves: readonly SeatMove[];
  readonly report: SeatingReport;
}

/**
 * After absences, late arrivals or a seat changed by hand: whoever has a seat keeps it, unless somebody would be left
 * without step-free access or a language, or a table without enough people; countries, colleagues and acquaintances
 * move nobody. Who was placed by hand (`pinned`) is not moved at all. Needs no randomness.
 */
export function repairSeating(
  assembly: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  seating: Seating,
  pinned: ReadonlySet<AttendeeId> = new Set(),
): RepairedSeating {
  const problem = problemOf(assembly, rules, history);
  const kept = keptSeats(problem, seating, pinned);
  const chairs = chairsForRepair(problem, kept);
  const search = new SeatingSearch(problem, chairs, [kept], {
    tableOf: Int32Array.from(
      problem.people,
      ({ id }) => problem.tableIndexOf.get(seating.get(id) ?? NaN) ?? -1,
    ),
    pinned: new Set([...pinned].flatMap((id) => problem.indexOf.get(id) ?? [])),
  });
  problem.people.forEach((_, person) => {
    // Whoever is fixed sits at their table or nowhere.
    if (at(kept, person) < 0 && at(problem.fixedAt, person) < 0) search.seatCheapest(person);
  });
  const between = seatingOf(problem, search.tablesIn(0));
  search.descend(problem.people.length);
  const repaired = seatingOf(problem, search.tablesIn(0));
  const explain = (it: Seating) => explainSeating(assembly, rules, history, it);
  return {
    seating: repaired,
    moves: movesBetween(assembly, seating, repaired, explain(between)),
    report: explain(repaired),
  };
}

/** Fixed people first, then those placed by hand, then the others, as long as there are chairs. */
function keptSeats(
  { people, tables, tableIndexOf, fixedAt }: SeatingProblem,
  seating: Seating,
  pinned: ReadonlySet<AttendeeId>,
): Int32Array {
  const kept = new Int32Array(people.length).fill(-1);
  const free = Int32Array.from(tables, ({ capacity }) => capacity);
  const rank = (person: number): number =>
    at(fixedAt, person) >= 0 ? 0 : pinned.has(people[person]?.id ?? '') ? 1 : 2;
  const order = [...kept.keys()].sort((a, b) => rank(a) - rank(b) || a - b);
  for (const person of order) {
    const now = tableIndexOf.get(seating.get(people[person]?.id ?? '') ?? NaN);
    const table = at(fixedAt, person) >= 0 ? at(fixedAt, person) : now;
    if (table === undefined || at(free, table) === 0) continue;
    kept[person] = table;
    add(free, table, -1);
  }
  return kept;
}

/** Tables in use up to their planned size; more chairs, then more tables, only for people who would have none. */
function chairsForRepair({ people, tables, rules }: SeatingProblem, kept: Int32Array): Int32Array {
  const max = rules.perTable[1] > 0 ? rules.perTable[1] : Infinity;
  const sizes = new Int32Array(tables.length);
  for (const table of kept) if (table >= 0) add(sizes, table, 1);
  const sum = (counts: Int32Array) => counts.reduce((total, count) => total + count, 0);
  const chairs = Int32Array.from(tables, ({ capacity }, table) =>
    at(sizes, table) === 0 ? 0 : Math.max(at(sizes, table), Math.min(capacity, max)),
  );
  tables.forEach(({ capacity }, table) => {
    if (at(chairs, table) === 0 && sum(chairs) < people.length) chairs[table] = Math.min(capacity, max);
  });
  tables.forEach(({ capacity }, table) => {
    if (sum(chairs) < people.length) chairs[table] = capacity;
  });
  return chairs;
}

function movesBetween(
  assembly: Assembly,
  before: Seating,
  after: Seating,
  between: SeatingReport,
): readonly SeatMove[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  const present = new Set(assembly.attendees.filter((each) => each.isPresent).map(({ id }) => id));
  const fixed = fixedSeats(assembly.tables);
  const moves: SeatMove[] = [];
  for (const person of ids) {
    const from = before.get(person) ?? null;
    const to = after.get(person) ?? null;
    if (from === to) continue;
    const because = !present.has(person)
      ? 'absent'
      : from === null || fixed.has(person)
        ? 'arrived'
        : whyMoved(person, to, between);
    moves.push({ person, from, to, because });
  }
  return moves;
}

function whyMoved(person: AttendeeId, to: number | null, { shortfalls }: SeatingReport): MoveReason {
  for (const each of shortfalls)
    if (
      (each.code === 'step-free' || each.code === 'language' || each.code === 'table-again') &&
      each.person === person
    )
      return each.code;
  return shortfalls.some((each) => each.code === 'table-size' && each.table === to && each.people < each.min)
    ? 'table-size'
    : 'make-room';
}

/** A facilitator puts somebody at a table; whoever calls pins them there. */
export function moveByHand(
  question: SeatQuestion,
  person: AttendeeId,
  to: number,
): Result<Seating, SeatProblem> {
  const allowed = maySit(question, person, to);
  return allowed.ok ? ok(new Map(question.seating).set(person, to)) : allowed;
}

/** Two people change seats: also where both tables are full. */
export function exchangeByHand(
  question: SeatQuestion,
  one: AttendeeId,
  other: AttendeeId,
): Result<Seating, SeatProblem> {
  const { seating } = question;
  const without = new Map(seating);
  without.delete(one);
  without.delete(other);
  for (const [person, to] of [
    [one, seating.get(other)],
    [other, seating.get(one)],
  ] as const) {
    const allowed = maySit({ ...question, seating: without }, person, to ?? NaN);
    if (!allowed.ok) return allowed;
  }
  return ok(new Map([...seating, [one, seating.get(other) ?? NaN], [other, seating.get(one) ?? NaN]]));
}

import { failed, ok, type Problem, type Result } from '#lib/core/result.ts';
import {
  fixedSeats,
  type Assembly,
  type AttendeeId,
  type Seating,
  type SeatingHistory,
  type SeatingRules,
  type SeatingTable,
} from './assembly.ts';

export type SeatProblemCode =
  'not-here' | 'no-such-table' | 'stays-at-table' | 'table-full' | 'been-at-table';

export interface SeatProblem extends Problem {
  readonly code: SeatProblemCode;
  readonly person: AttendeeId;
  readonly table: number;
}

/** Where somebody is now does not count as a place taken. */
export interface SeatQuestion {
  readonly assembly: Assembly;
  readonly rules: Pick<SeatingRules, 'neverTwiceAtTable'>;
  readonly history: SeatingHistory;
  readonly seating: Seating;
}

/**
 * May somebody take a seat at a table? Chairs are a hard limit, whoever is fixed stays, and where the format says so
 * nobody comes back to a table before they have been at all they can sit at. What else speaks against it is advice.
 */
export function maySit(
  { assembly, rules, history, seating }: SeatQuestion,
  person: AttendeeId,
  to: number,
): Result<null, SeatProblem> {
  const refuse = (code: SeatProblemCode) => failed({ code, person, table: to });
  const who = assembly.attendees.find((each) => each.id === person && each.isPresent);
  if (!who) return refuse('not-here');
  const table = assembly.tables.find((each) => each.number === to);
  if (!table) return refuse('no-such-table');
  const fixed = fixedSeats(assembly.tables);
  if (fixed.has(person)) return fixed.get(person) === to ? ok(null) : refuse('stays-at-table');
  if (peopleAt({ assembly, seating }, to).filter((id) => id !== person).length >= table.capacity)
    return refuse('table-full');
  if (!rules.neverTwiceAtTable) return ok(null);
  const visited = new Set(history.map((round) => round.get(person)));
  const isOpen = ({ number, hasStepFree }: SeatingTable) =>
    !visited.has(number) && (hasStepFree || !who.needsStepFree);
  // Where there is no other table left for somebody, they may come back.
  return visited.has(to) && assembly.tables.some(isOpen) ? refuse('been-at-table') : ok(null);
}

/**
 * Chairs taken: by whoever sits there and is present, and by the table's fixed people who are present, wherever
 * they are just now.
 */
export function peopleAt(
  { assembly, seating }: Pick<SeatQuestion, 'assembly' | 'seating'>,
  table: number,
): readonly AttendeeId[] {
  const fixed = fixedSeats(assembly.tables);
  return assembly.attendees
    .filter((each) => each.isPresent && (fixed.get(each.id) ?? seating.get(each.id)) === table)
    .map(({ id }) => id);
}

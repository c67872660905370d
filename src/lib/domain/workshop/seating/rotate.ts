import { unreachable } from '#lib/core/assert.ts';
import type { Random } from '#lib/core/random.ts';
import type { Result } from '#lib/core/result.ts';
import type { Rotation } from '../format.ts';
import {
  fixedSeats,
  type Assembly,
  type AttendeeId,
  type Seating,
  type SeatingHistory,
  type SeatingRules,
} from './assembly.ts';
import { composeSeating } from './compose-seating.ts';
import { maySit, type SeatProblem, type SeatQuestion } from './may-sit.ts';
import { repairSeating } from './repair-seating.ts';

/**
 * Seats of the next round as its rotation gives them; the rounds so far, the present one last. Where people choose
 * for themselves, only hosts and scribes have theirs already, and each choice is checked by `mayChoose`.
 */
export function seatNextRound(
  rotation: Rotation,
  assembly: Assembly,
  rules: SeatingRules,
  rounds: SeatingHistory,
  random: Random,
): Seating {
  const now = rounds.at(-1) ?? new Map<AttendeeId, number>();
  switch (rotation) {
    case 'none':
    case 'fixedTeams':
    case 'camps':
      return now;
    case 'hostStaysMix':
      return composeSeating(assembly, rules, rounds, random).seating;
    case 'carousel':
      return carousel(assembly, rules, rounds);
    case 'chooseCapped':
    case 'free':
      return presentOnly(assembly, fixedSeats(assembly.tables));
    default:
      return unreachable(rotation);
  }
}

/**
 * Each group goes on to the next table in use, the last one to the first; hosts and scribes stay. Who finds no chair
 * there, or would come back to a table, is placed elsewhere.
 */
function carousel(assembly: Assembly, rules: SeatingRules, rounds: SeatingHistory): Seating {
  const now = presentOnly(assembly, rounds.at(-1) ?? new Map());
  const fixed = fixedSeats(assembly.tables);
  const inUse = new Set([...now.values(), ...presentOnly(assembly, fixed).values()]);
  const numbers = assembly.tables.map(({ number }) => number).filter((number) => inUse.has(number));
  numbers.sort((a, b) => a - b);
  const next = new Map<AttendeeId, number>();
  for (const [person, table] of now) {
    const to = fixed.get(person) ?? numbers[(numbers.indexOf(table) + 1) % numbers.length];
    if (to === undefined) continue;
    if (maySit({ assembly, rules, history: rounds, seating: next }, person, to).ok) next.set(person, to);
  }
  // Groups stay together: whoever went along is pinned, only those left over are placed.
  return repairSeating(assembly, rules, rounds, next, new Set(next.keys())).seating;
}

/** A person's own choice of a table: with `free`, only chairs limit it. */
export function mayChoose(
  rotation: 'chooseCapped' | 'free',
  question: SeatQuestion,
  person: AttendeeId,
  table: number,
): Result<null, SeatProblem> {
  const rules = rotation === 'free' ? { neverTwiceAtTable: false } : question.rules;
  return maySit({ ...question, rules }, person, table);
}

/**
 * Camps of a moving debate: the end of the line, 0 to 1, that each person's token is nearest to. `null`: in the
 * middle, where the line has one.
 */
export function campsOf<Camp extends string>(
  positions: ReadonlyMap<AttendeeId, number>,
  ends: readonly [Camp, Camp],
  isMiddleClosed: boolean,
): ReadonlyMap<AttendeeId, Camp | null> {
  return new Map(
    [...positions].map(([person, position]) => {
      const isInMiddle = Math.abs(position - 0.5) <= (isMiddleClosed ? 0 : MIDDLE_WIDTH / 2);
      return [person, isInMiddle ? null : position < 0.5 ? ends[0] : ends[1]];
    }),
  );
}

/** Of the line: somebody who stands there has not decided. */
const MIDDLE_WIDTH = 0.1;

function presentOnly({ attendees }: Assembly, seating: Seating): Seating {
  const present = new Set(attendees.filter((each) => each.isPresent).map(({ id }) => id));
  return new Map([...seating].filter(([id]) => present.has(id)));
}

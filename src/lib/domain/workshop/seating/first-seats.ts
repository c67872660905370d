import { add, at } from './int-array.ts';
import type { Draw } from './quick-random.ts';
import type { SeatingProblem } from './seating-problem.ts';

export interface FirstSeats {
  /** Of each person, or −1. */
  readonly tableOf: Int32Array;
  /** People who come back to a table; those who then still have no step-free place count ten times, those without a chair a hundred times. */
  readonly givenUp: number;
}

/**
 * A seat for everybody, before anything is mixed: fixed people first, then each person along augmenting paths
 * (Kuhn 1955), so that if everybody can be at a table where they have not been, step-free for those who need it,
 * everybody is. Only then does somebody come back to a table, and only last is step-free given up.
 */
export function firstSeats(
  problem: SeatingProblem,
  chairs: Int32Array,
  visits: Int32Array,
  draw: Draw,
): FirstSeats {
  const { people, tables, fixedAt, rules } = problem;
  const tableOf = new Int32Array(people.length).fill(-1);
  const free = Int32Array.from(chairs);
  fixedAt.forEach((table, person) => {
    if (table < 0 || at(free, table) === 0) return;
    tableOf[person] = table;
    add(free, table, -1);
  });
  const waiting = people.map((_, person) => person).filter((person) => at(fixedAt, person) < 0);
  shuffle(waiting, draw);
  waiting.sort((a, b) => Number(people[b]?.needsStepFree) - Number(people[a]?.needsStepFree));

  const mayBeAgain = new Uint8Array(people.length);
  const mayHaveSteps = Uint8Array.from(people, (each) => (each.needsStepFree ? 0 : 1));
  const isFit = (person: number, table: number): boolean =>
    (mayBeAgain[person] === 1 ||
      !rules.neverTwiceAtTable ||
      at(visits, person * tables.length + table) === 0) &&
    (mayHaveSteps[person] === 1 || tables[table]?.hasStepFree === true);

  const paths = new AugmentingPaths(tableOf, free, fixedAt, isFit, draw(Math.max(1, tables.length)));
  let left = waiting.filter((person) => !paths.seat(person));
  let givenUp = left.length;
  for (const [relaxed, weight] of [
    [mayBeAgain, 10],
    [mayHaveSteps, 100],
  ] as const) {
    for (const person of left) relaxed[person] = 1;
    left = left.filter((person) => !paths.seat(person));
    givenUp += weight * left.length;
  }
  return { tableOf, givenUp };
}

class AugmentingPaths {
  readonly #tableOf: Int32Array;
  readonly #free: Int32Array;
  readonly #fixedAt: Int32Array;
  readonly #isFit: (person: number, table: number) => boolean;
  /** Tables are tried from another one each time, so that they fill evenly. */
  #next: number;

  constructor(
    tableOf: Int32Array,
    free: Int32Array,
    fixedAt: Int32Array,
    isFit: (person: number, table: number) => boolean,
    first: number,
  ) {
    this.#tableOf = tableOf;
    this.#free = free;
    this.#fixedAt = fixedAt;
    this.#isFit = isFit;
    this.#next = first;
  }

  seat(person: number): boolean {
    this.#next += 1;
    return this.#seat(person, new Uint8Array(this.#free.length));
  }

  #seat(person: number, seen: Uint8Array): boolean {
    const count = this.#free.length;
    for (let n = 0; n < count; n++) {
      const table = (n + this.#next) % count;
      if (seen[table] === 1 || at(this.#free, table) === 0 || !this.#isFit(person, table)) continue;
      add(this.#free, table, -1);
      this.#tableOf[person] = table;
      return true;
    }
    for (let n = 0; n < count; n++) {
      const table = (n + this.#next) % count;
      if (seen[table] === 1 || !this.#isFit(person, table)) continue;
      seen[table] = 1;
      for (let other = 0; other < this.#tableOf.length; other++) {
        if (this.#tableOf[other] !== table || at(this.#fixedAt, other) >= 0) continue;
        if (!this.#seat(other, seen)) continue;
        // The other one's chair is free now: they have taken another table's.
        this.#tableOf[person] = table;
        return true;
      }
    }
    return false;
  }
}

export function shuffle(list: number[], draw: Draw): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    [list[last], list[other]] = [list[other] as number, list[last] as number];
  }
}

import { add, at } from './int-array.ts';
import { languageCost } from './language-cost.ts';
import type { Draw } from './quick-random.ts';
import type { SeatingProblem } from './seating-problem.ts';
import { weights } from './seating-weights.ts';

export const NOBODY = -1;

/**
 * Seats of all rounds together, and what exchanging two of them would cost. An exchange of a person with an empty
 * chair is a move. Only what the exchange touches is looked at: some twenty numbers.
 */
export class SeatingSearch {
  readonly rounds: number;
  /** Who sits where, `round * seats + seat`. */
  readonly #sitting: Int32Array;
  readonly #seats: number;
  readonly #tableOfSeat: Int32Array;
  /** First seat of each table, and after the last one. */
  readonly #firstSeat: Int32Array;
  /** Seats that may be exchanged: the fixed ones come first at each table and are not among them. */
  readonly #movable: Int32Array;
  readonly #problem: SeatingProblem;
  readonly #people: number;
  readonly #tables: number;
  /** Cost of one more time of two people together, `one * people + other`. */
  readonly #pairCost: Int32Array;
  /** Cost of one more time of a person at a table, `person * tables + table`. */
  readonly #placeCost: Int32Array;
  readonly #againCost: number;
  /** Of `round * tables + table`. */
  readonly #size: Int32Array;
  readonly #distinct: Int32Array;
  readonly #language: Int32Array;
  /** Of `(round * tables + table) * countries + country`, and so for organisations. */
  readonly #countryCount: Int32Array;
  readonly #organisationCount: Int32Array;

  constructor(problem: SeatingProblem, chairs: Int32Array, rounds: readonly Int32Array[]) {
    const { people, tables, fixedAt } = problem;
    this.#problem = problem;
    this.rounds = rounds.length;
    this.#people = people.length;
    this.#tables = tables.length;
    this.#firstSeat = new Int32Array(tables.length + 1);
    for (let table = 0; table < tables.length; table++)
      this.#firstSeat[table + 1] = at(this.#firstSeat, table) + at(chairs, table);
    this.#seats = at(this.#firstSeat, tables.length);
    this.#tableOfSeat = new Int32Array(this.#seats);
    for (let table = 0; table < tables.length; table++)
      this.#tableOfSeat.fill(table, at(this.#firstSeat, table), at(this.#firstSeat, table + 1));
    this.#sitting = new Int32Array(this.#seats * rounds.length).fill(NOBODY);
    this.#pairCost = startingPairCosts(problem);
    this.#againCost = problem.rules.neverTwiceAtTable ? weights.tableAgain : 0;
    this.#placeCost = startingPlaceCosts(problem, this.#againCost);
    const rows = rounds.length * tables.length;
    this.#size = new Int32Array(rows);
    this.#distinct = new Int32Array(rows);
    this.#language = new Int32Array(rows);
    this.#countryCount = new Int32Array(rows * problem.countries);
    this.#organisationCount = new Int32Array(rows * problem.organisations);
    rounds.forEach((tableOf, round) => this.#seatRound(tableOf, round));
    const fixedSeat = (seat: number): boolean => {
      const person = this.#sitting[seat] ?? NOBODY;
      return person !== NOBODY && at(fixedAt, person) >= 0;
    };
    this.#movable = Int32Array.from(
      Array.from({ length: this.#seats }, (_, seat) => seat).filter((seat) => !fixedSeat(seat)),
    );
  }

  #seatRound(tableOf: Int32Array, round: number): void {
    const next = this.#firstSeat.slice();
    const { fixedAt } = this.#problem;
    const order = [...tableOf.keys()].sort((a, b) => Number(at(fixedAt, b) >= 0) - Number(at(fixedAt, a) >= 0));
    for (const person of order) {
      const table = at(tableOf, person);
      if (table < 0) continue;
      const seat = at(next, table);
      next[table] = seat + 1;
      this.#enter(round, table, person, seat);
    }
    for (let table = 0; table < this.#tables; table++)
      this.#language[round * this.#tables + table] = this.#languageAt(round, table, -1, NOBODY);
  }

  /** Somebody sits down: counts are kept here and in `#leave` only. */
  #enter(round: number, table: number, person: number, seat: number): void {
    const { country, countries, organisation, organisations } = this.#problem;
    const row = round * this.#tables + table;
    const start = round * this.#seats;
    for (let s = at(this.#firstSeat, table); s < at(this.#firstSeat, table + 1); s++)
      this.#countMeeting(person, at(this.#sitting, start + s), weights.metAgain);
    this.#sitting[start + seat] = person;
    add(this.#placeCost, person * this.#tables + table, this.#againCostOf(person));
    add(this.#size, row, 1);
    const home = at(country, person);
    if (home > 0 && at(this.#countryCount, row * countries + home) === 0) add(this.#distinct, row, 1);
    add(this.#countryCount, row * countries + home, 1);
    add(this.#organisationCount, row * organisations + at(organisation, person), 1);
  }

  #leave(round: number, table: number, person: number, seat: number): void {
    const { country, countries, organisation, organisations } = this.#problem;
    const row = round * this.#tables + table;
    const start = round * this.#seats;
    this.#sitting[start + seat] = NOBODY;
    for (let s = at(this.#firstSeat, table); s < at(this.#firstSeat, table + 1); s++)
      this.#countMeeting(person, at(this.#sitting, start + s), -weights.metAgain);
    add(this.#placeCost, person * this.#tables + table, -this.#againCostOf(person));
    add(this.#size, row, -1);
    const home = at(country, person);
    add(this.#countryCount, row * countries + home, -1);
    if (home > 0 && at(this.#countryCount, row * countries + home) === 0) add(this.#distinct, row, -1);
    add(this.#organisationCount, row * organisations + at(organisation, person), -1);
  }

  #againCostOf(person: number): number {
    return at(this.#problem.fixedAt, person) >= 0 ? 0 : this.#againCost;
  }

  #countMeeting(one: number, other: number, by: number): void {
    if (other === NOBODY) return;
    const { fixedAt } = this.#problem;
    if (at(fixedAt, one) >= 0 && at(fixedAt, one) === at(fixedAt, other)) return;
    add(this.#pairCost, one * this.#people + other, by);
    add(this.#pairCost, other * this.#people + one, by);
  }

  #languageAt(round: number, table: number, insteadOf: number, person: number): number {
    return languageCost(
      this.#problem,
      this.#sitting,
      round * this.#seats + at(this.#firstSeat, table),
      round * this.#seats + at(this.#firstSeat, table + 1),
      at(this.#problem.announced, table),
      insteadOf < 0 ? -1 : round * this.#seats + insteadOf,
      person,
    );
  }

  /** What it costs that the one arrives at a table and the other leaves it; either may be nobody. */
  #delta(round: number, table: number, seat: number, leaving: number, arriving: number): number {
    const { country, countries, organisation, organisations, rules } = this.#problem;
    const row = round * this.#tables + table;
    const from = round * this.#seats + at(this.#firstSeat, table);
    const to = round * this.#seats + at(this.#firstSeat, table + 1);
    const skipped = round * this.#seats + seat;
    let cost = 0;
    if (leaving !== NOBODY) {
      const own = leaving * this.#people;
      for (let s = from; s < to; s++) {
        const other = at(this.#sitting, s);
        if (s !== skipped && other !== NOBODY) cost -= at(this.#pairCost, own + other) - weights.metAgain;
      }
      cost -= at(this.#placeCost, leaving * this.#tables + table) - this.#againCost;
    }
    if (arriving !== NOBODY) {
      const own = arriving * this.#people;
      for (let s = from; s < to; s++) {
        const other = at(this.#sitting, s);
        if (s !== skipped && other !== NOBODY) cost += at(this.#pairCost, own + other);
      }
      cost += at(this.#placeCost, arriving * this.#tables + table);
    }
    const home = leaving === NOBODY ? 0 : at(country, leaving);
    const newHome = arriving === NOBODY ? 0 : at(country, arriving);
    if (home !== newHome) {
      const before = at(this.#distinct, row);
      let after = before;
      if (home > 0 && at(this.#countryCount, row * countries + home) === 1) after -= 1;
      if (newHome > 0 && at(this.#countryCount, row * countries + newHome) === 0) after += 1;
      if (after !== before)
        cost += weights.country * (missing(rules.countriesMin, after) - missing(rules.countriesMin, before));
    }
    const employer = leaving === NOBODY ? 0 : at(organisation, leaving);
    const newEmployer = arriving === NOBODY ? 0 : at(organisation, arriving);
    if (employer !== newEmployer) {
      const max = rules.sameOrganisationMax;
      if (employer > 0 && at(this.#organisationCount, row * organisations + employer) > max)
        cost -= weights.colleague;
      if (newEmployer > 0 && at(this.#organisationCount, row * organisations + newEmployer) >= max)
        cost += weights.colleague;
    }
    if (leaving === NOBODY || arriving === NOBODY)
      cost += this.#sizeDelta(at(this.#size, row), leaving === NOBODY ? 1 : -1);
    return cost;
  }

  #sizeDelta(size: number, by: number): number {
    const min = this.#problem.rules.perTable[0];
    return (
      weights.tooSmall * (missing(min, size + by) - missing(min, size)) +
      weights.uneven * ((size + by) * (size + by) - size * size)
    );
  }

  #languageDelta(round: number, table: number, seat: number, leaving: number, arriving: number): number {
    const { understands, rules } = this.#problem;
    if (!rules.sharedLanguage) return 0;
    const before = leaving === NOBODY ? -1 : at(understands, leaving);
    const after = arriving === NOBODY ? -1 : at(understands, arriving);
    if (before === after && leaving !== NOBODY && arriving !== NOBODY) return 0;
    return this.#languageAt(round, table, seat, arriving) - at(this.#language, round * this.#tables + table);
  }

  /**
   * Exchanges at random, `count` of them, taking those that cost nothing, and others the more rarely the more they
   * cost and the later it is (simulated annealing, Kirkpatrick 1983): from `hot` to `cold` in equal ratios.
   */
  anneal(draw: Draw, count: number, hot: number, cold: number): void {
    const seats = this.#movable.length;
    if (seats < 2) return;
    const cooling = Math.pow(cold / hot, 1 / count);
    let temperature = hot;
    for (let n = 0; n < count; n++, temperature *= cooling) {
      const round = this.rounds === 1 ? 0 : draw(this.rounds);
      const p = at(this.#movable, draw(seats));
      const q = at(this.#movable, draw(seats));
      const s = at(this.#tableOfSeat, p);
      const t = at(this.#tableOfSeat, q);
      if (s === t) continue;
      const a = at(this.#sitting, round * this.#seats + p);
      const b = at(this.#sitting, round * this.#seats + q);
      if (a === b) continue;
      // What is tolerated is drawn first: most exchanges are refused before languages are looked at.
      const tolerated = -Math.log((draw(1 << 24) + 1) / (1 << 24)) * temperature;
      let cost = this.#delta(round, s, p, a, b) + this.#delta(round, t, q, b, a);
      // Languages can win back no more than they cost now.
      const atMost = at(this.#language, round * this.#tables + s) + at(this.#language, round * this.#tables + t);
      if (cost - atMost > tolerated) continue;
      cost += this.#languageDelta(round, s, p, a, b) + this.#languageDelta(round, t, q, b, a);
      if (cost <= tolerated) this.#exchange(round, p, q);
    }
  }

  #exchange(round: number, p: number, q: number): void {
    const s = at(this.#tableOfSeat, p);
    const t = at(this.#tableOfSeat, q);
    const a = at(this.#sitting, round * this.#seats + p);
    const b = at(this.#sitting, round * this.#seats + q);
    if (a !== NOBODY) this.#leave(round, s, a, p);
    if (b !== NOBODY) this.#leave(round, t, b, q);
    if (b !== NOBODY) this.#enter(round, s, b, p);
    if (a !== NOBODY) this.#enter(round, t, a, q);
    this.#language[round * this.#tables + s] = this.#languageAt(round, s, -1, NOBODY);
    this.#language[round * this.#tables + t] = this.#languageAt(round, t, -1, NOBODY);
  }

  /** Table of each person in a round, or −1. */
  tablesIn(round: number): Int32Array {
    const tableOf = new Int32Array(this.#people).fill(-1);
    for (let seat = 0; seat < this.#seats; seat++) {
      const person = at(this.#sitting, round * this.#seats + seat);
      if (person !== NOBODY) tableOf[person] = at(this.#tableOfSeat, seat);
    }
    return tableOf;
  }
}

const missing = (wanted: number, there: number): number => (there < wanted ? wanted - there : 0);

function startingPairCosts({ people, met, country, organisation }: SeatingProblem): Int32Array {
  const count = people.length;
  const costs = new Int32Array(count * count);
  for (let one = 0; one < count; one++)
    for (let other = 0; other < count; other++) {
      const isSameCountry = at(country, one) > 0 && at(country, one) === at(country, other);
      const isSameOrganisation = at(organisation, one) > 0 && at(organisation, one) === at(organisation, other);
      costs[one * count + other] =
        weights.metAgain * at(met, one * count + other) +
        (isSameOrganisation ? weights.sameOrganisation : 0) +
        (isSameCountry ? weights.sameCountry : 0);
    }
  return costs;
}

function startingPlaceCosts({ people, tables, visits }: SeatingProblem, againCost: number): Int32Array {
  return Int32Array.from(visits, (count, index) => {
    const person = people[Math.floor(index / tables.length)];
    const table = tables[index % tables.length];
    return againCost * count + (person?.needsStepFree && !table?.hasStepFree ? weights.stepFree : 0);
  });
}

import { languageCost, type SeatRange, type Tongues } from './language-cost.ts';
import type { Draw } from './quick-random.ts';
import type { SeatingProblem } from './seating-problem.ts';
import { weights } from './seating-weights.ts';
import { startingPairCosts, startingPlaceCosts } from './starting-costs.ts';

/** As in int-array.ts; here because it is called a hundred million times, and a test runner looks imports up each time. */
const at = (array: Int32Array, index: number): number => array[index] as number;
const add = (array: Int32Array, index: number, by: number): void => {
  array[index] = at(array, index) + by;
};

/** −ln of the smallest number drawn: what costs more than this times the temperature is never taken. */
const NEVER = 17;
const FINE = 1 << 24;

/** Who sits somewhere already: their table, or −1; and whether they have to stay there. */
export interface Homes {
  readonly tableOf: Int32Array;
  readonly pinned: ReadonlySet<number>;
}

/**
 * Seats of all rounds together, and what exchanging two of them would cost. An exchange with an empty chair is a
 * move: an empty chair is the person after the last one, who knows nobody, comes from nowhere and understands all.
 * An exchange is refused, as most are, after some ten numbers; else some forty are looked at.
 */
export class SeatingSearch {
  readonly #problem: SeatingProblem;
  readonly #rounds: number;
  readonly #tables: number;
  /** People, and index of an empty chair. */
  readonly #empty: number;
  readonly #tongues: Tongues;
  readonly #country: Int32Array;
  readonly #organisation: Int32Array;
  /** First seat of each table, and after the last one. */
  readonly #firstSeat: Int32Array;
  readonly #seats: number;
  readonly #tableOfSeat: Int32Array;
  /** Who sits where, `round * seats + seat`. */
  readonly #sitting: Int32Array;
  /** At which table, `round * (people + 1) + person`, or −1. */
  readonly #tableOf: Int32Array;
  /** Seats that may be exchanged: not those of fixed people, who sit first at each table in all rounds. */
  readonly #movable: Int32Array;
  /** Cost of two people being together once more, `one * (people + 1) + other`. */
  readonly #pairCost: Int32Array;
  /** What a person's company costs, and would be won if they left: `round * (people + 1) + person`. */
  readonly #company: Int32Array;
  /** Cost of a person being at a table once more, `person * tables + table`. */
  readonly #placeCost: Int32Array;
  readonly #againCost: number;
  /** Of `round * tables + table`. */
  readonly #size: Int32Array;
  readonly #distinct: Int32Array;
  readonly #languageCost: Int32Array;
  /** How many at a table do not understand a language, `(round * tables + table) * languages + language`. */
  readonly #lacking: Int32Array;
  /** Of `(round * tables + table) * countries + country`, and so for organisations. */
  readonly #countryCount: Int32Array;
  readonly #organisationCount: Int32Array;
  /** Reused: an object for each look at a table would take longer than the look. */
  readonly #range: SeatRange;

  constructor(problem: SeatingProblem, chairs: Int32Array, rounds: readonly Int32Array[], homes?: Homes) {
    const { people, tables, understands, speaks, country, organisation } = problem;
    const rows = rounds.length * tables.length;
    this.#problem = problem;
    this.#rounds = rounds.length;
    this.#tables = tables.length;
    this.#empty = people.length;
    this.#tongues = { understands: Int32Array.of(...understands, -1), speaks: Int32Array.of(...speaks, 0) };
    this.#country = Int32Array.of(...country, 0);
    this.#organisation = Int32Array.of(...organisation, 0);
    this.#firstSeat = new Int32Array(tables.length + 1);
    chairs.forEach((count, table) => (this.#firstSeat[table + 1] = at(this.#firstSeat, table) + count));
    this.#seats = at(this.#firstSeat, tables.length);
    this.#tableOfSeat = new Int32Array(this.#seats);
    for (let table = 0; table < tables.length; table++)
      this.#tableOfSeat.fill(table, at(this.#firstSeat, table), at(this.#firstSeat, table + 1));
    this.#sitting = new Int32Array(this.#seats * rounds.length).fill(this.#empty);
    this.#tableOf = new Int32Array((people.length + 1) * rounds.length).fill(-1);
    this.#pairCost = startingPairCosts(problem);
    this.#company = new Int32Array((people.length + 1) * rounds.length);
    this.#againCost = problem.rules.neverTwiceAtTable ? weights.tableAgain : 0;
    this.#placeCost = startingPlaceCosts(problem, this.#againCost);
    homes?.tableOf.forEach((home, person) => {
      for (let table = 0; table < tables.length; table++)
        if (home >= 0 && home !== table) add(this.#placeCost, person * tables.length + table, weights.stay);
    });
    this.#size = new Int32Array(rows);
    this.#distinct = new Int32Array(rows);
    this.#languageCost = new Int32Array(rows);
    this.#lacking = new Int32Array(rows * problem.languages);
    this.#countryCount = new Int32Array(rows * problem.countries);
    this.#organisationCount = new Int32Array(rows * problem.organisations);
    this.#range = { sitting: this.#sitting, from: 0, to: 0, insteadOf: -1, person: this.#empty };
    rounds.forEach((tableOf, round) => this.#seatRound(tableOf, round));
    const isTied = (person: number) =>
      (problem.fixedAt[person] ?? -1) >= 0 || homes?.pinned.has(person) === true;
    this.#movable = Int32Array.from(this.#tableOfSeat.keys()).filter(
      (seat) => !isTied(at(this.#sitting, seat)),
    );
  }

  /**
   * `count` exchanges at random: those that cost nothing are made, others the more rarely the more they cost and the
   * later it is (simulated annealing, Kirkpatrick 1983), from `hot` to `cold` in equal ratios. Returns what that
   * changed in cost.
   */
  anneal(draw: Draw, count: number, hot: number, cold: number): number {
    const seats = this.#movable.length;
    if (seats < 2) return 0;
    let change = 0;
    const cooling = Math.pow(cold / hot, 1 / count);
    let temperature = hot;
    for (let n = 0; n < count; n++, temperature *= cooling) {
      const round = this.#rounds === 1 ? 0 : draw(this.#rounds);
      const p = at(this.#movable, draw(seats));
      const q = at(this.#movable, draw(seats));
      const s = at(this.#tableOfSeat, p);
      const t = at(this.#tableOfSeat, q);
      if (s === t) continue;
      const a = at(this.#sitting, round * this.#seats + p);
      const b = at(this.#sitting, round * this.#seats + q);
      if (a === b) continue;
      // From what is known at once to what has to be counted; it can only get dearer.
      let cost = this.#quickCost(round, s, a, b) + this.#quickCost(round, t, b, a);
      if (cost > NEVER * temperature) continue;
      const tolerated = -Math.log((draw(FINE) + 1) / FINE) * temperature;
      if (cost > tolerated) continue;
      cost += this.#newCompany(round, s, a, b) + this.#newCompany(round, t, b, a);
      if (cost > tolerated) continue;
      const atFirst = this.#leastLanguages(round, s, a, b);
      const atSecond = this.#leastLanguages(round, t, b, a);
      if (cost + atFirst + atSecond > tolerated) continue;
      if (atFirst > 0) cost += this.#newLanguages(round, s, p, b);
      if (cost + atSecond > tolerated) continue;
      if (atSecond > 0) cost += this.#newLanguages(round, t, q, a);
      if (cost > tolerated) continue;
      this.#exchange(round, p, q);
      change += cost;
    }
    return change;
  }

  /** Gives somebody who has none the empty chair of the first round that costs least; false: there is none. */
  seatCheapest(person: number): boolean {
    let best = -1;
    let bestCost = Infinity;
    for (const seat of this.#movable) {
      if (at(this.#sitting, seat) !== this.#empty) continue;
      const cost = this.#arrivalCost(this.#tableOfSeat[seat] as number, seat, person);
      if (cost < bestCost) [best, bestCost] = [seat, cost];
    }
    if (best < 0) return false;
    const table = at(this.#tableOfSeat, best);
    this.#enter(0, table, person, best);
    this.#noteLanguages(0, table);
    return true;
  }

  #arrivalCost(table: number, seat: number, person: number): number {
    return (
      this.#quickCost(0, table, this.#empty, person) +
      this.#newCompany(0, table, this.#empty, person) +
      (this.#problem.rules.sharedLanguage ? this.#newLanguages(0, table, seat, person) : 0)
    );
  }

  /** In the first round: always the exchange that wins most, until none wins anything. */
  descend(exchangesMax: number): void {
    for (let n = 0; n < exchangesMax; n++) {
      let best: readonly [number, number] | null = null;
      let bestCost = 0;
      this.#movable.forEach((p, index) => {
        for (let other = index + 1; other < this.#movable.length; other++) {
          const q = at(this.#movable, other);
          const cost = this.#exchangeCost(p, q, bestCost);
          if (cost < bestCost) [best, bestCost] = [[p, q], cost];
        }
      });
      if (best === null) return;
      this.#exchange(0, ...(best as readonly [number, number]));
    }
  }

  /** Or `limit`, as soon as it is not below that. */
  #exchangeCost(p: number, q: number, limit: number): number {
    const s = at(this.#tableOfSeat, p);
    const t = at(this.#tableOfSeat, q);
    const a = at(this.#sitting, p);
    const b = at(this.#sitting, q);
    if (s === t || a === b) return limit;
    let cost = this.#quickCost(0, s, a, b) + this.#quickCost(0, t, b, a);
    if (cost >= limit) return limit;
    cost += this.#newCompany(0, s, a, b) + this.#newCompany(0, t, b, a);
    if (cost >= limit || !this.#problem.rules.sharedLanguage) return cost;
    return cost + this.#newLanguages(0, s, p, b) + this.#newLanguages(0, t, q, a);
  }

  /** Table of each person in a round, or −1. */
  tablesIn(round: number): Int32Array {
    const start = round * (this.#empty + 1);
    return this.#tableOf.slice(start, start + this.#empty);
  }

  /**
   * At least what it costs that one leaves a table and the other arrives: what the leaving one's company costs is
   * won, and the table's present languages; what the other's company and the new languages cost is added later.
   */
  #quickCost(round: number, table: number, leaving: number, arriving: number): number {
    const { countries, organisations, rules } = this.#problem;
    const row = round * this.#tables + table;
    let cost = at(this.#placeCost, arriving * this.#tables + table) - at(this.#languageCost, row);
    if (leaving === this.#empty) cost += this.#sizeCost(at(this.#size, row), 1);
    else {
      cost -= at(this.#company, round * (this.#empty + 1) + leaving);
      cost -= at(this.#placeCost, leaving * this.#tables + table) - this.#againCost;
      if (arriving === this.#empty) cost += this.#sizeCost(at(this.#size, row), -1);
    }
    const home = at(this.#country, leaving);
    const newHome = at(this.#country, arriving);
    if (home !== newHome) {
      const before = at(this.#distinct, row);
      let after = before;
      if (home > 0 && at(this.#countryCount, row * countries + home) === 1) after -= 1;
      if (newHome > 0 && at(this.#countryCount, row * countries + newHome) === 0) after += 1;
      cost += weights.country * (missing(rules.countriesMin, after) - missing(rules.countriesMin, before));
    }
    const employer = at(this.#organisation, leaving);
    const newEmployer = at(this.#organisation, arriving);
    if (employer !== newEmployer) {
      const max = rules.sameOrganisationMax;
      if (employer > 0 && at(this.#organisationCount, row * organisations + employer) > max)
        cost -= weights.colleague;
      if (newEmployer > 0 && at(this.#organisationCount, row * organisations + newEmployer) >= max)
        cost += weights.colleague;
    }
    return cost;
  }

  #sizeCost(size: number, by: number): number {
    const min = this.#problem.rules.perTable[0];
    return (
      weights.tooSmall * (missing(min, size + by) - missing(min, size)) +
      weights.uneven * ((size + by) * (size + by) - size * size)
    );
  }

  #newCompany(round: number, table: number, leaving: number, arriving: number): number {
    const own = arriving * (this.#empty + 1);
    const start = round * this.#seats;
    const end = start + at(this.#firstSeat, table + 1);
    let cost = -at(this.#pairCost, own + leaving);
    for (let seat = start + at(this.#firstSeat, table); seat < end; seat++)
      cost += at(this.#pairCost, own + at(this.#sitting, seat));
    return cost;
  }

  /** What a table's languages will cost if whoever does not understand has a buddy. */
  #leastLanguages(round: number, table: number, leaving: number, arriving: number): number {
    const { languages, announced, rules } = this.#problem;
    if (!rules.sharedLanguage) return 0;
    const row = (round * this.#tables + table) * languages;
    const gone = ~at(this.#tongues.understands, leaving);
    const come = ~at(this.#tongues.understands, arriving);
    const candidates = at(announced, table);
    let least = this.#empty;
    for (let language = 0; language < languages; language++) {
      if (candidates !== 0 && ((candidates >>> language) & 1) === 0) continue;
      const lacking =
        at(this.#lacking, row + language) - ((gone >>> language) & 1) + ((come >>> language) & 1);
      if (lacking < least) least = lacking;
    }
    return languages === 0 ? 0 : least * weights.buddy;
  }

  #newLanguages(round: number, table: number, seat: number, arriving: number): number {
    const range = this.#seatsOf(round, table);
    range.insteadOf = round * this.#seats + seat;
    range.person = arriving;
    return languageCost(this.#tongues, at(this.#problem.announced, table), range);
  }

  #seatsOf(round: number, table: number): SeatRange {
    this.#range.from = round * this.#seats + at(this.#firstSeat, table);
    this.#range.to = round * this.#seats + at(this.#firstSeat, table + 1);
    this.#range.insteadOf = -1;
    return this.#range;
  }

  #exchange(round: number, p: number, q: number): void {
    const s = at(this.#tableOfSeat, p);
    const t = at(this.#tableOfSeat, q);
    const a = at(this.#sitting, round * this.#seats + p);
    const b = at(this.#sitting, round * this.#seats + q);
    if (a !== this.#empty) this.#leave(round, s, a, p);
    if (b !== this.#empty) this.#leave(round, t, b, q);
    if (b !== this.#empty) this.#enter(round, s, b, p);
    if (a !== this.#empty) this.#enter(round, t, a, q);
    this.#noteLanguages(round, s);
    this.#noteLanguages(round, t);
  }

  #seatRound(tableOf: Int32Array, round: number): void {
    const { fixedAt } = this.#problem;
    const next = this.#firstSeat.slice();
    const order = [...tableOf.keys()];
    order.sort((one, other) => Number(at(fixedAt, other) >= 0) - Number(at(fixedAt, one) >= 0));
    for (const person of order) {
      const table = at(tableOf, person);
      if (table < 0) continue;
      this.#enter(round, table, person, at(next, table));
      add(next, table, 1);
    }
    for (let table = 0; table < this.#tables; table++) this.#noteLanguages(round, table);
  }

  #enter(round: number, table: number, person: number, seat: number): void {
    this.#count(round, table, person, 1);
    this.#sitting[round * this.#seats + seat] = person;
    this.#tableOf[round * (this.#empty + 1) + person] = table;
  }

  #leave(round: number, table: number, person: number, seat: number): void {
    this.#sitting[round * this.#seats + seat] = this.#empty;
    this.#tableOf[round * (this.#empty + 1) + person] = -1;
    this.#count(round, table, person, -1);
  }

  /** Adds or takes away (`by` −1) a person who does not sit among the others yet, or no longer. */
  #count(round: number, table: number, person: number, by: 1 | -1): void {
    const { countries, organisations, languages, fixedAt } = this.#problem;
    const row = round * this.#tables + table;
    const start = round * this.#seats;
    const end = start + at(this.#firstSeat, table + 1);
    for (let seat = start + at(this.#firstSeat, table); seat < end; seat++)
      this.#countMeeting(round, person, at(this.#sitting, seat), by);
    if (at(fixedAt, person) < 0) add(this.#placeCost, person * this.#tables + table, by * this.#againCost);
    add(this.#size, row, by);
    const home = row * countries + at(this.#country, person);
    if (at(this.#country, person) > 0 && at(this.#countryCount, home) === (by === 1 ? 0 : 1))
      add(this.#distinct, row, by);
    add(this.#countryCount, home, by);
    add(this.#organisationCount, row * organisations + at(this.#organisation, person), by);
    const unknown = ~at(this.#tongues.understands, person);
    for (let language = 0; language < languages; language++)
      if (((unknown >>> language) & 1) === 1) add(this.#lacking, row * languages + language, by);
  }

  #countMeeting(round: number, one: number, other: number, by: 1 | -1): void {
    if (other === this.#empty) return;
    const { fixedAt } = this.#problem;
    if (at(fixedAt, one) >= 0 && at(fixedAt, one) === at(fixedAt, other)) return;
    const stride = this.#empty + 1;
    const before = at(this.#pairCost, one * stride + other);
    const change = by * weights.metAgain;
    this.#pairCost[one * stride + other] = before + change;
    this.#pairCost[other * stride + one] = before + change;
    const company = by === 1 ? before : -(before + change);
    add(this.#company, round * stride + one, company);
    add(this.#company, round * stride + other, company);
    // In the other rounds that they are together, leaving one another wins more now, or less.
    for (let each = 0; each < this.#rounds; each++) {
      if (each === round) continue;
      const table = at(this.#tableOf, each * stride + one);
      if (table < 0 || table !== at(this.#tableOf, each * stride + other)) continue;
      add(this.#company, each * stride + one, change);
      add(this.#company, each * stride + other, change);
    }
  }

  #noteLanguages(round: number, table: number): void {
    const isFree = this.#leastLanguages(round, table, this.#empty, this.#empty) === 0;
    this.#languageCost[round * this.#tables + table] = isFree
      ? 0
      : languageCost(this.#tongues, at(this.#problem.announced, table), this.#seatsOf(round, table));
  }
}

const missing = (wanted: number, there: number): number => (there < wanted ? wanted - there : 0);

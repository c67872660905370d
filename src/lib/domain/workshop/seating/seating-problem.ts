import {
  fixedSeats,
  languageOf,
  type Assembly,
  type Attendee,
  type AttendeeId,
  type Seating,
  type SeatingHistory,
  type SeatingRules,
  type SeatingTable,
} from './assembly.ts';
import { add, at } from './int-array.ts';

/**
 * An assembly as numbers, for a search that looks at hundreds of thousands of exchanges: people, tables, countries
 * and organisations are indices, languages are bits.
 */
export interface SeatingProblem {
  readonly rules: SeatingRules;
  /** Those present. */
  readonly people: readonly Attendee[];
  readonly indexOf: ReadonlyMap<AttendeeId, number>;
  /** In order of their numbers. */
  readonly tables: readonly SeatingTable[];
  readonly tableIndexOf: ReadonlyMap<number, number>;
  /** Of each person: table that they stay at, or −1. */
  readonly fixedAt: Int32Array;
  /** Of each person; 0: not said. */
  readonly country: Int32Array;
  readonly countries: number;
  readonly organisation: Int32Array;
  readonly organisations: number;
  /** Bits in use. */
  readonly languages: number;
  /** Of each person; all bits where nothing was said. */
  readonly understands: Int32Array;
  /** The same; no bit where nothing was said: nobody is counted on as a buddy without knowing. */
  readonly speaks: Int32Array;
  /** Of each table; 0: none announced. */
  readonly announced: Int32Array;
  /** How often a person sat at a table before, `person * tables + table`; the fixed ones do not count. */
  readonly visits: Int32Array;
  /** How often two people sat together before, `one * people + other`; two fixed at one table do not count. */
  readonly met: Int32Array;
}

/** More than the languages of the Union; rarer ones are left to the explanation, which knows them all. */
const LANGUAGE_BITS = 32;

export function problemOf(
  { attendees, tables }: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
): SeatingProblem {
  const people = attendees.filter((each) => each.isPresent);
  const sorted = [...tables].sort((a, b) => a.number - b.number);
  const indexOf = new Map(people.map((each, index) => [each.id, index]));
  const tableIndexOf = new Map(sorted.map((each, index) => [each.number, index]));
  const fixed = fixedSeats(sorted);
  const fixedAt = Int32Array.from(people, ({ id }) => tableIndexOf.get(fixed.get(id) ?? NaN) ?? -1);
  const bits = languageBits(people, sorted);
  const mask = (tags: readonly string[]): number =>
    tags.reduce((sum, tag) => sum | (bits.get(languageOf(tag)) ?? 0), 0);
  const countries = numbered(people.map((each) => each.country));
  const organisations = numbered(people.map((each) => each.organisation));
  return {
    rules,
    people,
    indexOf,
    tables: sorted,
    tableIndexOf,
    fixedAt,
    country: countries.of,
    countries: countries.count,
    organisation: organisations.of,
    organisations: organisations.count,
    languages: bits.size,
    understands: Int32Array.from(people, (each) => (each.languages.length === 0 ? -1 : mask(each.languages))),
    speaks: Int32Array.from(people, (each) => mask(each.languages)),
    announced: Int32Array.from(sorted, (each) => mask(each.languages)),
    ...countHistory(history, indexOf, tableIndexOf, fixedAt),
  };
}

/** The other way round: from the index of each one's table. */
export function seatingOf({ people, tables }: SeatingProblem, tableOf: Int32Array): Seating {
  const seating = new Map<AttendeeId, number>();
  people.forEach(({ id }, person) => {
    const table = tables[at(tableOf, person)];
    if (table) seating.set(id, table.number);
  });
  return seating;
}

/** 1, 2, 3 … in order of appearance; 0 for `null`. */
function numbered(names: readonly (string | null)[]): { of: Int32Array; count: number } {
  const known = new Map<string, number>();
  const of = Int32Array.from(names, (name) => {
    if (name === null) return 0;
    if (!known.has(name)) known.set(name, known.size + 1);
    return known.get(name) ?? 0;
  });
  return { of, count: known.size + 1 };
}

function languageBits(
  people: readonly Attendee[],
  tables: readonly SeatingTable[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { languages } of [...people, ...tables])
    for (const language of new Set(languages.map(languageOf)))
      counts.set(language, (counts.get(language) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, LANGUAGE_BITS);
  return new Map(common.map(([language], bit) => [language, 1 << bit]));
}

function countHistory(
  history: SeatingHistory,
  indexOf: ReadonlyMap<AttendeeId, number>,
  tableIndexOf: ReadonlyMap<number, number>,
  fixedAt: Int32Array,
): { visits: Int32Array; met: Int32Array } {
  const count = indexOf.size;
  const visits = new Int32Array(count * tableIndexOf.size);
  const met = new Int32Array(count * count);
  for (const round of history) {
    const together = new Map<number, number[]>();
    for (const [id, number] of round) {
      const person = indexOf.get(id);
      if (person === undefined) continue;
      const table = tableIndexOf.get(number);
      if (table !== undefined && fixedAt[person] !== table)
        add(visits, person * tableIndexOf.size + table, 1);
      const others = together.get(number) ?? [];
      for (const other of others)
        if (fixedAt[person] === -1 || fixedAt[person] !== fixedAt[other]) {
          add(met, person * count + other, 1);
          add(met, other * count + person, 1);
        }
      together.set(number, [...others, person]);
    }
  }
  return { visits, met };
}

import { seatingBounds, type SeatingBounds } from './seating-bounds.ts';
import {
  fixedSeats,
  type Assembly,
  type Attendee,
  type AttendeeId,
  type Seating,
  type SeatingHistory,
  type SeatingRules,
  type SeatingTable,
} from './assembly.ts';
import { talkAt, type Buddy } from './table-talk.ts';

/**
 * Which rules hold, at each table and in all, and why the others could not be kept: data with stable codes, which the
 * interface turns into sentences. Reads the assembly itself and nothing of the search, so that it also checks it.
 */
export const seatingRuleNames = [
  'seat',
  'table-again',
  'step-free',
  'language',
  'table-size',
  'countries',
  'same-organisation',
  'met-again',
] as const;
export type SeatingRuleName = (typeof seatingRuleNames)[number];

/**
 * Why a rule is not kept. `other-rules`: nothing forbids it in itself, rules that come first, or the same one at
 * other tables, left no better place that was found.
 */
export type Because =
  | 'more-people-than-seats'
  | 'fixed-people'
  | 'every-table-visited'
  | 'every-step-free-table-visited'
  | 'too-few-step-free-seats'
  | 'nobody-shares-a-language'
  | 'no-table-in-their-languages'
  | 'too-few-people'
  | 'too-few-countries'
  | 'one-country-too-large'
  | 'more-people-than-tables'
  | 'met-almost-everybody'
  | 'other-rules';

export type Shortfall =
  | { readonly code: 'seat'; readonly person: AttendeeId; readonly because: Because }
  | {
      readonly code: 'table-again' | 'step-free' | 'language';
      readonly person: AttendeeId;
      readonly table: number;
      readonly because: Because;
    }
  | {
      readonly code: 'table-size';
      readonly table: number;
      readonly people: number;
      readonly min: number;
      readonly max: number;
      readonly because: Because;
    }
  | {
      readonly code: 'countries';
      readonly table: number;
      readonly countries: number;
      readonly wanted: number;
      readonly because: Because;
    }
  | {
      readonly code: 'same-organisation';
      readonly table: number;
      readonly organisation: string;
      readonly people: number;
      readonly max: number;
      readonly because: Because;
    }
  | {
      readonly code: 'met-again';
      readonly table: number;
      readonly people: readonly [AttendeeId, AttendeeId];
      /** Rounds in which they sat together before. */
      readonly times: number;
      readonly because: Because;
    };

export interface TableReport {
  readonly table: number;
  readonly people: readonly AttendeeId[];
  readonly countries: readonly string[];
  /** Spoken at this table; `null`: nobody said what they understand, or they share nothing. */
  readonly language: string | null;
  readonly buddies: readonly Buddy[];
  readonly shortfalls: readonly Shortfall[];
}

export interface RuleReport {
  readonly rule: SeatingRuleName;
  readonly isKept: boolean;
  /** Tables at which it holds, of those with people. */
  readonly tablesKept: number;
  readonly tablesAll: number;
  /** How often it is broken: people, tables, colleagues too many or pairs. */
  readonly broken: number;
  /** How often any seating of these people at these tables must break it; 0 where that is not known. */
  readonly atLeast: number;
}

export interface SeatingReport {
  readonly rules: readonly RuleReport[];
  readonly tables: readonly TableReport[];
  /** Of all tables, and people without a seat. */
  readonly shortfalls: readonly Shortfall[];
}

export function explainSeating(
  assembly: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  seating: Seating,
): SeatingReport {
  const present = assembly.attendees.filter((each) => each.isPresent);
  const sitting = new Map<number, Attendee[]>(assembly.tables.map(({ number }) => [number, []]));
  for (const person of present) {
    const table = seating.get(person.id);
    if (table !== undefined) sitting.get(table)?.push(person);
  }
  const used = assembly.tables
    .filter(({ number }) => (sitting.get(number)?.length ?? 0) > 0)
    .sort((a, b) => a.number - b.number);
  const context: Context = {
    assembly,
    rules,
    history,
    present,
    fixed: fixedSeats(assembly.tables),
    tablesUsed: used.length,
    bounds: seatingBounds(assembly, rules, history, seating),
  };
  const tables = used.map((table) => tableReport(context, table, sitting.get(table.number) ?? []));
  const shortfalls = [...unseated(context, seating), ...tables.flatMap((table) => table.shortfalls)];
  return {
    rules: seatingRuleNames.map((rule) => ruleReport(rule, tables, shortfalls, context.bounds)),
    tables,
    shortfalls,
  };
}

interface Context {
  readonly assembly: Assembly;
  readonly rules: SeatingRules;
  readonly history: SeatingHistory;
  readonly present: readonly Attendee[];
  readonly fixed: Seating;
  readonly tablesUsed: number;
  readonly bounds: SeatingBounds;
}

function ruleReport(
  rule: SeatingRuleName,
  tables: readonly TableReport[],
  shortfalls: readonly Shortfall[],
  bounds: SeatingBounds,
): RuleReport {
  const broken = shortfalls.filter((each) => each.code === rule);
  const isBrokenAt = (table: TableReport) => table.shortfalls.some((each) => each.code === rule);
  return {
    rule,
    isKept: broken.length === 0,
    tablesKept: tables.filter((table) => !isBrokenAt(table)).length,
    tablesAll: tables.length,
    broken: broken.reduce(
      (sum, each) => sum + (each.code === 'same-organisation' ? each.people - each.max : 1),
      0,
    ),
    atLeast: bounds.atLeast[rule] ?? 0,
  };
}

function unseated({ present, assembly, fixed }: Context, seating: Seating): readonly Shortfall[] {
  const numbers = new Set(assembly.tables.map(({ number }) => number));
  return present
    .filter(({ id }) => !numbers.has(seating.get(id) ?? NaN))
    .map(({ id }) => ({
      code: 'seat',
      person: id,
      because: fixed.has(id) ? 'fixed-people' : 'more-people-than-seats',
    }));
}

function tableReport(context: Context, table: SeatingTable, people: readonly Attendee[]): TableReport {
  const talk = talkAt(table, people);
  const countries = [...new Set(people.flatMap(({ country }) => (country === null ? [] : [country])))].sort();
  return {
    table: table.number,
    people: people.map(({ id }) => id),
    countries,
    language: talk.language,
    buddies: talk.buddies,
    shortfalls: [
      ...people.flatMap((person) => placeShortfalls(context, table, person)),
      ...(context.rules.sharedLanguage ? talk.leftOut : []).map((person) => ({
        code: 'language' as const,
        person: person.id,
        table: table.number,
        because: whyLeftOut(context, person),
      })),
      ...sizeShortfalls(context, table, people),
      ...countryShortfalls(context, table, people, countries.length),
      ...colleagueShortfalls(context, table, people),
      ...meetingShortfalls(context, table, people),
    ],
  };
}

function placeShortfalls(context: Context, table: SeatingTable, person: Attendee): readonly Shortfall[] {
  const { assembly, rules, history, fixed, bounds } = context;
  const shortfalls: Shortfall[] = [];
  const isFixed = fixed.get(person.id) === table.number;
  const visited = new Set(history.map((round) => round.get(person.id)));
  if (rules.neverTwiceAtTable && !isFixed && visited.has(table.number)) {
    const open = assembly.tables.filter(({ number }) => !visited.has(number));
    const because =
      open.length === 0
        ? 'every-table-visited'
        : person.needsStepFree && open.every(({ hasStepFree }) => !hasStepFree)
          ? 'every-step-free-table-visited'
          : 'other-rules';
    shortfalls.push({ code: 'table-again', person: person.id, table: table.number, because });
  }
  if (person.needsStepFree && !table.hasStepFree) {
    const because = isFixed
      ? 'fixed-people'
      : (bounds.atLeast['step-free'] ?? 0) > 0
        ? 'too-few-step-free-seats'
        : 'other-rules';
    shortfalls.push({ code: 'step-free', person: person.id, table: table.number, because });
  }
  return shortfalls;
}

function whyLeftOut({ present, assembly, fixed }: Context, person: Attendee): Because {
  if (fixed.has(person.id)) return 'fixed-people';
  const others = present.filter((other) => other !== person);
  if (!others.some((other) => talkAt(null, [person, other]).leftOut.length === 0))
    return 'nobody-shares-a-language';
  const isAnnounced = assembly.tables.some(
    (table) => table.languages.length === 0 || talkAt(table, [person]).leftOut.length === 0,
  );
  return isAnnounced ? 'other-rules' : 'no-table-in-their-languages';
}

function sizeShortfalls(context: Context, table: SeatingTable, people: readonly Attendee[]): Shortfall[] {
  const [min, max] = context.rules.perTable;
  if (max === 0 || (people.length >= min && people.length <= max)) return [];
  const isSmall = people.length < min;
  const tooFew = isSmall && context.present.length < min * context.tablesUsed;
  const places = context.assembly.tables.reduce((sum, { capacity }) => sum + Math.min(capacity, max), 0);
  const tooMany = !isSmall && context.present.length > places;
  const because = tooFew
    ? 'too-few-people'
    : tooMany
      ? 'more-people-than-seats'
      : !isSmall && table.fixed.length > max
        ? 'fixed-people'
        : 'other-rules';
  return [{ code: 'table-size', table: table.number, people: people.length, min, max, because }];
}

function countryShortfalls(
  context: Context,
  table: SeatingTable,
  people: readonly Attendee[],
  countries: number,
): Shortfall[] {
  const wanted = context.rules.countriesMin;
  if (countries >= wanted) return [];
  const all = new Set(context.present.flatMap(({ country }) => country ?? []));
  const because =
    all.size < wanted
      ? 'too-few-countries'
      : people.length < wanted
        ? 'too-few-people'
        : (context.bounds.atLeast.countries ?? 0) > 0
          ? 'one-country-too-large'
          : 'other-rules';
  return [{ code: 'countries', table: table.number, countries, wanted, because }];
}

function colleagueShortfalls(
  context: Context,
  table: SeatingTable,
  people: readonly Attendee[],
): Shortfall[] {
  const max = context.rules.sameOrganisationMax;
  return [...grouped(people)]
    .filter(([, colleagues]) => colleagues.length > max)
    .map(([organisation, colleagues]) => {
      const fixed = colleagues.filter(({ id }) => context.fixed.get(id) === table.number);
      const because =
        fixed.length > max
          ? 'fixed-people'
          : context.bounds.crowdedOrganisations.has(organisation)
            ? 'more-people-than-tables'
            : 'other-rules';
      return {
        code: 'same-organisation',
        table: table.number,
        organisation,
        people: colleagues.length,
        max,
        because,
      };
    });
}

function grouped(people: readonly Attendee[]): ReadonlyMap<string, readonly Attendee[]> {
  const groups = new Map<string, Attendee[]>();
  for (const person of people)
    if (person.organisation !== null)
      groups.set(person.organisation, [...(groups.get(person.organisation) ?? []), person]);
  return groups;
}

function meetingShortfalls(context: Context, table: SeatingTable, people: readonly Attendee[]): Shortfall[] {
  const { history, fixed, bounds } = context;
  return people.flatMap((one, index) =>
    people.slice(index + 1).flatMap((other): Shortfall[] => {
      const atOneTable = fixed.get(one.id) !== undefined && fixed.get(one.id) === fixed.get(other.id);
      const times = history.filter((round) => sharesTable(round, one.id, other.id)).length;
      if (times === 0 || atOneTable) return [];
      const because =
        bounds.hasMetAlmostAll.has(one.id) || bounds.hasMetAlmostAll.has(other.id)
          ? 'met-almost-everybody'
          : 'other-rules';
      return [{ code: 'met-again', table: table.number, people: [one.id, other.id], times, because }];
    }),
  );
}

const sharesTable = (round: Seating, one: AttendeeId, other: AttendeeId): boolean =>
  round.has(one) && round.get(one) === round.get(other);

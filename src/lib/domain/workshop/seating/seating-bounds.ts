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

/**
 * What no seating can do better, whoever sits where: each number is a proof, not an estimate, for as many tables and
 * sizes of tables as the seating has.
 */
export interface SeatingBounds {
  /** By rule: how often it is broken at least. */
  readonly atLeast: Readonly<Record<string, number>>;
  /** Have more people than all tables may take. */
  readonly crowdedOrganisations: ReadonlySet<string>;
  /** Cannot sit without meeting somebody again. */
  readonly hasMetAlmostAll: ReadonlySet<AttendeeId>;
}

export function seatingBounds(
  { attendees, tables }: Assembly,
  rules: SeatingRules,
  history: SeatingHistory,
  seating: Seating,
): SeatingBounds {
  const present = attendees.filter((each) => each.isPresent);
  const sizes = new Map<number, number>();
  for (const { id } of present) {
    const table = seating.get(id);
    if (table !== undefined) sizes.set(table, (sizes.get(table) ?? 0) + 1);
  }
  const used = [...sizes.values()];
  const places = tables.reduce((sum, { capacity }) => sum + capacity, 0);
  const stepFreePlaces = tables.reduce((sum, each) => sum + (each.hasStepFree ? each.capacity : 0), 0);
  const seated = present.filter(({ id }) => seating.has(id));
  const organisations = counts(seated.map((each) => each.organisation));
  const crowded = [...organisations].filter(([, count]) => count > rules.sameOrganisationMax * used.length);
  const met = acquaintances(seated, tables, history, Math.min(...used, Infinity));
  return {
    atLeast: {
      seat: Math.max(0, present.length - places),
      'step-free': Math.max(0, seated.filter((each) => each.needsStepFree).length - stepFreePlaces),
      countries: used.length - tablesWithCountries(seated, used.length, rules.countriesMin),
      'table-again': rules.neverTwiceAtTable ? everywhereAlready(seated, tables, history) : 0,
      'table-size':
        rules.perTable[0] > 0 ? Math.max(0, used.length - Math.floor(seated.length / rules.perTable[0])) : 0,
      'same-organisation': crowded.reduce(
        (sum, [, count]) => sum + count - rules.sameOrganisationMax * used.length,
        0,
      ),
      'met-again': met.pairsAtLeast,
    },
    crowdedOrganisations: new Set(crowded.map(([organisation]) => organisation)),
    hasMetAlmostAll: met.people,
  };
}

/** Have been at all tables, or at all they can sit at. */
function everywhereAlready(
  people: readonly Attendee[],
  tables: Assembly['tables'],
  history: SeatingHistory,
): number {
  const fixed = fixedSeats(tables);
  return people.filter(({ id, needsStepFree }) => {
    const visited = new Set(history.map((round) => round.get(id)));
    const isOpen = (it: SeatingTable) => !visited.has(it.number) && (it.hasStepFree || !needsStepFree);
    // Without any step-free table they may sit anywhere.
    const canSit = tables.some((it) => it.hasStepFree) || !needsStepFree;
    return !fixed.has(id) && canSit && !tables.some(isOpen);
  }).length;
}

function counts(names: readonly (string | null)[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) if (name !== null) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

/**
 * The most tables that can have so many countries: a country serves each table once, so `n` tables need
 * Σ min(people of the country, n) ≥ wanted · n.
 */
function tablesWithCountries(
  people: readonly { readonly country: string | null }[],
  tables: number,
  wanted: number,
): number {
  const sizes = [...counts(people.map((each) => each.country)).values()];
  for (let n = tables; n > 0; n--)
    if (sizes.reduce((sum, size) => sum + Math.min(size, n), 0) >= wanted * n) return n;
  return 0;
}

/**
 * Whoever has not met `k` of those here meets again at least `size − 1 − k` of a table's others, at the smallest
 * table; each pair is counted from both sides.
 */
function acquaintances(
  seated: readonly { readonly id: AttendeeId }[],
  tables: Assembly['tables'],
  history: SeatingHistory,
  smallest: number,
): { people: ReadonlySet<AttendeeId>; pairsAtLeast: number } {
  const people = new Set<AttendeeId>();
  if (history.length === 0 || !Number.isFinite(smallest)) return { people, pairsAtLeast: 0 };
  const fixed = fixedSeats(tables);
  const here = new Set(seated.map(({ id }) => id));
  const met = new Map<AttendeeId, Set<AttendeeId>>();
  for (const round of history) {
    const together = new Map<number, AttendeeId[]>();
    for (const [id, table] of round)
      if (here.has(id)) together.set(table, [...(together.get(table) ?? []), id]);
    for (const group of together.values())
      for (const id of group) {
        const known = met.get(id) ?? new Set();
        // Two who stay at one table meet each time by arrangement.
        for (const other of group)
          if (other !== id && (!fixed.has(id) || fixed.get(id) !== fixed.get(other))) known.add(other);
        met.set(id, known);
      }
  }
  let meetings = 0;
  for (const [id, known] of met) {
    const again = smallest - 1 - (seated.length - 1 - known.size);
    if (again <= 0) continue;
    people.add(id);
    meetings += again;
  }
  return { people, pairsAtLeast: Math.ceil(meetings / 2) };
}

import type { Assembly, Seating, SeatingHistory } from '../seating/assembly.ts';
import { isFacilitator } from './rights.ts';
import type { Participant, WorkshopState } from './workshop-state.ts';

/** A running workshop as seating sees it. */
export function assemblyOf(state: WorkshopState): Assembly {
  const people = [...state.people.values()].filter(takesASeat);
  return {
    attendees: people.map(({ id, country, organisation, languages, needs, role }) => ({
      ...{ id, country, organisation, languages, role, isPresent: true },
      needsStepFree: needs.includes('step-free'),
    })),
    tables: [...state.tables.values()].map(({ number, capacity, languages }) => ({
      ...{ number, capacity, languages },
      // What a hall's tables are like is not known: none is worse than another.
      hasStepFree: true,
      fixed: people.filter((it) => it.table === number && staysAtTable(it)).map(({ id }) => id),
    })),
  };
}

/** Who steers, judges or looks on has no chair of their own. */
export const takesASeat = (who: Participant): boolean =>
  who.isAdmitted &&
  !who.hasLeft &&
  !isFacilitator(who) &&
  who.role !== 'observer' &&
  who.role !== 'juror' &&
  who.role !== 'mentor';

export const staysAtTable = ({ role }: Pick<Participant, 'role'>): boolean =>
  role === 'host' || role === 'scribe';

export const seatsNow = (state: WorkshopState): Seating =>
  new Map(
    [...state.people.values()].flatMap((it) => (it.table === null ? [] : [[it.id, it.table] as const])),
  );

/** Earlier rounds, as far as each person's way through the tables tells. */
export function roundsSoFar(state: WorkshopState): SeatingHistory {
  const people = [...state.people.values()];
  const count = Math.max(0, ...people.map(({ visited }) => visited.length));
  return Array.from(
    { length: count },
    (_, round) =>
      new Map(
        people.flatMap(({ id, visited }) => {
          const table = visited[round];
          return table === undefined ? [] : [[id, table] as const];
        }),
      ),
  );
}

/** Only who sits elsewhere now, as the command `seat` takes it. */
export const movesTo = (state: WorkshopState, seating: Seating): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    [...state.people.values()]
      .filter(takesASeat)
      .map(({ id, table }) => ({ id, table, next: seating.get(id) ?? null }))
      .filter(({ table, next }) => table !== next)
      .map(({ id, next }) => [id, next]),
  );

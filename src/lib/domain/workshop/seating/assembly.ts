import type { CountryCode, LanguageTag } from '../../partnership/organisation.ts';
import type { Format, SessionRole } from '../format.ts';

/**
 * seating: who sits at which table in which round, and why.
 * Invariant: a table never has more people than seats, whoever is fixed at a table sits there or nowhere, and the
 * same input with the same randomness gives the same seats. It leaves storing, rights and sentences to others.
 */
export type AttendeeId = string;

export interface Attendee {
  readonly id: AttendeeId;
  /** `null`: not said. Counts as no country. */
  readonly country: CountryCode | null;
  readonly organisation: string | null;
  /** Spoken or understood, best first; none said: nobody knows, so no rule is broken by it. */
  readonly languages: readonly LanguageTag[];
  readonly needsStepFree: boolean;
  readonly role: SessionRole;
  readonly isPresent: boolean;
}

export interface SeatingTable {
  readonly number: number;
  /** Chairs: never more people than these. */
  readonly capacity: number;
  /** Announced, one of them is spoken; none: whatever those who sit there share. */
  readonly languages: readonly LanguageTag[];
  readonly hasStepFree: boolean;
  /** Host, scribe: they stay through all rounds. */
  readonly fixed: readonly AttendeeId[];
}

export interface Assembly {
  readonly attendees: readonly Attendee[];
  readonly tables: readonly SeatingTable[];
}

export interface SeatingRules {
  /** People at one table, the fixed ones counted; `[0, 0]`: as many as there are chairs. */
  readonly perTable: readonly [min: number, max: number];
  readonly countriesMin: number;
  readonly sameOrganisationMax: number;
  /** One language that everybody at the table understands, or a language buddy for whom it leaves out. */
  readonly sharedLanguage: boolean;
  readonly neverTwiceAtTable: boolean;
}

/** Who sits at the table of which number. Who is not in it has no seat. */
export type Seating = ReadonlyMap<AttendeeId, number>;

/** Earlier rounds, the first one first. */
export type SeatingHistory = readonly Seating[];

const COUNTRIES_MIN = 3;
const SAME_ORGANISATION_MAX = 2;

/** What a format asks of its tables; unless it says so itself, three countries and two colleagues at most. */
export function seatingRulesOf({ group, stages }: Pick<Format, 'group' | 'stages'>): SeatingRules {
  const gate = stages.flatMap((stage) => stage.gate ?? []).find((each) => each.check === 'tables');
  return {
    perTable: gate?.check === 'tables' ? [gate.peopleMin, gate.peopleMax] : group.perTable,
    countriesMin: gate?.check === 'tables' ? gate.countriesMin : COUNTRIES_MIN,
    sameOrganisationMax: SAME_ORGANISATION_MAX,
    sharedLanguage: true,
    // Whoever chooses among tables round after round is to see different ones.
    neverTwiceAtTable: stages.some((stage) => stage.rotation === 'chooseCapped' && stage.loop !== undefined),
  };
}

/** Whoever understands French understands it from Belgium, too. */
export const languageOf = (tag: LanguageTag): string => tag.split('-', 1)[0]?.toLowerCase() ?? tag;

export const fixedSeats = (tables: readonly SeatingTable[]): Seating => {
  const seats = new Map<AttendeeId, number>();
  for (const table of tables) for (const id of table.fixed) if (!seats.has(id)) seats.set(id, table.number);
  return seats;
};

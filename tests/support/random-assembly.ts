/** People and tables for tests and benchmarks of seating. */
import type { Assembly, Attendee, SeatingTable } from '#lib/domain/workshop/seating/assembly.ts';
import type { SeededRandom } from './seeded-random.ts';

export const attendee = (id: string, more: Partial<Attendee> = {}): Attendee => ({
  id,
  country: null,
  organisation: null,
  languages: [],
  needsStepFree: false,
  role: 'participant',
  isPresent: true,
  ...more,
});

export const table = (number: number, capacity: number, more: Partial<SeatingTable> = {}): SeatingTable => ({
  number,
  capacity,
  languages: [],
  hasStepFree: false,
  fixed: [],
  ...more,
});

/** As at a European seminar: the country's language, often English, sometimes a third one. */
const homes = [
  { country: 'FR', languages: ['fr'], english: 0.4, share: 6 },
  { country: 'IT', languages: ['it'], english: 0.4, share: 4 },
  { country: 'BE', languages: ['fr', 'nl'], english: 0.6, share: 3 },
  { country: 'FI', languages: ['fi'], english: 0.9, share: 2 },
  { country: 'IE', languages: ['en'], english: 1, share: 2 },
  { country: 'DE', languages: ['de'], english: 0.7, share: 2 },
  { country: 'ES', languages: ['es'], english: 0.4, share: 1 },
  { country: 'PL', languages: ['pl'], english: 0.6, share: 1 },
] as const;

export interface AssemblyShape {
  readonly people: number;
  readonly tables: number;
  readonly capacity: number;
  /** Of the list above, the first ones. */
  readonly countries: number;
  readonly organisationsPerCountry: number;
  /** Hosts fixed at each table. */
  readonly hosts: number;
  /** Shares of all. */
  readonly stepFree: number;
  readonly unknown: number;
  /** Of tables that announce a language; it is one their host speaks. */
  readonly announced: number;
}

/** The load case of the format: 25 tables of 8, each with its host, five countries, three to ten people a structure. */
export const seminarShape: AssemblyShape = {
  people: 200,
  tables: 25,
  capacity: 8,
  countries: 5,
  organisationsPerCountry: 6,
  hosts: 1,
  stepFree: 0.03,
  unknown: 0.03,
  announced: 1,
};

export function randomShape(random: SeededRandom): AssemblyShape {
  const tables = 2 + random.int(24);
  const capacity = 5 + random.int(5);
  return {
    people: Math.max(4, Math.floor(tables * capacity * (0.5 + random.next() * 0.5))),
    tables,
    capacity,
    countries: 1 + random.int(homes.length),
    organisationsPerCountry: 1 + random.int(6),
    hosts: random.int(3),
    stepFree: random.next() * 0.1,
    unknown: random.chance(0.5) ? 0 : random.next() * 0.2,
    announced: random.pick([0, 0.5, 1]),
  };
}

export function randomAssembly(random: SeededRandom, shape: AssemblyShape): Assembly {
  const attendees = Array.from({ length: shape.people }, (_, index) => randomAttendee(random, shape, index));
  const hosts = attendees.filter((each) => each.languages.length > 0 && !each.needsStepFree);
  const tables = Array.from({ length: shape.tables }, (_, index): SeatingTable => {
    const fixed = hosts.splice(0, shape.hosts);
    const spoken = fixed[0]?.languages ?? [];
    return table(index + 1, shape.capacity, {
      languages: random.chance(shape.announced) ? spoken : [],
      hasStepFree: random.chance(0.6),
      fixed: fixed.map(({ id }) => id),
    });
  });
  return { attendees, tables };
}

function randomAttendee(random: SeededRandom, shape: AssemblyShape, index: number): Attendee {
  const within = homes.slice(0, shape.countries);
  const home = random.pick(within.flatMap((each) => Array.from({ length: each.share }, () => each)));
  const languages = new Set<string>(home.languages.slice(0, 1));
  if (home.languages[1] && random.chance(0.5)) languages.add(home.languages[1]);
  if (random.chance(home.english)) languages.add('en');
  if (random.chance(0.15)) languages.add(random.pick(homes).languages[0]);
  return attendee(`p${index}`, {
    country: random.chance(shape.unknown) ? null : home.country,
    organisation: random.chance(shape.unknown)
      ? null
      : `${home.country}-${random.int(shape.organisationsPerCountry)}`,
    languages: random.chance(shape.unknown) ? [] : [...languages],
    needsStepFree: random.chance(shape.stepFree),
  });
}

/** `people` who know nothing of each other but that they met: instances of the social golfer problem. */
export const golfers = (people: number, tables: number): Assembly => ({
  attendees: Array.from({ length: people }, (_, index) => attendee(`p${index}`)),
  tables: Array.from({ length: tables }, (_, index) => table(index + 1, people / tables)),
});

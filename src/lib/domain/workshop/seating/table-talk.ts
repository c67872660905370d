import { languageOf, type Attendee, type AttendeeId, type SeatingTable } from './assembly.ts';

/** Somebody who understands what is spoken, and shares a language with one who does not. */
export interface Buddy {
  readonly of: AttendeeId;
  readonly buddy: AttendeeId;
  /** In which they speak with each other. */
  readonly language: string;
}

export interface Talk {
  readonly language: string | null;
  readonly buddies: readonly Buddy[];
  /** Without a buddy. */
  readonly leftOut: readonly Attendee[];
}

/**
 * The language in which a table talks: of those announced, else of those anybody speaks, the one that leaves fewest
 * out and then needs fewest buddies. Whoever said nothing about languages is neither left out nor a buddy.
 */
export function talkAt(table: Pick<SeatingTable, 'languages'> | null, people: readonly Attendee[]): Talk {
  const known = people
    .filter((each) => each.languages.length > 0)
    .map((person) => ({ person, languages: person.languages.map(languageOf) }));
  const announced = (table?.languages ?? []).map(languageOf);
  const candidates = announced.length > 0 ? announced : known.flatMap(({ languages }) => languages);
  let best: Talk = { language: null, buddies: [], leftOut: [] };
  let bestRank = Infinity;
  for (const language of new Set(candidates)) {
    const within = known.filter(({ languages }) => languages.includes(language));
    const buddies: Buddy[] = [];
    const leftOut: Attendee[] = [];
    for (const { person, languages } of known) {
      if (languages.includes(language)) continue;
      const found = languages
        .map((shared) => ({ shared, by: within.find((each) => each.languages.includes(shared)) }))
        .find(({ by }) => by !== undefined);
      if (found?.by) buddies.push({ of: person.id, buddy: found.by.person.id, language: found.shared });
      else leftOut.push(person);
    }
    const rank = leftOut.length * (people.length + 1) + buddies.length;
    if (rank < bestRank) {
      best = { language, buddies, leftOut };
      bestRank = rank;
    }
  }
  return best;
}

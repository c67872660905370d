import type { PersonPresent } from '#lib/client/people.ts';

type Named = Pick<PersonPresent, 'id' | 'name' | 'isSelf'>;

export interface Comings {
  readonly came: readonly string[];
  readonly left: readonly string[];
}

/** Who came and who left between two moments, by name, without oneself. A reload in between is neither. */
export function comings(before: readonly Named[], now: readonly Named[]): Comings {
  const missingIn = (others: readonly Named[]) => (it: Named) =>
    !it.isSelf && !others.some(({ id }) => id === it.id);
  return {
    came: now.filter(missingIn(before)).map(({ name }) => name),
    left: before.filter(missingIn(now)).map(({ name }) => name),
  };
}

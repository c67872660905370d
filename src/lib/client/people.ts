/** Who is in the document now, from the presence states. One entry per person, however many windows. */
export interface PersonPresent {
  readonly id: string;
  readonly name: string;
  /** Six-digit hex. */
  readonly colour: string;
  readonly country: string | null;
  readonly isSelf: boolean;
}

type Self = Omit<PersonPresent, 'isSelf'>;

export function peoplePresent(
  states: ReadonlyMap<number, Readonly<Record<string, unknown>>>,
  ownClientId: number,
  self: Self,
): readonly PersonPresent[] {
  const others = new Map<string, PersonPresent>();
  for (const [clientId, state] of states) {
    if (clientId === ownClientId) continue;
    const person = readUser(state.user);
    if (person && person.id !== self.id) others.set(person.id, person);
  }
  return [{ ...self, isSelf: true }, ...[...others.values()].sort((a, b) => (a.id < b.id ? -1 : 1))];
}

/** The server writes `user`; still, what comes over a wire is looked at. */
function readUser(value: unknown): PersonPresent | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, color, country } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  const colour = typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#5a6266';
  return { id, name, colour, country: typeof country === 'string' ? country : null, isSelf: false };
}

/** What is measured: how many people in how many rooms, and how much each of them does. */
export interface Scenario {
  readonly name: string;
  readonly rooms: number;
  readonly peoplePerRoom: number;
  /** Of one person, in a second. */
  readonly editsPerSecond: number;
  readonly presencePerSecond: number;
}

export const scenarios: readonly Scenario[] = [
  { name: 'plenary', rooms: 1, peoplePerRoom: 200, editsPerSecond: 1, presencePerSecond: 2 },
  { name: 'edits-only', rooms: 1, peoplePerRoom: 200, editsPerSecond: 0.75, presencePerSecond: 0 },
  { name: 'breakouts', rooms: 25, peoplePerRoom: 8, editsPerSecond: 3, presencePerSecond: 5 },
];

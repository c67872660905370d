/** What people do: how many in how many rooms, and how much each of them does. */
import { scaled, type RowOptions } from './row-kind.ts';

export interface Scenario {
  readonly name: string;
  readonly rooms: number;
  readonly peoplePerRoom: number;
  /** Of one person, in a second. */
  readonly editsPerSecond: number;
  readonly presencePerSecond: number;
}

export const plenary: Scenario = {
  name: 'plenary',
  rooms: 1,
  peoplePerRoom: 200,
  editsPerSecond: 1,
  presencePerSecond: 2,
};

export const editsOnly: Scenario = {
  name: 'edits-only',
  rooms: 1,
  peoplePerRoom: 200,
  editsPerSecond: 0.75,
  presencePerSecond: 0,
};

export const breakouts: Scenario = {
  name: 'breakouts',
  rooms: 25,
  peoplePerRoom: 8,
  editsPerSecond: 3,
  presencePerSecond: 5,
};

/** A try-out has smaller plenaries and fewer tables. */
export const scaledScenario = (scenario: Scenario, options: RowOptions): Scenario =>
  scenario.rooms === 1
    ? { ...scenario, peoplePerRoom: scaled(scenario.peoplePerRoom, options) }
    : { ...scenario, rooms: scaled(scenario.rooms, options) };

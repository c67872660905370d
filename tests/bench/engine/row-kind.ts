/**
 * A row of the benchmark: measures every server it is given in one way, and says which of the goals were met.
 * It starts and ends its servers itself, one after the other, and leaves nothing behind.
 */
import type { Contender } from './contenders.ts';

export interface RowKind {
  /** For `--only`. */
  readonly name: string;
  run(contenders: readonly Contender[], options: RowOptions): Promise<RowResult>;
}

export interface RowOptions {
  /** How long a load is measured. */
  readonly windowMs: number;
  /** How often, where one run differs from the next. */
  readonly rounds: number;
  /** People, sockets and documents as a share of the table's: below 1 for a try-out. */
  readonly scale: number;
  /** Where CPU profiles of our server are left. */
  readonly profileFolder?: string;
  progress(line: string): void;
}

export interface RowResult {
  /** Markdown. */
  readonly table: string;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly goals: Goals;
}

export interface Goal {
  readonly value: number;
  readonly goal: string;
  readonly met: boolean;
}
export type Goals = Readonly<Record<string, Goal>>;

export const atMost = (value: number, max: number): Goal => ({
  value: rounded(value),
  goal: `≤ ${max}`,
  met: value <= max,
});
export const atLeast = (value: number, min: number): Goal => ({
  value: rounded(value),
  goal: `≥ ${min}`,
  met: value >= min,
});

/** Without those that could not be told because a server was left out. */
export const knownGoals = (goals: Goals): Goals =>
  Object.fromEntries(Object.entries(goals).filter(([, { value }]) => !Number.isNaN(value)));

const rounded = (value: number): number => Number(value.toPrecision(4));

export const scaled = (count: number, { scale }: RowOptions, least = 2): number =>
  Math.max(least, Math.round(count * scale));

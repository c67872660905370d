import type { PositionCount } from '#lib/domain/workshop/running/workshop-state.ts';

export interface CurvePoint {
  /** 0 to 1, from the first move to the last. */
  readonly x: number;
  readonly below: number;
  readonly above: number;
}

/** The two sides over time, as parts of the highest count. A line that nobody moved on is a point held to its end. */
export function curvePoints(curve: readonly PositionCount[]): readonly CurvePoint[] {
  const first = curve[0];
  const last = curve.at(-1);
  if (!first || !last) return [];
  const max = Math.max(1, ...curve.map(({ below, above }) => Math.max(below, above)));
  const spanMs = Math.max(1, last.atMs - first.atMs);
  const points = curve.map(({ atMs, below, above }) => ({
    x: (atMs - first.atMs) / spanMs,
    below: below / max,
    above: above / max,
  }));
  const [only] = points;
  return points.length === 1 && only ? [only, { ...only, x: 1 }] : points;
}

/** At most so many rows of the table beside it, the first and the last among them. */
export function thinned<T>(all: readonly T[], max: number): readonly T[] {
  if (all.length <= max) return all;
  return Array.from({ length: max }, (_, at) => all[Math.round((at * (all.length - 1)) / (max - 1))] as T);
}

/** Places on a line that a screen tells apart: a dot each, those that stand together above one another. */
const BINS = 25;

/** How many stand at each place of a line from 0 to 100. */
export function dotsOnLine(positions: readonly number[]): readonly number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  for (const position of positions) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((position / 100) * BINS)));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** Where a token may stand: on a line without a middle it goes on to the side it was moving to. */
export function standOn(value: number, before: number | null, isMiddleClosed: boolean): number {
  if (!isMiddleClosed || value !== 50) return value;
  return before !== null && before > 50 ? 49 : 51;
}

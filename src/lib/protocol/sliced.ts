/**
 * Work that may be long, in slices of a few milliseconds: it pauses after each, and whoever runs it
 * decides what comes in between. Short work is run at once and costs the same as a plain function.
 */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** Structs or deletions per slice: some 5 ms, and far more than an edit has. */
export const SLICE_LENGTH = 2_000;

export function atOnce<T>(work: Sliced<T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

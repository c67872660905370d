export interface SoakOptions {
  readonly size: 'small' | 'full';
  readonly seed: number;
  /** Instead of what the size says; only `sim` knows these. */
  readonly schedules?: number;
  readonly operations?: number;
  /** Ends after so long, whatever was reached: `sim`, `storm` and `leaks`. */
  readonly seconds?: number;
  /** Only this seed, with all that happens. */
  readonly replay?: boolean;
}

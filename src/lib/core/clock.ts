/** Time is handed in, so that the engine can be run under a simulated clock. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
  /** Runs once after a delay; the returned function cancels it. */
  after(delayMs: number, run: () => void): Cancel;
}

export type Cancel = () => void;

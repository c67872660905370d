/** What the server said of a form, and what had been typed into it. */
export interface Refused {
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly typed: Readonly<Record<string, string>>;
  /** Codes that were ticked. */
  readonly deliverables: readonly string[];
}

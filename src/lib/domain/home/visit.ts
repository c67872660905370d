/**
 * home/ works out what a member finds when they come: what needs them, what happened since, how far things are.
 * Invariant: pure; it is handed rows and the time, and keeps no state. It leaves words to the catalogues.
 */

/** When somebody was last in a partnership, and from when on things were new to them then. */
export interface Visit {
  /** `null`: their first visit. */
  readonly sinceMs: number | null;
  readonly seenAtMs: number;
}

/** A reload, or the way back from a text, is the same visit; a coffee break ends it. */
const ABSENCE_MS = 30 * 60_000;
/** Reading writes nothing more often than that. */
const WRITE_EVERY_MS = 60_000;

/** The visit that somebody is making now, from the one that is kept. */
export function visitNow(kept: Visit | null, nowMs: number): Visit {
  if (!kept) return { sinceMs: null, seenAtMs: nowMs };
  const returned = nowMs - kept.seenAtMs > ABSENCE_MS;
  return { sinceMs: returned ? kept.seenAtMs : kept.sinceMs, seenAtMs: nowMs };
}

export const isWorthKeeping = (kept: Visit | null, visit: Visit): boolean =>
  !kept || visit.sinceMs !== kept.sinceMs || visit.seenAtMs - kept.seenAtMs >= WRITE_EVERY_MS;

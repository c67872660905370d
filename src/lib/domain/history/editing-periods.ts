/**
 * A text's automatic versions: they are not kept but read from its log, in which nothing is lost.
 * A period is a stretch of writing without a longer pause; its end is a version one can look at.
 */
export interface LogEntry {
  readonly seq: number;
  readonly author: string;
  readonly atMs: number;
}

export interface EditingPeriod {
  /** The state before it is `firstSeq - 1`, the state after it `lastSeq`. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Who wrote in it, who wrote most often first. */
  readonly authors: readonly string[];
}

/** A coffee break ends a period; a day of writing is cut into pieces that one still overlooks. */
const PAUSE_MS = 30 * 60_000;
const PERIOD_MS_MAX = 2 * 3_600_000;

/** In the order of the log, oldest first. */
export function editingPeriods(entries: Iterable<LogEntry>): EditingPeriod[] {
  const periods: EditingPeriod[] = [];
  let open: { first: LogEntry; last: LogEntry; edits: Map<string, number> } | null = null;
  const close = (): void => {
    if (!open) return;
    const { first, last, edits } = open;
    periods.push({
      firstSeq: first.seq,
      lastSeq: last.seq,
      startedAtMs: first.atMs,
      endedAtMs: last.atMs,
      authors: [...edits].sort(([, a], [, b]) => b - a).map(([author]) => author),
    });
  };
  for (const entry of entries) {
    const goesOn =
      open && entry.atMs - open.last.atMs <= PAUSE_MS && entry.atMs - open.first.atMs <= PERIOD_MS_MAX;
    if (!open || !goesOn) {
      close();
      open = { first: entry, last: entry, edits: new Map() };
    }
    open.last = entry;
    open.edits.set(entry.author, (open.edits.get(entry.author) ?? 0) + 1);
  }
  close();
  return periods;
}

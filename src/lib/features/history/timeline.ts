import type { TextHistory, VersionView } from '#server/services/list-versions.ts';

/** A moment of a text that one can look at and put back. */
export interface Moment {
  readonly seq: number;
  /** The state with which it is compared: that before the period in which it was written. */
  readonly previousSeq: number;
  readonly atMs: number;
  /** Author ids. */
  readonly authors: readonly string[];
  /** What people called it; several may have named the same state. */
  readonly names: readonly VersionView[];
  /** Set where an earlier state was put back. */
  readonly restoration: VersionView | null;
  readonly isPresent: boolean;
}

/** Newest first: the present state, the end of each stretch of writing, and what was named or put back. */
export function timelineOf({ head, periods, versions }: TextHistory): Moment[] {
  const bySeq = new Map<number, VersionView[]>();
  for (const version of versions) bySeq.set(version.seq, [...(bySeq.get(version.seq) ?? []), version]);
  const ends = new Map(periods.map((period) => [period.lastSeq, period]));
  const seqs = [...new Set([...ends.keys(), ...bySeq.keys()])].sort((a, b) => b - a);
  return seqs.map((seq, at): Moment => {
    const own = bySeq.get(seq) ?? [];
    const period = ends.get(seq) ?? periods.find((it) => it.firstSeq <= seq && seq <= it.lastSeq);
    // A restoration stands for itself: only what it put back is compared with what was there.
    const restoration = own.find(({ kind }) => kind === 'restored') ?? null;
    const earlier = seqs[at + 1] ?? 0;
    const previousSeq = restoration ? seq - 1 : Math.max(earlier, (period?.firstSeq ?? 1) - 1);
    return {
      seq,
      previousSeq: Math.min(previousSeq, Math.max(0, seq - 1)),
      atMs: own[0]?.atMs ?? period?.endedAtMs ?? 0,
      authors: restoration?.personId ? [restoration.personId] : (period?.authors ?? []),
      names: own.filter(({ kind }) => kind === 'named'),
      restoration,
      isPresent: seq === head,
    };
  });
}

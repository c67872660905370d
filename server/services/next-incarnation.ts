import type { DocumentHead } from '#server/ports/maintenance-store.ts';

/**
 * The incarnation of everything that is restored now (E17): above each one that a client may have been
 * given since the backup was made. Those that this folder knows are counted; those of a host that is gone
 * cannot be, so it is at least the time in seconds since 2020, which every restore before this one was at
 * most. A document's first life is 1.
 */
export function nextIncarnation(known: readonly Pick<DocumentHead, 'incarnation'>[], nowMs: number): number {
  const seconds = Math.floor((nowMs - Date.UTC(2020, 0, 1)) / 1_000);
  return known.reduce((highest, { incarnation }) => Math.max(highest, incarnation + 1), Math.max(2, seconds));
}

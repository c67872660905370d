import type { DocumentId } from '#lib/core/ids.ts';
import { editingPeriods, type EditingPeriod, type LogEntry } from '#lib/domain/history/editing-periods.ts';
import type { DocStore } from '#server/ports/doc-store.ts';

/** Texts whose periods are remembered; a list is some KB. */
const REMEMBERED_MAX = 200;

/**
 * The editing periods of a text, oldest first. A log only grows, so what was read once is remembered and
 * only the last period, which may still go on, is read again.
 */
export function createTextPeriods(docs: DocStore) {
  const remembered = new Map<string, { readonly incarnation: number; readonly periods: EditingPeriod[] }>();
  return async (documentId: DocumentId): Promise<readonly EditingPeriod[]> => {
    const meta = await docs.head(documentId);
    if (!meta) return [];
    const known = remembered.get(documentId);
    const closed = known?.incarnation === meta.incarnation ? known.periods.slice(0, -1) : [];
    const entries: LogEntry[] = [];
    const range = { fromSeq: (closed.at(-1)?.lastSeq ?? 0) + 1, toSeq: meta.head };
    for await (const page of docs.history(documentId, range))
      for (const { seq, author, atMs } of page) entries.push({ seq, author, atMs });
    const periods = [...closed, ...editingPeriods(entries)];
    remembered.delete(documentId);
    remembered.set(documentId, { incarnation: meta.incarnation, periods });
    if (remembered.size > REMEMBERED_MAX) {
      const [oldest] = remembered.keys();
      if (oldest !== undefined) remembered.delete(oldest);
    }
    return periods;
  };
}

export type TextPeriods = ReturnType<typeof createTextPeriods>;

/**
 * Which texts a person opened on this device, the last one first: their addresses alone, so that nothing of a
 * text stays here that they may no longer read. Without a storage there are none.
 */
const KEY = 'tandem.recent';
/** More than anybody recalls. */
const KEPT_MAX = 20;

interface Kept {
  readonly personId: string;
  readonly ids: readonly string[];
}

export function recentDocuments(personId: string): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Kept> | null;
    return kept?.personId === personId && Array.isArray(kept.ids) ? kept.ids.map(String) : [];
  } catch {
    return [];
  }
}

export function noteDocument(personId: string, documentId: string): void {
  const others = recentDocuments(personId).filter((it) => it !== documentId);
  const kept: Kept = { personId, ids: [documentId, ...others].slice(0, KEPT_MAX) };
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // As above.
  }
}

export function forgetRecent(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

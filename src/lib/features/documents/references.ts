import type { LinkTarget, NamedPerson, References, TargetOutline } from '#lib/editor/links/references.ts';

interface Place {
  readonly documentId: string;
  readonly partnershipId: string;
  stateName(state: string): string;
}

/** What the open text can refer to, asked of the API with the reader's own rights, each list once. */
export function referencesFor({ documentId, partnershipId, stateName }: Place): References {
  let documents: Promise<readonly LinkTarget[]> | undefined;
  let people: Promise<readonly NamedPerson[]> | undefined;
  return {
    documentId,
    stateName,
    documents: () => (documents ??= list<LinkTarget>(`partnerships/${partnershipId}/documents`)),
    people: () => (people ??= list<NamedPerson>(`documents/${documentId}/people`)),
    outline: async (id, blockId) => {
      const query = blockId === null ? '' : `?block=${encodeURIComponent(blockId)}`;
      const response = await fetch(`/api/v1/documents/${encodeURIComponent(id)}/outline${query}`);
      if (response.ok) return (await response.json()) as TargetOutline;
      // Not there, or not for this reader: both are a place that cannot be reached.
      if (response.status === 403 || response.status === 404) return null;
      throw new Error(`outline: ${response.status}`);
    },
  };
}

async function list<Item>(path: string): Promise<readonly Item[]> {
  const response = await fetch(`/api/v1/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return ((await response.json()) as { items: readonly Item[] }).items;
}

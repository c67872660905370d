import { askApi } from '#lib/client/api.ts';
import type { LinkTarget, NamedPerson, References, TargetOutline } from '#lib/editor/links/references.ts';

interface Place {
  readonly documentId: string;
  readonly partnershipId: string;
  stateName(state: string): string;
}

/** What the open text can refer to, asked of the API with the reader's own rights, each list once. */
export function referencesFor({ documentId, partnershipId, stateName }: Place): References {
  const documents = once(() => list<LinkTarget>(`/partnerships/${partnershipId}/documents`));
  const people = once(() => list<NamedPerson>(`/documents/${documentId}/people`));
  return {
    documentId,
    stateName,
    documents,
    people,
    outline: async (id, blockId) => {
      const query = blockId === null ? '' : `?block=${encodeURIComponent(blockId)}`;
      const asked = await askApi<TargetOutline>(
        'GET',
        `/documents/${encodeURIComponent(id)}/outline${query}`,
      );
      if (asked.ok) return asked.value;
      // Not there, or not for this reader: both are a place that cannot be reached.
      if (asked.problem.code === 'document-unknown' || asked.problem.code === 'not-allowed') return null;
      throw new Error(`outline: ${asked.problem.code}`);
    },
  };
}

/** What was answered is kept; what failed, without a connection say, is asked for again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((cause: unknown) => {
      asked = undefined;
      throw cause;
    });
    return asked;
  };
}

async function list<Item>(path: string): Promise<readonly Item[]> {
  const asked = await askApi<{ items: readonly Item[] }>('GET', path);
  if (!asked.ok) throw new Error(`${path}: ${asked.problem.code}`);
  return asked.value.items;
}

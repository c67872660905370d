import { assert } from '#lib/core/assert.ts';
import type { Clock } from '#lib/core/clock.ts';
import { checkContent, contentToUpdate, type ContentNode } from '#lib/schema/text/convert.ts';
import { contentHash } from '#lib/schema/text/hash.ts';
import { EXAMPLE_ID, exampleRows, exampleTexts } from '#server/example/example-partnership.ts';
import { readExample } from '#server/example/read-example.ts';
import { SERVER_AUTHOR, type DocStore } from '#server/ports/doc-store.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';

export { EXAMPLE_ID };

export interface LoadExampleDependencies {
  readonly partnerships: PartnershipStore;
  readonly docs: DocStore;
  readonly clock: Clock;
}

export interface LoadedExample {
  /** False: it was there already. */
  readonly loaded: boolean;
  /** How many texts were written now. */
  readonly documents: number;
}

/**
 * Loads the example partnership. Twice changes nothing: rows that exist are left as they are, and a text
 * gets its content only while its log is empty, so what people have written since stays.
 * Throws when the storage refuses; what was loaded by then is completed by the next call.
 */
export async function loadExample({
  partnerships,
  docs,
  clock,
}: LoadExampleDependencies): Promise<LoadedExample> {
  const example = readExample();
  const nowMs = clock.nowMs();
  const { activities, concepts, ...rows } = exampleRows(example, nowMs);
  // People may remove these two: they come with the partnership and not again.
  const isNew = (await partnerships.partnership(EXAMPLE_ID)) === null;
  await partnerships.insert(isNew ? { ...rows, activities, concepts } : rows);

  let documents = 0;
  for (const { documentId, build } of exampleTexts(example))
    if (await writeText(docs, documentId, build, nowMs)) documents++;
  return { loaded: documents > 0, documents };
}

async function writeText(
  docs: DocStore,
  documentId: string,
  build: () => ContentNode,
  nowMs: number,
): Promise<boolean> {
  const meta = await docs.head(documentId);
  assert(meta, `the example has no document ${documentId}`);
  if (meta.head > 0) return false;

  const content = checkContent(build());
  assert(content.ok, `the example’s ${documentId} does not fit the schema`);
  const clientId = clientIdOf(contentHash(content.value));
  const [outcome] = await docs.commit([
    {
      documentId,
      expectedHead: 0,
      expectedPolicyEpoch: meta.policyEpoch,
      updates: [{ bytes: contentToUpdate(content.value, clientId), author: SERVER_AUTHOR, atMs: nowMs }],
      newClients: [{ clientId, author: SERVER_AUTHOR }],
    },
  ]);
  // `moved`: another process is loading it at this moment.
  if (outcome?.kind === 'failed') throw new Error(`the example cannot be stored: ${outcome.detail}`);
  return outcome?.kind === 'committed';
}

/**
 * The same text gets the same bytes on every machine; another text gets another client id, because one id
 * with two histories would let copies differ unseen.
 */
function clientIdOf(hash: string): number {
  let id = 0;
  for (const character of hash) id = (Math.imul(id, 31) + character.charCodeAt(0)) >>> 0;
  return id;
}

/** Removes the example with everything in it, role accounts included. */
export const wipeExample = ({ partnerships }: Pick<LoadExampleDependencies, 'partnerships'>): Promise<void> =>
  partnerships.remove(EXAMPLE_ID);

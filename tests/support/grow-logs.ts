import { join } from 'node:path';
import * as Y from 'yjs';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';
import { sqlDocStore } from '#server/adapters/sql/doc-store.ts';
import { openMigrated } from '../contracts/sqlite-stores.ts';
import type { SeededRandom } from './seeded-random.ts';

const UPDATES = 2_300;

/** While no server runs: writes as many small updates to each log as an hour of typing does. */
export async function growLogs(
  dataDir: string,
  documentIds: readonly string[],
  random: SeededRandom,
  count = UPDATES,
): Promise<void> {
  const sqlite = await openMigrated(join(dataDir, 'tandem.db'));
  const docs = sqlDocStore(sqlite.db, sqlite.groupCommit);
  for (const documentId of documentIds) {
    const meta = await docs.head(documentId);
    if (!meta) throw new Error(`there is no document ${documentId}`);
    const clientId = random.int(0xffff_ffff);
    const updates = typing(clientId, count).map((bytes) => ({
      bytes,
      author: SERVER_AUTHOR,
      atMs: meta.changedAtMs,
    }));
    const newClients = [{ clientId, author: SERVER_AUTHOR }];
    const room = {
      documentId,
      expectedHead: meta.head,
      expectedPolicyEpoch: meta.policyEpoch,
      updates,
      newClients,
    };
    const [outcome] = await docs.commit([room]);
    if (outcome?.kind !== 'committed') throw new Error(`not written: ${JSON.stringify(outcome)}`);
  }
  await sqlite.close();
}

/** A paragraph in which somebody types and takes back, an update for each key. */
export function typing(clientId: number, count: number): readonly Uint8Array[] {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  paragraph.setAttribute('id', `typed-${clientId}`);
  doc.getXmlFragment('body').insert(0, [paragraph]);
  while (updates.length < count) {
    if (updates.length % 7 === 0 && text.length > 0) text.delete(text.length - 1, 1);
    else text.insert(text.length, 'abcdefghij '[updates.length % 11] ?? ' ');
  }
  return updates;
}

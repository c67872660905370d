import { writeSync } from 'node:fs';
import { openSqliteStores } from '../sqlite-stores.ts';
import { exampleRows } from '../example-rows.ts';
import { documentIds, payload } from './payload.ts';

/**
 * A process to be killed: opens the data folder named by its argument, commits to several documents without
 * pause, packs their older rows, and writes a line for each commit that was acknowledged.
 */
const stores = await openSqliteStores(process.argv[2]);
await stores.partnerships.insert(exampleRows('p'));
const heads = new Map<string, number>();
for (const id of documentIds) heads.set(id, (await stores.docs.head(id))?.head ?? 0);

let packing: Promise<void> | null = null;
async function pack(documentId: string): Promise<void> {
  const nothing = new Uint8Array();
  const seq = heads.get(documentId) ?? 0;
  await stores.docs.saveSnapshot(documentId, { seq, bytes: nothing, stateVector: nothing, deletes: nothing });
  while ((await stores.docs.pack(documentId, 1)) > 0);
}

for (let round = 0; ; round++) {
  // Ordinary rows are written between and beside the group commits, as they are in the server.
  const session = {
    idHash: `${process.pid}-${round}`,
    personId: 'p-lead',
    createdAtMs: round,
    device: '',
    seenAtMs: 1,
    expiresAtMs: round,
  };
  const creating = stores.accounts.createSession(session);
  const rooms = documentIds.map((documentId, index) => {
    const expectedHead = heads.get(documentId) ?? 0;
    const updates = Array.from({ length: 1 + ((round + index) % 3) }, (_, offset) => ({
      bytes: payload(documentId, expectedHead + 1 + offset),
      author: 'p-lead',
      atMs: round,
    }));
    return { documentId, expectedHead, expectedPolicyEpoch: 0, updates, newClients: [] };
  });
  const outcomes = await stores.docs.commit(rooms);
  for (const [index, documentId] of documentIds.entries()) {
    const outcome = outcomes[index];
    if (outcome?.kind !== 'committed') throw new Error(JSON.stringify(outcome));
    heads.set(documentId, outcome.head);
    writeSync(1, `${documentId} ${outcome.head}\n`);
  }
  await creating;
  // Between and during commits the older rows are packed, without pause too.
  packing ??= pack(documentIds[round % documentIds.length] ?? documentIds[0]).then(() => {
    packing = null;
  });
}

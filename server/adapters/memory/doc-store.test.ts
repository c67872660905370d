import { expect, test } from 'vitest';
import { docStoreContract } from '../../../tests/contracts/doc-store.ts';
import { memoryDocStore } from './doc-store.ts';

docStoreContract('memory', async () => {
  const store = memoryDocStore();
  return {
    store,
    addDocument: async (id) => store.add({ id }),
    changeDocument: async (id, patch) => store.change(id, patch),
    damage: async (id, seq, bytes) => store.rows(id)[seq - 1]?.bytes.set(bytes),
    close: async () => {},
  };
});

test('told to fail, it writes nothing; told to work again, it does', async () => {
  const store = memoryDocStore();
  store.add({ id: 'doc' });
  const room = {
    documentId: 'doc',
    expectedHead: 0,
    expectedPolicyEpoch: 0,
    updates: [{ bytes: Uint8Array.of(1), author: 'alice', atMs: 1 }],
    newClients: [],
  };
  store.failWith('full');
  expect(await store.commit([room])).toMatchObject([{ kind: 'failed', reason: 'full' }]);
  expect(await store.head('doc')).toMatchObject({ head: 0 });
  store.failWith(null);
  expect(await store.commit([room])).toEqual([{ kind: 'committed', head: 1 }]);
});

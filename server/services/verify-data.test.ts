import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqlMaintenanceStore } from '#server/adapters/sql/maintenance-store.ts';
import { diskBlobStore } from '#server/adapters/disk/blob-store.ts';
import { condense, EMPTY_UPDATE } from '#lib/protocol/whole-text.ts';
import { ok } from '#lib/core/result.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { exampleFile, examplePublication } from '../../tests/contracts/publication-store.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { typing } from '../../tests/support/grow-logs.ts';
import { createFrozenFileKeeper, frozenBlob } from './keep-frozen-file.ts';
import { verifyData, type VerifyDeps } from './verify-data.ts';

const DOCUMENT = 'p-doc-call-fr';
let stores: SqliteStores;
let deps: VerifyDeps;
const updates = typing(7, 400);

beforeEach(async () => {
  stores = await openSqliteStores();
  const { db, docs, sqlite, partnerships, folder } = stores;
  deps = { docs, maintenance: sqlMaintenanceStore(db, sqlite), blobs: diskBlobStore(`${folder}/blobs`) };
  await partnerships.insert(exampleRows('p'));
  const rows = updates.map((bytes) => ({ bytes, author: 'p-lead', atMs: 5 }));
  await docs.commit([
    { documentId: DOCUMENT, expectedHead: 0, expectedPolicyEpoch: 0, updates: rows, newClients: [] },
  ]);
  await docs.saveSnapshot(DOCUMENT, { seq: 300, ...condense(updates.slice(0, 300)) });
  await docs.pack(DOCUMENT, 1);
});
afterEach(() => stores.close());

const findings = async () => (await verifyData(deps)).findings;

test('a log in segments and rows, with its snapshot, fits', async () => {
  expect(await verifyData(deps)).toMatchObject({ updates: 400, findings: [] });
});

test('a segment that was changed is found, and so is one that was taken away', async () => {
  const { db } = stores;
  const segment = await db.selectFrom('doc_segment').selectAll().executeTakeFirstOrThrow();
  const bytes = segment.bytes.slice();
  bytes[bytes.length - 20]! ^= 1;
  await db.updateTable('doc_segment').set({ bytes }).execute();
  expect(await findings()).toEqual([`document ${DOCUMENT}: the log does not fit from update 1 on`]);
  await db.deleteFrom('doc_segment').execute();
  expect(await findings()).toEqual([`document ${DOCUMENT}: the log does not fit from update 1 on`]);
});

test('a snapshot that says something else than the log is found', async () => {
  await stores.db
    .updateTable('doc_snapshot')
    .set({ bytes: condense(updates.slice(0, 299)).bytes })
    .execute();
  expect(await findings()).toEqual([`document ${DOCUMENT}: its snapshot of update 300 differs from the log`]);
  await stores.db
    .updateTable('doc_snapshot')
    .set({ bytes: Uint8Array.of(9, 9, 9) })
    .execute();
  expect(await findings()).toHaveLength(1);
});

test('a snapshot that tells another state or other deletions than its text has is found', async () => {
  const right = condense(updates.slice(0, 300));
  const other = condense(updates.slice(0, 299));
  const all = condense(updates);
  expect(right.deletes).not.toEqual(EMPTY_UPDATE);
  const found = [`document ${DOCUMENT}: its snapshot of update 300 differs from the log`];
  const keep = (wrong: { state_vector?: Uint8Array; deletes?: Uint8Array }) =>
    stores.db
      .updateTable('doc_snapshot')
      .set({ state_vector: right.stateVector, deletes: right.deletes, ...wrong })
      .execute();
  for (const { stateVector } of [other, all]) {
    await keep({ state_vector: stateVector });
    expect(await findings()).toEqual(found);
  }
  for (const deletes of [EMPTY_UPDATE, all.deletes, right.bytes]) {
    await keep({ deletes });
    expect(await findings()).toEqual(found);
  }
  await keep({});
  expect(await findings()).toEqual([]);
});

test('a picture whose file is missing or was changed is found', async () => {
  const picture = Uint8Array.of(1, 2, 3);
  const sha256 = createHash('sha256').update(picture).digest('hex');
  const { works } = exampleRows('p');
  await stores.uploads.create({
    ...{ id: 'pic', workId: works![0]!.id, sha256, mime: 'image/png', sizeBytes: 3, width: 1, height: 1 },
    ...{ personId: null, createdAtMs: 1 },
  });
  const name = `picture-${sha256}.png`;
  expect(await findings()).toEqual([`picture pic: its file ${name} is missing`]);
  await deps.blobs.put(name, Uint8Array.of(1, 2, 4));
  expect(await findings()).toEqual([`picture pic: its file ${name} was changed`]);
  await deps.blobs.put(name, picture);
  expect(await verifyData(deps)).toMatchObject({ pictures: 1, findings: [], files: [{ name, sha256 }] });
});

test('a new life raises every document’s incarnation and ends what would be valid a second time', async () => {
  const times = { createdAtMs: 1, expiresAtMs: 2 };
  await stores.accounts.createSession({ idHash: 'hash', personId: 'p-lead', ...times } as never);
  await deps.maintenance.startNewLife(77);
  expect((await deps.maintenance.heads()).every(({ incarnation }) => incarnation === 77)).toBe(true);
  expect(await stores.db.selectFrom('web_session').selectAll().execute()).toEqual([]);
});

test('a published file belongs to what is kept, and is missed when it was changed or taken away', async () => {
  const bytes = new TextEncoder().encode('What was published.');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = exampleFile({ sha256, sizeBytes: bytes.byteLength });
  const { publications } = stores;
  await publications.add('p', () => ok(examplePublication('p')));
  await createFrozenFileKeeper({ publications, blobs: deps.blobs }).keep('p-publication', file, bytes);
  expect(await verifyData(deps)).toMatchObject({
    published: 1,
    findings: [],
    files: [{ name: frozenBlob(file), sizeBytes: bytes.byteLength, sha256 }],
  });
  await deps.blobs.put(frozenBlob(file), bytes.slice(1));
  expect(await findings()).toEqual([
    expect.stringContaining(`${file.name} (${frozenBlob(file)}) was changed`),
  ]);
  await deps.blobs.remove(frozenBlob(file));
  expect(await findings()).toEqual([expect.stringContaining('is missing')]);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Clock } from '#lib/core/clock.ts';
import { isEvidenceKind } from '#lib/domain/deliverable/work.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { Knowledge } from '#lib/protocol/knowledge.ts';
import { validateUpdate } from '#lib/protocol/validate-update.ts';
import { contentOf, type ContentNode } from '#lib/schema/text/convert.ts';
import { contentHash } from '#lib/schema/text/hash.ts';
import { migrate } from '#server/adapters/sql/migrate.ts';
import { sqlAccountStore } from '#server/adapters/sql/account-store.ts';
import { sqlDocStore } from '#server/adapters/sql/doc-store.ts';
import { sqlPartnershipStore } from '#server/adapters/sql/partnership-store.ts';
import type { Database } from '#server/adapters/sql/schema.ts';
import { openSqlite, type Sqlite } from '#server/adapters/sqlite/open-sqlite.ts';
import { blocksOf, idOf } from '#server/example/align.ts';
import { exampleContent, exampleWorkIds } from '#server/example/example-partnership.ts';
import { EXAMPLE_LANGUAGES, readExample } from '#server/example/read-example.ts';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';
import { EXAMPLE_ID, loadExample, wipeExample } from './load-example.ts';

let nowMs = 1_000;
const clock: Clock = { nowMs: () => nowMs, after: () => () => undefined };
let sqlite: Sqlite<Database>;
let stores: ReturnType<typeof storesOn>;

const storesOn = ({ db, groupCommit }: Sqlite<Database>) => ({
  partnerships: sqlPartnershipStore(db),
  accounts: sqlAccountStore(db),
  docs: sqlDocStore(db, groupCommit),
  clock,
});

beforeEach(async () => {
  const opened = await openSqlite<Database>({ file: ':memory:' });
  if (!opened.ok) throw new Error(opened.problem.detail);
  sqlite = opened.value;
  const migrated = await migrate(sqlite.db);
  if (!migrated.ok) throw new Error(migrated.problem.detail);
  stores = storesOn(sqlite);
});
afterEach(() => sqlite.close());

/** Every row of every table, to compare before and after. */
async function everything(): Promise<Record<string, unknown[]>> {
  const tables = await sqlite.db.introspection.getTables();
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables)
    rows[name] = await sqlite.db
      .selectFrom(name as keyof Database)
      .selectAll()
      .execute();
  return rows;
}

const readBack = async (documentId: string) => {
  const doc = new Y.Doc();
  const { snapshot, updates } = await stores.docs.read(documentId, 0);
  for (const bytes of [...(snapshot ? [snapshot.bytes] : []), ...updates.map((it) => it.bytes)])
    Y.applyUpdate(doc, bytes);
  return doc;
};

test('loads the partnership, its accounts and the texts, written by the server', async () => {
  expect(await loadExample(stores)).toEqual({ loaded: true, documents: 38 });

  expect(await stores.partnerships.partnership(EXAMPLE_ID)).toMatchObject({
    example: true,
    facts: { action: 'KA204' },
  });
  expect(await stores.partnerships.organisations(EXAMPLE_ID)).toHaveLength(10);
  expect(await stores.partnerships.members(EXAMPLE_ID)).toHaveLength(15);
  const all = await stores.partnerships.works(EXAMPLE_ID);
  const works = all.filter(({ work }) => !isEvidenceKind(work.kind));
  expect(all).toHaveLength(works.length + 16);
  expect(works.map((it) => [it.work.id, it.documents.map((document) => document.id)])).toEqual([
    ['d1', ['d1-fr', 'd1-en']],
    ['d2', ['d2-fr', 'd2-en']],
    ['d3', ['d3-fr', 'd3-en']],
    ['call', ['call-fr', 'call-en']],
  ]);
  expect((await stores.accounts.peopleWithRole('coordinator', EXAMPLE_ID)).map((it) => it.id)).toEqual([
    'coord-isere',
  ]);

  const { updates } = await stores.docs.read('call-fr', 0);
  expect(updates.map(({ seq, author }) => [seq, author])).toEqual([[1, SERVER_AUTHOR]]);
  expect([...(await stores.docs.clients('call-fr')).values()]).toEqual([SERVER_AUTHOR]);
  expect(await stores.docs.verify('call-fr')).toBeNull();
});

test('what is read back is what was written, block by block and mark by mark', async () => {
  await loadExample(stores);
  const example = readExample();
  for (const work of exampleWorkIds) {
    for (const language of EXAMPLE_LANGUAGES) {
      const blocks = (content: ContentNode) =>
        blocksOf(content).map((block) => [
          idOf(block),
          block.attrs?.of,
          block.attrs?.ofHash ?? null,
          contentHash(block),
        ]);
      const read = blocks(contentOf(await readBack(`${work}-${language}`)));
      expect(read).toEqual(
        blocks(exampleContent(example, work, language)).map(([id, of, ...rest]) => [
          id,
          of ?? undefined,
          ...rest,
        ]),
      );
    }
  }
});

test('[E3] what is loaded is what a person’s editor might have sent', async () => {
  await loadExample(stores);
  for (const work of exampleWorkIds) {
    const [update] = (await stores.docs.read(`${work}-en`, 0)).updates;
    const context = { author: SERVER_AUTHOR, schema: 1, rules: textDocumentRules };
    const verdict = validateUpdate(new Knowledge(), update?.bytes ?? new Uint8Array(), context);
    expect(verdict).toMatchObject({ kind: 'accepted', schema: 1 });
  }
});

test('loading twice changes nothing, and leaves what somebody has written since', async () => {
  await loadExample(stores);
  const doc = await readBack('call-fr');
  const before = Y.encodeStateVector(doc);
  doc.getXmlFragment('body').delete(0, 1);
  await stores.docs.commit([
    {
      documentId: 'call-fr',
      expectedHead: 1,
      expectedPolicyEpoch: 0,
      updates: [{ bytes: Y.encodeStateAsUpdate(doc, before), author: 'editor-isere', atMs: nowMs }],
      newClients: [],
    },
  ]);
  const loaded = await everything();
  nowMs += 86_400_000;
  expect(await loadExample(stores)).toEqual({ loaded: false, documents: 0 });
  expect(await everything()).toEqual(loaded);
});

test('a load that was cut short is completed by the next', async () => {
  const fewer: typeof stores.docs = {
    ...stores.docs,
    commit: async (rooms) =>
      rooms[0]?.documentId === 'd1-en'
        ? [{ kind: 'failed', reason: 'full', detail: 'no space' }]
        : stores.docs.commit(rooms),
  };
  await expect(loadExample({ ...stores, docs: fewer })).rejects.toThrow('no space');
  expect(await loadExample(stores)).toEqual({ loaded: true, documents: 35 });
});

test('the same example is the same bytes on every machine', async () => {
  await loadExample(stores);
  const first = await stores.docs.read('d2-fr', 0);
  await wipeExample(stores);
  await loadExample(stores);
  expect((await stores.docs.read('d2-fr', 0)).updates.map((it) => it.bytes)).toEqual(
    first.updates.map((it) => it.bytes),
  );
});

test('wiping leaves nothing', async () => {
  const empty = await everything();
  await loadExample(stores);
  expect(await everything()).not.toEqual(empty);
  await wipeExample(stores);
  expect(await everything()).toEqual(empty);
});

test('a word or an activity of the example that people removed does not come back', async () => {
  await loadExample(stores);
  expect((await everything())['concept']).toHaveLength(25);
  await sqlite.db.deleteFrom('concept').where('code', '=', 'C25').execute();
  await sqlite.db.deleteFrom('activity').where('id', '=', 'seminar-2').execute();
  await loadExample(stores);
  const rows = await everything();
  expect([rows['concept']?.length, rows['activity']?.length]).toEqual([24, 2]);
});

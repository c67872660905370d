import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import { problem } from '#lib/core/result.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import { contentOf } from '#lib/schema/text/convert.ts';
import { plainText, sectionsOf } from '#lib/schema/text/sections.ts';
import { directTextWork } from '#server/adapters/memory/text-work.ts';
import { systemClock } from '#server/adapters/system/clock.ts';
import { systemRandom } from '#server/adapters/system/random.ts';
import { createEngine, type Engine } from '#server/engine/engine.ts';
import type { Log } from '#server/ports/log.ts';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { createDocument, type CreateDocumentInput } from './create-document.ts';
import { findPartnership } from './find-partnership.ts';

let stores: Awaited<ReturnType<typeof openSqliteStores>>;
let engine: Engine;

beforeEach(async () => {
  stores = await openSqliteStores();
  await stores.partnerships.insert(exampleRows('p'));
  const silent = () => undefined;
  engine = createEngine({
    store: stores.docs,
    clock: systemClock,
    random: systemRandom,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    metrics: { count: silent, observe: silent, set: silent },
    rules: textDocumentRules,
    text: directTextWork(),
  });
});
afterEach(async () => {
  await engine.shutdown();
  await stores.close();
});

const who = (...grants: Grant[]): Principal => ({
  personId: 'p-editor',
  operator: false,
  memberships: [{ partnershipId: 'p', organisationId: 'p-org-fr', country: 'FR', grants }],
});
const editor = who({ role: 'editor', scope: { kind: 'all' } });

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const create = (
  by: Principal,
  input: CreateDocumentInput,
  edit: Engine['edit'] = (id, change) => engine.edit(id, change),
) =>
  createDocument({
    partnerships: stores.partnerships,
    findPartnership: findPartnership(stores),
    edit,
    clock: systemClock,
    random: systemRandom,
    log: silent,
  })(by, 'p', input);

async function written(documentId: string) {
  const doc = new Y.Doc();
  const { updates } = await stores.docs.read(documentId, 0);
  for (const { bytes } of updates) Y.applyUpdate(doc, bytes);
  return { content: contentOf(doc), authors: updates.map(({ author }) => author) };
}

test('a sheet of evidence begins with the headings of its kind in its language, written by the server', async () => {
  const created = await create(editor, { title: 'Un jour à Turku', kind: 'observation', language: 'fr' });
  if (!created.ok) throw new Error(created.problem.code);
  const { content, authors } = await written(created.value.documentId);
  expect(authors).toEqual([SERVER_AUTHOR]);
  expect(sectionsOf(content).map(({ id }) => id)).toContain('surprise');
  expect((content.content ?? []).map(plainText)).toContain('Ce qui m’a surpris');
  const entry = await stores.partnerships.workOfDocument(created.value.documentId);
  expect(entry?.work).toMatchObject({
    kind: 'observation',
    type: 'prose',
    deliverableId: null,
    ownerOrganisationId: 'p-org-fr',
    state: 'draft',
  });
  expect(await stores.docs.verify(created.value.documentId)).toBeNull();
});

test('any other text begins empty, and what is no kind is named', async () => {
  const created = await create(editor, { title: 'Minutes', kind: 'free', language: 'en' });
  if (!created.ok) throw new Error(created.problem.code);
  expect((await written(created.value.documentId)).authors).toEqual([]);
  expect(await create(editor, { title: 'X', kind: 'rumour', language: 'en' })).toMatchObject({
    problem: { code: 'input-invalid', fields: { kind: 'unknown' } },
  });
});

test('a sheet whose headings could not be written is there all the same, empty', async () => {
  const failing = () => Promise.resolve(problem('storage-failed'));
  const created = await create(editor, { title: 'A trend', kind: 'trend', language: 'en' }, failing);
  if (!created.ok) throw new Error(created.problem.code);
  const entry = await stores.partnerships.workOfDocument(created.value.documentId);
  expect(entry?.work.kind).toBe('trend');
  expect((await written(created.value.documentId)).authors).toEqual([]);
});

test('who may create no text writes no sheet', async () => {
  const before = (await stores.partnerships.works('p')).length;
  for (const role of ['observer', 'facilitator', 'language-reviewer', 'terminologist'] as const)
    expect(
      await create(who({ role, scope: { kind: 'all' } }), { title: 'X', kind: 'trend', language: 'en' }),
      role,
    ).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await stores.partnerships.works('p')).toHaveLength(before);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal } from '#lib/domain/partnership/member.ts';
import { contentToUpdate } from '#lib/schema/text/convert.ts';
import { plainText } from '#lib/schema/text/sections.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores, type SqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import { findDocument } from './find-document.ts';
import { readVersion, restoreVersion } from './restore-version.ts';

const DOCUMENT = 'p-doc-call-fr';
let stores: SqliteStores;
let lead: Principal;

beforeEach(async () => {
  stores = await openSqliteStores();
  await stores.partnerships.insert(exampleRows('p'));
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'Words.' }] };
  await stores.docs.commit([
    {
      documentId: DOCUMENT,
      expectedHead: 0,
      expectedPolicyEpoch: 0,
      updates: [
        { bytes: contentToUpdate({ type: 'doc', content: [paragraph] }, 1), author: 'p-lead', atMs: 1 },
      ],
      newClients: [{ clientId: 1, author: 'p-lead' }],
    },
  ]);
  lead = (await stores.accounts.principal('p-lead'))!;
});
afterEach(() => stores.close());

const always = () => true;
const nowhere = [-1, 1.5, 2, NaN, Infinity, '1', null, undefined, {}];

test('a state is read as it was, its empty beginning too', async () => {
  const read = readVersion({ docs: stores.docs, findDocument: findDocument(stores), stateAttempts: always });
  const now = await read(lead, DOCUMENT, 1);
  expect(now.ok && plainText(now.value.content)).toBe('Words.');
  const before = await read(lead, DOCUMENT, 0);
  expect(before.ok && before.value.content).toEqual({ type: 'doc', content: [] });
});

test('what is no state of the text is neither read nor put back: the text is not touched', async () => {
  const found = findDocument(stores);
  const edits: string[] = [];
  const restore = restoreVersion({
    docs: stores.docs,
    versions: stores.versions,
    findDocument: found,
    stateAttempts: always,
    edit: async (documentId) => {
      edits.push(documentId);
      return { ok: true, value: { head: 1 } };
    },
    clock: { nowMs: () => 1, after: () => () => undefined },
    random: { bytes: (count) => new Uint8Array(count) },
  });
  for (const seq of nowhere)
    expect(await restore(lead, DOCUMENT, seq), String(seq)).toMatchObject({
      ok: false,
      problem: { code: 'version-unknown' },
    });
  expect(edits).toEqual([]);
  expect(await stores.versions.versionsOf('p-work-call')).toEqual([]);
  const read = readVersion({ docs: stores.docs, findDocument: found, stateAttempts: always });
  for (const seq of [-1, 1.5, 2]) expect((await read(lead, DOCUMENT, seq)).ok).toBe(false);
});

test('who asks for very many states in a short time is told to wait, each person for themselves', async () => {
  const clock = { nowMs: () => 1, after: () => () => undefined };
  const stateAttempts = createAttempts(clock, { burst: 2, perMinute: 1, keysMax: 10 });
  const deps = { docs: stores.docs, findDocument: findDocument(stores), stateAttempts };
  const read = readVersion(deps);
  expect((await read(lead, DOCUMENT, 1)).ok).toBe(true);
  expect((await read(lead, DOCUMENT, 0)).ok).toBe(true);
  const refused = { ok: false, problem: { code: 'too-many-states' } };
  expect(await read(lead, DOCUMENT, 1)).toMatchObject(refused);
  const restore = restoreVersion({
    ...deps,
    versions: stores.versions,
    edit: () => Promise.reject(new Error('the text is not touched')),
    clock,
    random: { bytes: (count) => new Uint8Array(count) },
  });
  expect(await restore(lead, DOCUMENT, 1)).toMatchObject(refused);
  expect((await read({ ...lead, personId: 'another' }, DOCUMENT, 1)).ok).toBe(true);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import type { PartnershipStore } from '#server/ports/partnership-store.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { SimulatedClock } from '../../tests/support/simulated-clock.ts';
import { beginLanguageVersion, type BeginVersionInput } from './begin-language-version.ts';
import { findDocument } from './find-document.ts';

const SOURCE = 'p-doc-d1-en';
let stores: Awaited<ReturnType<typeof openSqliteStores>>;
let partnerships: PartnershipStore;

beforeEach(async () => {
  stores = await openSqliteStores();
  partnerships = stores.partnerships;
  await partnerships.insert(exampleRows('p'));
});
afterEach(() => stores.close());

const who = (...grants: Grant[]): Principal => ({
  personId: 'p-lead',
  operator: false,
  memberships: [{ partnershipId: 'p', organisationId: null, country: null, grants }],
});
const editor = who({ role: 'editor', scope: { kind: 'all' } });
const italian = who({ role: 'language-reviewer', scope: { kind: 'language', language: 'it' } });

const begin = (by: Principal | null, input: BeginVersionInput) =>
  beginLanguageVersion({
    partnerships,
    findDocument: findDocument({ partnerships }),
    clock: new SimulatedClock(),
  })(by, SOURCE, input);
const languages = async () =>
  (await partnerships.workOfDocument(SOURCE))?.documents.map(({ language, title, head }) => ({
    language,
    title,
    head,
  }));

test('a text begins in one more language, empty, under its own title or that of the text', async () => {
  const begun = await begin(editor, { language: 'IT', title: ' Tipologia ' });
  expect(begun).toMatchObject({ ok: true, value: { isNew: true } });
  expect(await languages()).toContainEqual({ language: 'it', title: 'Tipologia', head: 0 });
  const again = await begin(editor, { language: 'it', title: 'Other' });
  expect(again).toEqual({ ok: true, value: { ...(begun.ok ? begun.value : {}), isNew: false } });
  await begin(editor, { language: 'fr' });
  expect(await languages()).toContainEqual({ language: 'fr', title: 'Typology', head: 0 });
});

test('two who begin it at once begin one', async () => {
  const both = await Promise.all([begin(editor, { language: 'it' }), begin(italian, { language: 'it' })]);
  expect(new Set(both.map((it) => it.ok && it.value.documentId)).size).toBe(1);
  expect((await languages())?.filter(({ language }) => language === 'it')).toHaveLength(1);
});

test('whoever would write in that language may begin it, and nobody else', async () => {
  expect(await begin(italian, { language: 'it' })).toMatchObject({ ok: true });
  expect(await begin(italian, { language: 'fr' })).toMatchObject({ problem: { code: 'not-allowed' } });
  const observer = who({ role: 'observer', scope: { kind: 'all' } });
  expect(await begin(observer, { language: 'fr' })).toMatchObject({ problem: { code: 'not-allowed' } });
  expect(await begin(null, { language: 'fr' })).toMatchObject({ problem: { code: 'not-signed-in' } });
});

test('a language that is none of the partnership’s is refused by its field, and changes nothing', async () => {
  const before = await languages();
  for (const [language, code] of [
    ['', 'missing'],
    [undefined, 'missing'],
    ['pt', 'unknown'],
    ['no language', 'unknown'],
    [7, 'unknown'],
  ])
    expect(await begin(editor, { language })).toMatchObject({
      problem: { code: 'input-invalid', fields: { language: code } },
    });
  expect(await begin(editor, { language: 'it', title: 'x'.repeat(1_000) })).toMatchObject({
    problem: { fields: { title: 'too-long' } },
  });
  expect(await languages()).toEqual(before);
});

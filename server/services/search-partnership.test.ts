import { afterEach, beforeEach, expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import type { Grant, Principal } from '#lib/domain/partnership/member.ts';
import { migrate } from '#server/adapters/sql/migrate.ts';
import { sqlGlossaryStore } from '#server/adapters/sql/glossary-store.ts';
import { sqlPartnershipStore } from '#server/adapters/sql/partnership-store.ts';
import { sqlProgrammeStore } from '#server/adapters/sql/programme-store.ts';
import type { Database } from '#server/adapters/sql/schema.ts';
import { openSqlite, type Sqlite } from '#server/adapters/sqlite/open-sqlite.ts';
import { exampleRows } from '../../tests/contracts/example-rows.ts';
import { findPartnership } from './find-partnership.ts';
import { searchPartnership } from './search-partnership.ts';

let sqlite: Sqlite<Database>;
let search: ReturnType<typeof searchPartnership>;

beforeEach(async () => {
  const opened = await openSqlite<Database>({ file: ':memory:' });
  if (!opened.ok) throw new Error(opened.problem.detail);
  sqlite = opened.value;
  const migrated = await migrate(sqlite.db);
  if (!migrated.ok) throw new Error(migrated.problem.detail);
  const partnerships = sqlPartnershipStore(sqlite.db);
  await partnerships.insert(exampleRows('p'));
  await partnerships.insert(exampleRows('q'));
  search = searchPartnership({
    partnerships,
    programme: sqlProgrammeStore(sqlite.db),
    glossary: sqlGlossaryStore(sqlite.db),
    findPartnership: findPartnership({ partnerships }),
  });
});
afterEach(() => sqlite.close());

const member = (grants: readonly Grant[]): Principal => ({
  personId: 'p-lead',
  operator: false,
  memberships: [{ partnershipId: 'p', organisationId: null, country: null, grants }],
});
const observer = member([{ role: 'observer', scope: { kind: 'all' } }]);

async function idsOf(query: string, who: Principal | null = observer, partnership = 'p') {
  const found = await search(who, partnership, query);
  return found.ok ? found.value.map(({ id }) => id) : found.problem.code;
}

test('a text is found by its title in any language, without accents, its own title first', async () => {
  expect(await idsOf('partenaires appel')).toEqual(['p-doc-call-fr', 'p-doc-call-en']);
  expect(await idsOf('APPEL a')).toContain('p-doc-call-fr');
});

test('a text is found by its deliverable’s code', async () => {
  expect(await idsOf('d1')).toEqual(['p-doc-d1-en']);
});

test('people and organisations are found by name, a person by their organisation too', async () => {
  expect(await idsOf('zoe')).toEqual(['p-lead']);
  expect(await idsOf('authority fr')).toEqual(['p-org-fr', 'p-lead']);
});

test('a concept is found by a term of any language, by one not to be used too, and an activity by its title', async () => {
  for (const word of ['metier', 'professione', 'social job', 'c01'])
    expect(await idsOf(word), word).toContain('p-concept');
  expect(await idsOf('séminaire')).toEqual(['p-activity']);
  expect(await idsOf('grenoble')).toEqual(['p-activity']);
  const found = await search(observer, 'p', 'metier');
  expect(found.ok && found.value[0]).toMatchObject({
    code: 'C01',
    titles: { fr: 'métier du social', en: 'social profession', it: 'professione sociale' },
  });
});

test('without words the texts are shown, the one that was changed last before the others', async () => {
  await sqlite.db
    .updateTable('document')
    .set({ changed_at_ms: 9_000 })
    .where('id', '=', 'p-doc-d1-en')
    .execute();
  const found = await idsOf('  ');
  expect(found[0]).toBe('p-doc-d1-en');
  expect(found).toHaveLength(3);
});

test('without words, what one opened last comes first, in a partnership that has many texts too', async () => {
  const newest = await idsOf('');
  const oldest = newest.at(-1);
  const found = await search(observer, 'p', '', [String(oldest), 'q-doc-call-fr']);
  expect(found.ok && found.value.map(({ id }) => id)).toEqual([oldest, ...newest.slice(0, -1)]);
});

test('nothing is found of a partnership that one is no member of, nor by nobody', async () => {
  expect(await idsOf('call', observer, 'q')).toBe('not-allowed');
  expect(await idsOf('call', member([]))).toBe('not-allowed');
  expect(await idsOf('call', null)).toBe('not-signed-in');
  expect(await idsOf('call')).toEqual(['p-doc-call-en', 'p-doc-call-fr']);
});

test('more words than anybody types are refused', async () => {
  expect(await idsOf('a'.repeat(limits.searchLengthMax + 1))).toBe('input-invalid');
});

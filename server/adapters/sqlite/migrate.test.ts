import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Migration } from 'kysely/migration';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, migrations } from '#server/adapters/sql/migrate.ts';
import type { Database } from '#server/adapters/sql/schema.ts';
import { openSqlite, type Sqlite } from './open-sqlite.ts';

const names = Object.keys(migrations);
const ran = new Set<string>();
const spied: Record<string, Migration> = Object.fromEntries(
  names.map((name) => [name, { up: (db) => (ran.add(name), migrations[name]!.up(db)) }]),
);

let folder: string;
let sqlite: Sqlite<Database>;

async function open(): Promise<Sqlite<Database>> {
  const opened = await openSqlite<Database>({ file: join(folder, 'tandem.db') });
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.value;
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-migrate-'));
  sqlite = await open();
});
afterEach(async () => {
  await sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const tables = async () => (await sqlite.db.introspection.getTables()).map((table) => table.name);

test('an empty database gets every migration, once', async () => {
  expect(await migrate(sqlite.db, spied)).toEqual({ ok: true, value: names });
  expect(await migrate(sqlite.db, spied)).toEqual({ ok: true, value: [] });
  expect(await tables()).toContain('doc_update');
});

test('a database of each earlier version is brought to this one', async () => {
  for (let known = 1; known < names.length; known++) {
    const earlier = Object.fromEntries(names.slice(0, known).map((name) => [name, spied[name]!]));
    expect(await migrate(sqlite.db, earlier)).toMatchObject({ ok: true });
  }
  expect(await migrate(sqlite.db, spied)).toMatchObject({ ok: true });
  expect(await sqlite.integrityErrors()).toEqual([]);
});

const next: Migration = { up: (db) => db.schema.createTable('later').addColumn('id', 'text').execute() };

test('a later migration runs on a database in use and keeps its rows', async () => {
  await migrate(sqlite.db);
  await sqlite.db
    .insertInto('person')
    .values({ id: 'ada', name: 'Ada', email: null, locale: null, operator: 0 })
    .execute();
  expect(await migrate(sqlite.db, { ...migrations, '9999-later': next })).toEqual({
    ok: true,
    value: ['9999-later'],
  });
  expect(await tables()).toContain('later');
  expect(await sqlite.db.selectFrom('person').select('id').execute()).toEqual([{ id: 'ada' }]);
});

test('a migration that fails half-way leaves nothing of itself, and the next start tries again', async () => {
  await migrate(sqlite.db);
  const before = await tables();
  const broken: Migration = {
    async up(db) {
      await next.up(db);
      throw new Error('no such thing');
    },
  };
  expect(await migrate(sqlite.db, { ...migrations, '9999-later': broken })).toMatchObject({
    ok: false,
    problem: { code: 'migration-failed', detail: expect.stringContaining('no such thing') },
  });
  expect(await tables()).toEqual(before);
  expect(await migrate(sqlite.db, { ...migrations, '9999-later': next })).toMatchObject({ ok: true });
});

test('two programs that start at once both find a migrated database', async () => {
  const second = await open();
  const results = await Promise.all([migrate(sqlite.db), migrate(second.db)]);
  expect(results.every((result) => result.ok)).toBe(true);
  expect(results.flatMap((result) => (result.ok ? result.value : []))).toEqual(names);
  await second.close();
});

test('a database of a newer version is refused and left alone', async () => {
  await migrate(sqlite.db, { ...migrations, '9999-later': next });
  expect(await migrate(sqlite.db)).toMatchObject({ ok: false, problem: { code: 'database-newer' } });
});

afterAll(() => {
  expect([...ran].sort(), 'every migration was tested').toEqual(names);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openSqlite, type Sqlite } from '#server/adapters/sqlite/open-sqlite.ts';
import { sqlAccountStore } from '#server/adapters/sql/account-store.ts';
import { sqlActivityStore } from '#server/adapters/sql/activity-store.ts';
import { sqlDocStore } from '#server/adapters/sql/doc-store.ts';
import { sqlGlossaryStore } from '#server/adapters/sql/glossary-store.ts';
import { sqlInvitationStore } from '#server/adapters/sql/invitation-store.ts';
import { sqlJobStore } from '#server/adapters/sql/job-store.ts';
import { migrate } from '#server/adapters/sql/migrate.ts';
import { sqlPartnershipStore } from '#server/adapters/sql/partnership-store.ts';
import { sqlProgrammeStore } from '#server/adapters/sql/programme-store.ts';
import { sqlPublicationStore } from '#server/adapters/sql/publication-store.ts';
import { sqlWorkshopStore } from '#server/adapters/sql/workshop-store.ts';
import { sqlUploadStore } from '#server/adapters/sql/upload-store.ts';
import { sqlVersionStore } from '#server/adapters/sql/version-store.ts';
import type { Database } from '#server/adapters/sql/schema.ts';

/** Every store over one SQLite file in a folder of its own, which goes when it is closed. */
export async function openSqliteStores(folder = mkdtempSync(join(tmpdir(), 'tandem-store-'))) {
  const sqlite = await openMigrated(join(folder, 'tandem.db'));
  const { db, groupCommit } = sqlite;
  return {
    folder,
    sqlite,
    db,
    docs: sqlDocStore(db, groupCommit),
    accounts: sqlAccountStore(db),
    partnerships: sqlPartnershipStore(db),
    invitations: sqlInvitationStore(db),
    jobs: sqlJobStore(db),
    uploads: sqlUploadStore(db),
    versions: sqlVersionStore(db),
    activity: sqlActivityStore(db),
    glossary: sqlGlossaryStore(db),
    programme: sqlProgrammeStore(db),
    publications: sqlPublicationStore(db),
    workshops: sqlWorkshopStore(db),
    async close() {
      await sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type SqliteStores = Awaited<ReturnType<typeof openSqliteStores>>;

export async function openMigrated(file: string): Promise<Sqlite<Database>> {
  const opened = await openSqlite<Database>({ file });
  if (!opened.ok) throw new Error(opened.problem.detail);
  const migrated = await migrate(opened.value.db);
  if (!migrated.ok) throw new Error(migrated.problem.detail);
  return opened.value;
}

/** How many rows each table holds. */
export async function rowCounts(stores: SqliteStores): Promise<Record<string, number>> {
  const tables = await stores.db.introspection.getTables();
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(
      stores.db,
    );
    counts[name] = rows[0]?.n ?? 0;
  }
  return counts;
}

/** A row in each table that other stores write, for what `exampleRows(prefix)` has. */
export async function fillOtherTables({ db }: SqliteStores, prefix: string): Promise<void> {
  const work = `${prefix}-work-call`;
  const person = `${prefix}-lead`;
  await db
    .insertInto('upload')
    .values({
      id: `${prefix}-upload`,
      work,
      sha256: 'ab',
      mime: 'image/png',
      size_bytes: 1,
      width: 1,
      height: 1,
      person,
      created_at_ms: 1,
    })
    .execute();
  await db
    .insertInto('version')
    .values({ id: `${prefix}-version`, work, kind: 'named', name: 'One', heads: '{}', person, at_ms: 1 })
    .execute();
  await db
    .insertInto('visit')
    .values({ partnership: prefix, person, since_ms: null, seen_at_ms: 1 })
    .execute();
  await db
    .insertInto('publication')
    .values({
      id: `${prefix}-publication`,
      partnership: prefix,
      work,
      code: null,
      titles: '{}',
      label: '1.0',
      licence: 'CC0-1.0',
      selection: '{"versions":[],"formats":[]}',
      profile: 'none',
      checks: '[]',
      organisation: null,
      person,
      at_ms: 1,
      job: 'job',
      published_at_ms: null,
      withdrawn_at_ms: null,
      withdrawn_reason: null,
      withdrawn_by: null,
    })
    .execute();
  await db
    .insertInto('frozen_file')
    .values({
      publication: `${prefix}-publication`,
      language: 'fr',
      format: 'md',
      name: 'a.md',
      mime: 'text/markdown',
      sha256: 'ab',
      size_bytes: 1,
      sources: '{}',
    })
    .execute();
  await db.insertInto('news_look').values({ partnership: prefix, person, at_ms: 1, needs: '[]' }).execute();
}

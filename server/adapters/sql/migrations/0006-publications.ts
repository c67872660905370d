import type { Kysely } from 'kysely';

/** What was published, and its files. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('publication')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('partnership', 'text', (c) => c.notNull().references('partnership.id').onDelete('cascade'))
    .addColumn('work', 'text', (c) => c.notNull().references('work.id').onDelete('cascade'))
    .addColumn('code', 'text')
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('licence', 'text', (c) => c.notNull())
    // Language versions with the update up to which they are frozen, and formats.
    .addColumn('selection', 'text', (c) => c.notNull())
    .addColumn('profile', 'text', (c) => c.notNull())
    .addColumn('checks', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .addColumn('person', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    // No reference: jobs are forgotten after a time.
    .addColumn('job', 'text', (c) => c.notNull())
    .addColumn('published_at_ms', 'bigint')
    .addColumn('withdrawn_at_ms', 'bigint')
    .addColumn('withdrawn_reason', 'text')
    .addColumn('withdrawn_by', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .execute();
  await db.schema
    .createIndex('publication_of_partnership')
    .on('publication')
    .columns(['partnership', 'at_ms'])
    .execute();
  await db.schema.createIndex('publication_of_work').on('publication').column('work').execute();
  await db.schema
    .createTable('frozen_file')
    .addColumn('publication', 'text', (c) => c.notNull().references('publication.id').onDelete('cascade'))
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('mime', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('size_bytes', 'bigint', (c) => c.notNull())
    // document id → number of the last update in it
    .addColumn('sources', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('frozen_file_key', ['publication', 'language', 'format'])
    .execute();
  await db.schema.createIndex('frozen_file_of_hash').on('frozen_file').column('sha256').execute();
}

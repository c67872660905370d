import type { Kysely } from 'kysely';

/** What a partnership does together, and what its words mean. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('activity')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('partnership', 'text', (c) => c.notNull().references('partnership.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('descriptions', 'text', (c) => c.notNull())
    // A day, a month or a year, as far as it is known.
    .addColumn('begins', 'text')
    .addColumn('ends', 'text')
    .addColumn('date_notes', 'text', (c) => c.notNull())
    .addColumn('country', 'text')
    .addColumn('place', 'text')
    .addColumn('host_organisation', 'text', (c) => c.references('organisation.id').onDelete('set null'))
    .addColumn('deliverables', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('activity_of_partnership').on('activity').column('partnership').execute();
  await db.schema
    .createTable('programme_item')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('activity', 'text', (c) => c.notNull().references('activity.id').onDelete('cascade'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('day', 'integer', (c) => c.notNull())
    .addColumn('start', 'text', (c) => c.notNull())
    .addColumn('minutes', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('deliverables', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('programme_item_of_activity')
    .on('programme_item')
    .columns(['activity', 'position'])
    .execute();

  await db.schema
    .createTable('concept')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('partnership', 'text', (c) => c.notNull().references('partnership.id').onDelete('cascade'))
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('definitions', 'text', (c) => c.notNull())
    .addColumn('notes', 'text', (c) => c.notNull())
    .addColumn('equivalence', 'text', (c) => c.notNull())
    .addColumn('do_not_translate', 'integer', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    // Its address within the partnership.
    .addUniqueConstraint('concept_code', ['partnership', 'code'])
    .execute();
  await db.schema
    .createTable('term')
    .addColumn('concept', 'text', (c) => c.notNull().references('concept.id').onDelete('cascade'))
    // From 0, the preferred ones first.
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('lang', 'text', (c) => c.notNull())
    .addColumn('text', 'text', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('term_key', ['concept', 'position'])
    .execute();
}

import type { Kysely } from 'kysely';

/** Workshops, who takes part, and the log of what they did. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('workshop')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('partnership', 'text', (c) => c.notNull().references('partnership.id').onDelete('cascade'))
    // No reference: items are stored anew with their activity.
    .addColumn('programme_item', 'text')
    .addColumn('titles', 'text', (c) => c.notNull())
    .addColumn('questions', 'text', (c) => c.notNull())
    .addColumn('languages', 'text', (c) => c.notNull())
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('phase', 'text', (c) => c.notNull())
    .addColumn('join_secret', 'text', (c) => c.notNull().unique())
    .addColumn('join_code', 'text', (c) => c.notNull().unique())
    .addColumn('join_open', 'integer', (c) => c.notNull())
    .addColumn('lobby', 'integer', (c) => c.notNull())
    .addColumn('people_max', 'integer', (c) => c.notNull())
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('revision', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('workshop_of_partnership')
    .on('workshop')
    .columns(['partnership', 'created_at_ms'])
    .execute();
  await db.schema
    .createTable('workshop_device')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workshop', 'text', (c) => c.notNull().references('workshop.id').onDelete('cascade'))
    .addColumn('secret_hash', 'text', (c) => c.notNull())
    .addColumn('table_number', 'integer')
    .addColumn('created_at_ms', 'bigint', (c) => c.notNull())
    .execute();
  // One browser may take part in several workshops over the days.
  await db.schema
    .createIndex('device_of_workshop')
    .on('workshop_device')
    .columns(['workshop', 'secret_hash'])
    .unique()
    .execute();
  await db.schema
    .createTable('participant')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('workshop', 'text', (c) => c.notNull().references('workshop.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('device', 'text', (c) => c.references('workshop_device.id').onDelete('set null'))
    .execute();
  await db.schema.createIndex('participant_of_workshop').on('participant').column('workshop').execute();
  await db.schema.createIndex('participant_of_device').on('participant').column('device').execute();
  await db.schema
    .createIndex('participant_of_person')
    .on('participant')
    .columns(['workshop', 'person'])
    .unique()
    .execute();
  // The log is the truth: a number is taken once, and so is a sender's key.
  await db.schema
    .createTable('workshop_command')
    .addColumn('workshop', 'text', (c) => c.notNull().references('workshop.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    // A participant's id, or `server`.
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('idempotency_key', 'text', (c) => c.notNull())
    .addColumn('command', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('workshop_command_key', ['workshop', 'seq'])
    .execute();
  await db.schema
    .createIndex('workshop_command_once')
    .on('workshop_command')
    .columns(['workshop', 'actor', 'idempotency_key'])
    .unique()
    .execute();
}

import type { Kysely } from 'kysely';

/** What somebody had before them when they last looked at the bell, and when roles were last changed. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('news_look')
    .addColumn('partnership', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    .addColumn('at_ms', 'bigint', (c) => c.notNull())
    // Keys of what needed them then: hashes, because some of it names people.
    .addColumn('needs', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('news_look_key', ['partnership', 'person'])
    // Who leaves takes it along.
    .addForeignKeyConstraint(
      'news_look_of_member',
      ['partnership', 'person'],
      'member',
      ['partnership', 'person'],
      (c) => c.onDelete('cascade'),
    )
    .execute();
  // Empty: never since they came.
  await db.schema.alterTable('member').addColumn('roles_changed_at_ms', 'bigint').execute();
  await db.schema.alterTable('member').addColumn('roles_changed_by', 'text').execute();
}

import type { Kysely } from 'kysely';

/** When a member was last here, and what was new to them then. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('visit')
    .addColumn('partnership', 'text', (c) => c.notNull())
    .addColumn('person', 'text', (c) => c.notNull())
    // What happened after this is new to them; empty at the first visit.
    .addColumn('since_ms', 'bigint')
    .addColumn('seen_at_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('visit_key', ['partnership', 'person'])
    // Who leaves takes it along.
    .addForeignKeyConstraint(
      'visit_of_member',
      ['partnership', 'person'],
      'member',
      ['partnership', 'person'],
      (c) => c.onDelete('cascade'),
    )
    .execute();
}

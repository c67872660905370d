import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

/** When a member was last here, and what was new to them then. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const cascade = (name: string) => (c: ColumnDefinitionBuilder) =>
    c.notNull().references(`${name}.id`).onDelete('cascade');
  await db.schema
    .createTable('visit')
    .addColumn('partnership', 'text', cascade('partnership'))
    .addColumn('person', 'text', cascade('person'))
    // What happened after this is new to them; empty at the first visit.
    .addColumn('since_ms', 'bigint')
    .addColumn('seen_at_ms', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('visit_key', ['partnership', 'person'])
    .execute();
}

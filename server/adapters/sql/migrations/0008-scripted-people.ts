import type { Kysely } from 'kysely';

/** Whether the example's scripted people write in a workshop. Frozen like its predecessors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('workshop')
    .addColumn('scripted', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

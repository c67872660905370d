import { Migrator, type Migration } from 'kysely/migration';
import { ok, problem, type Result } from '#lib/core/result.ts';
import * as foundation from './migrations/0001-foundation.ts';
import * as everyoneIn from './migrations/0002-everyone-in.ts';
import * as visits from './migrations/0003-visits.ts';
import * as programmeGlossary from './migrations/0004-programme-glossary.ts';
import * as news from './migrations/0005-news.ts';
import * as publications from './migrations/0006-publications.ts';
import * as workshops from './migrations/0007-workshops.ts';
import type { Db } from './schema.ts';

/** Forward only, in this order; an entry is never changed once released. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-everyone-in': everyoneIn,
  '0003-visits': visits,
  '0004-programme-glossary': programmeGlossary,
  '0005-news': news,
  '0006-publications': publications,
  '0007-workshops': workshops,
};

/**
 * Brings the tables to this program's version, in one transaction: killed half-way, nothing has happened.
 * Returns the migrations that ran now. A problem's `detail` is for the person who starts the program.
 */
export async function migrate(db: Db, known = migrations): Promise<Result<readonly string[]>> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return ok((results ?? []).map((result) => result.migrationName));
  const why = error instanceof Error ? error.message : String(error);
  if (/previously executed migration .* (is missing|to be at index)/.test(why))
    return problem(
      'database-newer',
      'The database was written by a newer version of Tandem: start that version.',
    );
  return problem(
    'migration-failed',
    `The database could not be brought to this version and is unchanged: ${why}.`,
  );
}

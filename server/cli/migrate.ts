import { ok } from '#lib/core/result.ts';
import type { Command } from './command.ts';

/** Opening the database migrates it; this says what happened, and lets it be done before a start. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the database up to this version; the server does so at its start as well.',
  options: {},
  run: async ({ migrations }) =>
    ok(
      migrations.length === 0
        ? 'The database is up to date.'
        : `The database is up to date; applied now: ${migrations.join(', ')}.`,
    ),
};

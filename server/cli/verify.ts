import { ok, problem, type Result } from '#lib/core/result.ts';
import type { Command } from './command.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Checks the database file and recomputes the hash chain of every document.',
  options: {},
  async run({ docs, integrityErrors }): Promise<Result<string>> {
    const found = (await integrityErrors()).map((error) => `database: ${error}`);
    const ids = await docs.documentIds();
    for (const id of ids) {
      const broken = await docs.verify(id);
      if (broken) found.push(`document ${id}: the log does not fit from update ${broken.brokenAtSeq} on`);
    }
    if (found.length > 0)
      return problem(
        'verification-failed',
        `Something is damaged or was changed by hand:\n${found.join('\n')}`,
      );
    return ok(`Everything fits: ${ids.length} documents.`);
  },
};

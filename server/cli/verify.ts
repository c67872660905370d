import { ok, problem, type Result } from '#lib/core/result.ts';
import { verifyData, type Verification } from '#server/services/verify-data.ts';
import type { Command } from './command.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'Checks everything that is kept: the database, every document’s log and snapshot, every picture’s and publication’s file.',
  options: {},
  async run({ progress, ...parts }): Promise<Result<string>> {
    const verified = await verifyData(parts, progress);
    if (verified.findings.length > 0)
      return problem(
        'verification-failed',
        `Something is damaged or was changed by hand:\n${verified.findings.join('\n')}`,
      );
    return ok(`Everything fits: ${inNumbers(verified)}.`);
  },
};

export const inNumbers = ({
  documents,
  updates,
  pictures,
  published,
}: Pick<Verification, 'documents' | 'updates' | 'pictures' | 'published'>): string =>
  `${documents} documents, ${updates} updates, ${pictures} pictures, ${published} published files`;

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ok, problem, type Result } from '#lib/core/result.ts';
import type { DocumentHead } from '#server/ports/maintenance-store.ts';
import { nextIncarnation } from '#server/services/next-incarnation.ts';
import { verifyData, type Verification } from '#server/services/verify-data.ts';
import { unpackBackup } from '../adapters/disk/backup-file.ts';
import { flushFolder } from '../adapters/disk/flush-folder.ts';
import { holdFolder } from '../adapters/sqlite/folder-lock.ts';
import { replaceDatabase } from '../adapters/sqlite/replace-database.ts';
import { compose, type Composition } from '../compose.ts';
import type { Config } from '../config.ts';
import { ARGUMENT, textOf, type Command, type CommandPlace } from './command.ts';
import { inNumbers } from './verify.ts';

/**
 * Unpacks beside the data, checks, makes it a new life, and only then puts it in place, the database
 * last and in one rename: killed at any moment, the folder holds what it held before or what was restored.
 */
export const restoreCommand: Command = {
  name: 'restore',
  summary:
    'Brings back what a backup holds, into an empty data folder. Everybody signs in again; editors that are still open keep their text as a copy of their own.',
  argument: { value: 'FILE', help: 'What "backup" wrote.' },
  options: {
    replace: { help: 'Into a folder with data: its database is kept aside in the folder, under replaced-….' },
    'even-if-damaged': { help: 'Also when something in the backup does not fit.' },
  },
  async runOnFolder(place, values): Promise<Result<string>> {
    const { dataDir } = place.config;
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const held = holdFolder(dataDir);
    if (!held.ok) return held;
    const staging = join(dataDir, `.restore-${randomUUID()}`);
    try {
      await mkdir(staging, { mode: 0o700 });
      return await restore(place, staging, {
        file: resolve(textOf(values, ARGUMENT) ?? ''),
        mayReplace: values.replace === true,
        evenIfDamaged: values['even-if-damaged'] === true,
      });
    } finally {
      await rm(staging, { recursive: true, force: true });
      held.value.release();
    }
  },
};

interface Wish {
  readonly file: string;
  readonly mayReplace: boolean;
  readonly evenIfDamaged: boolean;
}

async function restore(
  { config, progress }: CommandPlace,
  staging: string,
  { file, mayReplace, evenIfDamaged }: Wish,
): Promise<Result<string>> {
  const present = await presentHeads(config);
  if (!mayReplace && (present === null || present.length > 0))
    return problem(
      'data-folder-not-empty',
      `There is data in ${config.dataDir} already: set TANDEM_DATA to an empty folder, or add --replace.`,
    );
  const unpacked = await unpackBackup(file, staging, progress);
  if (!unpacked.ok) return unpacked;
  const { madeAt } = unpacked.value;

  const databaseFile = join(staging, basename(config.databaseFile));
  const checked = await withData({ ...config, dataDir: staging, databaseFile }, async (parts) => {
    const verified = await verifyData(parts, progress);
    if (verified.findings.length > 0 && !evenIfDamaged) return damaged(file, verified);
    const heads = [...(present ?? []), ...(await parts.maintenance.heads())];
    await parts.maintenance.startNewLife(nextIncarnation(heads, parts.clock.nowMs()));
    return ok(verified);
  });
  if (!checked.ok) return checked;

  const aside = join(config.dataDir, `replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  await moveBlobs(join(staging, 'blobs'), join(config.dataDir, 'blobs'));
  const replaced = replaceDatabase(config.databaseFile, databaseFile, aside);
  if (!replaced.ok) return replaced;
  const after = await withData(config, async (parts) => ok(await verifyData(parts, progress)));
  if (!after.ok) return after;
  if (
    inNumbers(after.value) !== inNumbers(checked.value) ||
    (after.value.findings.length > 0 && !evenIfDamaged)
  )
    return damaged(config.dataDir, after.value);
  const kept = existsSync(aside) ? ` The database that was there is kept in ${aside}.` : '';
  return ok(
    `Restored: ${inNumbers(after.value)}, as of ${madeAt}. Invitations, API tokens and rights are those of that moment: withdraw again what was withdrawn since.${kept}`,
  );
}

/** Of the data that is there now; none: there is nothing worth keeping; `null`: it cannot be read. */
async function presentHeads(config: Config): Promise<readonly DocumentHead[] | null> {
  if (!existsSync(config.databaseFile)) return [];
  const heads = await withData(config, async ({ maintenance }) => ok(await maintenance.heads())).catch(
    () => null,
  );
  return heads?.ok ? heads.value : null;
}

async function withData<T>(
  config: Config,
  use: (parts: Composition) => Promise<Result<T>>,
): Promise<Result<T>> {
  // The folder is held already.
  const composed = await compose(config, { lockFolder: false });
  if (!composed.ok) return composed;
  try {
    return await use(composed.value);
  } finally {
    await composed.value.close();
  }
}

/** Named by their content: what is there already under a name is the same, or damaged. */
async function moveBlobs(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
  await flushFolder(to);
}

const damaged = (where: string, { findings }: Verification): Result<never> =>
  problem('backup-damaged', `Something in ${where} does not fit:\n${findings.join('\n')}`);

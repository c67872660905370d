import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { verifyData } from '#server/services/verify-data.ts';
import { writeBackup } from '../adapters/disk/backup-file.ts';
import { compose } from '../compose.ts';
import { ARGUMENT, textOf, type Command, type CommandParts } from './command.ts';
import { inNumbers } from './verify.ts';

/**
 * The database's copy is one moment's state, so that a document and its rights, its rows and its
 * pictures belong together; it is checked as a whole before it is put away.
 */
export const backupCommand: Command = {
  name: 'backup',
  summary: 'Writes all data into one file, while the server runs and people type.',
  argument: { value: 'FILE', help: 'Where to, such as tandem-2026-11-22.tar.gz.' },
  options: { force: { help: 'Replaces the file if it exists.' } },
  async run(parts, values): Promise<Result<string>> {
    const file = resolve(textOf(values, ARGUMENT) ?? '');
    if (existsSync(file) && !(values.force && statSync(file).isFile()))
      return problem('file-exists', `${file} exists already: name another file, or add --force.`);
    if (!existsSync(dirname(file)))
      return problem('folder-missing', `The folder ${dirname(file)} does not exist: make it first.`);
    // Beside the file: there is where the space is meant to be.
    const folder = await mkdtemp(join(dirname(file), `.${basename(file)}-`));
    try {
      return await backUp(parts, file, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function backUp(
  { config, maintenance, blobs, clock, progress }: CommandParts,
  file: string,
  folder: string,
): Promise<Result<string>> {
  progress('copying the database');
  const madeAt = new Date(clock.nowMs()).toISOString();
  const name = basename(config.databaseFile);
  const databaseFile = join(folder, name);
  await maintenance.copyTo(databaseFile);
  const copy = await compose({ ...config, dataDir: folder, databaseFile }, { lockFolder: false });
  if (!copy.ok) return copy;
  const checked = await verifyData({ ...copy.value, blobs }, progress).finally(() => copy.value.close());
  const { documents, updates, pictures, files, findings } = checked;
  const sound = findings.length === 0;
  await writeBackup(
    file,
    { madeAt, database: 'sqlite', documents, updates, pictures, sound },
    { database: { name, path: databaseFile }, blobs: files, blob: (each) => blobs.get(each) },
    progress,
  );
  if (sound) return ok(`${file}: ${inNumbers(checked)}.`);
  return problem(
    'backup-of-damaged-data',
    `${file} is written, but something in the data is damaged:\n${findings.join('\n')}`,
  );
}

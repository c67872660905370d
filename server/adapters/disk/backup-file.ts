/**
 * A backup: one archive that holds, in this order, `manifest.json`, the database, and the files of
 * pictures and publications as `blobs/NAME`. The manifest names every file with its size and SHA-256; a file that it does not name, or
 * that differs, makes the whole backup unreadable. Its version is raised when an older program could no
 * longer read it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, problem, type Result } from '#lib/core/result.ts';
import { ArchiveError, readArchive, writeArchive, type ArchiveEntry } from './archive.ts';
import { flushFolder } from './flush-folder.ts';
import { troubleOf } from './storage-trouble.ts';

export interface Manifest {
  readonly format: 'tandem-backup';
  readonly version: 1;
  /** When the copy of the database was made, ISO 8601. */
  readonly madeAt: string;
  /** Which database wrote the copy. */
  readonly database: string;
  readonly documents: number;
  readonly updates: number;
  readonly pictures: number;
  /** False: something did not fit when it was made. */
  readonly sound: boolean;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number; readonly sha256: string }[];
}

export type BackupFacts = Omit<Manifest, 'format' | 'version' | 'files'>;

export interface BackupContent {
  /** The database's copy, a file. */
  readonly database: { readonly name: string; readonly path: string };
  readonly blobs: readonly { readonly name: string; readonly sha256: string; readonly sizeBytes: number }[];
  blob(name: string): Promise<Uint8Array | null>;
}

const MANIFEST = 'manifest.json';
/** Some 100,000 pictures. */
const MANIFEST_BYTES_MAX = 20_000_000;
const FILE_NAME = /^(blobs\/)?[a-z0-9][a-z0-9._-]{0,90}$/i;

export async function writeBackup(
  file: string,
  facts: BackupFacts,
  { database, blobs, blob }: BackupContent,
  onProgress: (line: string) => void,
): Promise<Manifest> {
  const { size: sizeBytes } = await stat(database.path);
  const sha256 = await hashOf(createReadStream(database.path));
  const manifest: Manifest = {
    format: 'tandem-backup',
    version: 1,
    ...facts,
    files: [
      { name: database.name, sizeBytes, sha256 },
      ...blobs.map((each) => ({ ...each, name: `blobs/${each.name}` })),
    ],
  };
  await writeArchive(file, entries());
  return manifest;

  async function* entries(): AsyncGenerator<ArchiveEntry> {
    yield entryOf(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    onProgress('writing the database');
    yield { name: database.name, sizeBytes, content: createReadStream(database.path) };
    for (const [index, { name }] of blobs.entries()) {
      onProgress(`writing file ${index + 1} of ${blobs.length}`);
      const bytes = await blob(name);
      // Taken away after the database was copied; the next backup does without it.
      if (!bytes) throw new Error(`the file ${name} was removed meanwhile: make the backup again`);
      yield entryOf(`blobs/${name}`, bytes);
    }
  }
}

const entryOf = (name: string, bytes: Uint8Array): ArchiveEntry => ({
  name,
  sizeBytes: bytes.length,
  content: (async function* () {
    yield bytes;
  })(),
});

/** Unpacks into an empty folder; each file is flushed. */
export async function unpackBackup(
  file: string,
  folder: string,
  onProgress: (line: string) => void,
): Promise<Result<Manifest>> {
  try {
    return await unpack(file, folder, onProgress);
  } catch (error) {
    if (error instanceof ArchiveError) return unreadable(file, error.message);
    throw troubleOf(error);
  }
}

async function unpack(
  file: string,
  folder: string,
  onProgress: (line: string) => void,
): Promise<Result<Manifest>> {
  let manifest: Manifest | null = null;
  const missing = new Map<string, Manifest['files'][number]>();
  for await (const { name, sizeBytes, content } of readArchive(file)) {
    if (!manifest) {
      if (name !== MANIFEST || sizeBytes > MANIFEST_BYTES_MAX)
        return unreadable(file, 'it is no backup of Tandem');
      const read = readManifest(Buffer.concat(await Array.fromAsync(content)).toString());
      if (typeof read === 'string') return unreadable(file, read);
      manifest = read;
      for (const entry of manifest.files) missing.set(entry.name, entry);
      continue;
    }
    const expected = missing.get(name);
    if (!expected || !FILE_NAME.test(name)) return unreadable(file, `its manifest does not name ${name}`);
    missing.delete(name);
    onProgress(`unpacking ${name}`);
    const sha256 = await unpackFile(join(folder, name), content);
    if (sizeBytes !== expected.sizeBytes || sha256 !== expected.sha256)
      return unreadable(file, `${name} differs from what its manifest says`);
  }
  if (!manifest) return unreadable(file, 'it is empty');
  const [lacking] = missing.keys();
  return lacking === undefined ? ok(manifest) : unreadable(file, `${lacking} is missing in it`);
}

/** A sentence's end when it cannot be used. */
function readManifest(text: string): Manifest | string {
  let read: Partial<Manifest>;
  try {
    read = JSON.parse(text) as Partial<Manifest>;
  } catch {
    return 'its manifest is damaged';
  }
  if (read.format !== 'tandem-backup') return 'it is no backup of Tandem';
  if (read.version !== 1)
    return `a newer Tandem wrote it (version ${String(read.version)}): restore it with that one`;
  return Array.isArray(read.files) ? (read as Manifest) : 'its manifest is damaged';
}

async function unpackFile(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of content) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await flushFolder(dirname(path));
  return hash.digest('hex');
}

async function hashOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of content) hash.update(piece);
  return hash.digest('hex');
}

const unreadable = (file: string, why: string): Result<never> =>
  problem('backup-unreadable', `${file} cannot be used: ${why}.`);

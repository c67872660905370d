import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArchive, writeArchive } from './archive.ts';
import { unpackBackup, writeBackup } from './backup-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-backup-'));
  file = join(folder, 'backup.tar.gz');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quiet = () => undefined;
const facts = {
  madeAt: '2026-11-22T00:00:00.000Z',
  database: 'any',
  documents: 1,
  updates: 2,
  pictures: 1,
  sound: true,
};
const once = async function* (bytes: Uint8Array) {
  yield bytes;
};
const entry = (name: string, text: string) => ({
  name,
  sizeBytes: Buffer.byteLength(text),
  content: once(Buffer.from(text)),
});
async function* entries(...list: ReturnType<typeof entry>[]) {
  yield* list;
}

test('files of any length come back as they were, the empty one and those that end at a block too', async () => {
  const texts = ['', 'a', 'b'.repeat(511), 'c'.repeat(512), 'd'.repeat(513), 'e'.repeat(300_000)];
  await writeArchive(file, entries(...texts.map((text, n) => entry(`file-${n}`, text))));
  const read: [string, string][] = [];
  for await (const { name, content } of readArchive(file))
    read.push([name, Buffer.concat(await Array.fromAsync(content)).toString()]);
  expect(read).toEqual(texts.map((text, n) => [`file-${n}`, text]));
});

test('an entry that is not read is passed over', async () => {
  await writeArchive(file, entries(entry('one', 'x'.repeat(2_000)), entry('two', 'y')));
  const names: string[] = [];
  for await (const { name } of readArchive(file)) names.push(name);
  expect(names).toEqual(['one', 'two']);
});

test('what fails while it is written leaves neither a file nor half of one', async () => {
  const broken = (async function* () {
    yield entry('one', 'x');
    throw new Error('the disk is gone');
  })();
  await expect(writeArchive(file, broken)).rejects.toThrow('the disk is gone');
  expect(readdirSync(folder)).toEqual([]);
});

test('a backup comes back with its database and its pictures', async () => {
  const database = join(folder, 'tandem.db');
  writeFileSync(database, 'rows');
  const sha256 = '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81';
  const content = {
    database: { name: 'tandem.db', path: database },
    blobs: [{ name: 'picture-1.png', sizeBytes: 3, sha256 }],
    blob: async () => Uint8Array.of(1, 2, 3),
  };
  await writeBackup(file, facts, content, quiet);
  const into = join(folder, 'into');
  expect(await unpackBackup(file, into, quiet)).toMatchObject({ ok: true, value: facts });
  expect(readFileSync(join(into, 'tandem.db'), 'utf8')).toBe('rows');
  expect([...readFileSync(join(into, 'blobs', 'picture-1.png'))]).toEqual([1, 2, 3]);
});

const sha256OfX = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
const manifest = (files: readonly object[], more: object = {}) =>
  entry('manifest.json', JSON.stringify({ format: 'tandem-backup', version: 1, ...facts, files, ...more }));

test.each([
  [
    'a name that leaves the folder',
    [manifest([{ name: '../x', sizeBytes: 1, sha256: sha256OfX }]), entry('../x', 'x')],
    '../x',
  ],
  ['a file that is not named', [manifest([]), entry('more', 'x')], 'does not name more'],
  [
    'a file that is named and missing',
    [manifest([{ name: 'x', sizeBytes: 1, sha256: sha256OfX }])],
    'x is missing',
  ],
  [
    'another content',
    [manifest([{ name: 'x', sizeBytes: 1, sha256: sha256OfX }]), entry('x', 'y')],
    'differs',
  ],
  ['another program’s archive', [entry('readme', 'x')], 'no backup of Tandem'],
  ['a newer version', [manifest([], { version: 2 })], 'a newer Tandem wrote it'],
  ['no file at all', [], 'it is empty'],
])('%s makes a backup unusable', async (_, list, why) => {
  await writeArchive(file, entries(...list));
  const into = join(folder, 'into');
  const unpacked = await unpackBackup(file, into, quiet);
  expect(unpacked).toMatchObject({ ok: false, problem: { code: 'backup-unreadable' } });
  expect(!unpacked.ok && unpacked.problem.detail).toContain(why);
  expect(readdirSync(folder)).not.toContain('x');
});

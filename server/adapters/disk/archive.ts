/**
 * Several files in one: a tar archive (POSIX.1-1988 "ustar"), compressed with gzip (RFC 1952), so that any
 * system can look into it. Written aside, flushed and renamed: under its name it is always whole.
 * A reader is handed one entry after the other and trusts none of their names.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { assert } from '#lib/core/assert.ts';
import { flushFolder } from './flush-folder.ts';
import { isMissing, troubleOf } from './storage-trouble.ts';

export interface ArchiveEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Not an archive, cut short, or damaged. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}

const BLOCK = 512;
const NAME_BYTES_MAX = 100;
/** Eleven octal digits: 8 GB less one byte. Above it GNU's binary form, which tar programs read too. */
const OCTAL_MAX = 0o77777777777;

export async function writeArchive(file: string, entries: AsyncIterable<ArchiveEntry>): Promise<void> {
  const aside = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
  try {
    await pipeline(
      Readable.from(tarOf(entries), { objectMode: false }),
      createGzip(),
      createWriteStream(aside, { flags: 'wx', mode: 0o600, flush: true }),
    );
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw troubleOf(error);
  }
  await flushFolder(dirname(file));
}

/** Each entry's content is to be read before the next is asked for. Rejects with an `ArchiveError`. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const source = createReadStream(file);
  const unzipped = createGunzip();
  const piping = pipeline(source, unzipped).catch(() => undefined);
  const bytes = new Pieces(unzipped);
  try {
    for (;;) {
      const header = await bytes.take(BLOCK);
      if (header.every((byte) => byte === 0)) break;
      const { name, sizeBytes } = readHeader(header);
      const content = bytes.stream(sizeBytes);
      yield { name, sizeBytes, content };
      for await (const left of content) void left;
      await bytes.take(paddingOf(sizeBytes));
    }
    await bytes.end();
  } finally {
    source.destroy();
    unzipped.destroy();
    await piping;
  }
}

async function* tarOf(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, sizeBytes, content } of entries) {
    yield headerOf(name, sizeBytes);
    let written = 0;
    for await (const piece of content) {
      written += piece.length;
      yield piece;
    }
    assert(written === sizeBytes, `${name} changed while it was archived`);
    yield new Uint8Array(paddingOf(sizeBytes));
  }
  yield new Uint8Array(2 * BLOCK);
}

const paddingOf = (sizeBytes: number): number => (BLOCK - (sizeBytes % BLOCK)) % BLOCK;

function headerOf(name: string, sizeBytes: number): Uint8Array {
  const header = Buffer.alloc(BLOCK);
  assert(Buffer.byteLength(name) <= NAME_BYTES_MAX, 'a short name');
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (sizeBytes <= OCTAL_MAX) header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(sizeBytes), 128);
  }
  header.write('00000000000\0', 136);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function readHeader(header: Uint8Array): { readonly name: string; readonly sizeBytes: number } {
  const bytes = Buffer.from(header);
  if (Number.parseInt(textAt(bytes, 148, 8), 8) !== checksumOf(bytes))
    throw new ArchiveError('it is damaged');
  const sizeBytes =
    bytes[124] === 0x80 ? Number(bytes.readBigUInt64BE(128)) : Number.parseInt(textAt(bytes, 124, 12), 8);
  if (!Number.isSafeInteger(sizeBytes)) throw new ArchiveError('it is damaged');
  return { name: textAt(bytes, 0, NAME_BYTES_MAX), sizeBytes };
}

const textAt = (bytes: Buffer, start: number, length: number): string =>
  bytes.toString('utf8', start, start + length).split('\0')[0] ?? '';

/** Of all bytes, the checksum's own taken for spaces. */
const checksumOf = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** A stream's bytes, taken as many at a time as are wanted. */
class Pieces {
  readonly #source: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let at = 0;
    for await (const part of this.stream(count)) {
      taken.set(part, at);
      at += part.length;
    }
    return taken;
  }

  async *stream(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if (this.#piece.length === 0 && !(await this.#next())) throw new ArchiveError('it is cut short');
      const part = this.#piece.subarray(0, left);
      this.#piece = this.#piece.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** The rest is read too: its checksum comes last. */
  async end(): Promise<void> {
    while (await this.#next());
  }

  async #next(): Promise<boolean> {
    try {
      const { value, done } = await this.#source.next();
      if (done) return false;
      this.#piece = value;
      return true;
    } catch (error) {
      throw new ArchiveError(
        isMissing(error) ? 'there is no such file' : 'it is damaged, cut short or no backup',
      );
    }
  }
}

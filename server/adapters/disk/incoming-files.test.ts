import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diskIncomingFiles } from './incoming-files.ts';

function setUp() {
  const parent = mkdtempSync(join(tmpdir(), 'tandem-incoming-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const folder = join(parent, 'incoming');
  mkdirSync(folder);
  writeFileSync(join(folder, 'left-by-a-killed-server'), 'x');
  return { folder, incoming: diskIncomingFiles(folder) };
}

async function* pieces(...all: string[]) {
  for (const piece of all) yield new TextEncoder().encode(piece);
}

test('what arrives is in one file until it is removed, and a start begins with none', async () => {
  const { folder, incoming } = setUp();
  expect(readdirSync(folder)).toEqual([]);
  const file = await incoming.receive(pieces('ab', 'cd'), { sizeBytesMax: 4 });
  if (!file.ok) throw new Error(file.problem.code);
  expect([readFileSync(file.value.path, 'utf8'), file.value.sizeBytes]).toEqual(['abcd', 4]);
  await file.value.remove();
  expect(readdirSync(folder)).toEqual([]);
});

test('more than the limit is refused at once, without reading the rest', async () => {
  const { folder, incoming } = setUp();
  let read = 0;
  async function* endless() {
    for (;;) {
      read += 1;
      yield new Uint8Array(10);
    }
  }
  const file = await incoming.receive(endless(), { sizeBytesMax: 35 });
  expect(file).toMatchObject({ ok: false, problem: { code: 'upload-too-large' } });
  expect(read).toBe(4);
  expect(readdirSync(folder)).toEqual([]);
});

test('a sender who breaks off leaves nothing', async () => {
  const { folder, incoming } = setUp();
  async function* broken() {
    yield new Uint8Array(10);
    throw new Error('gone');
  }
  await expect(incoming.receive(broken(), { sizeBytesMax: 100 })).rejects.toThrow('gone');
  expect(readdirSync(folder)).toEqual([]);
});

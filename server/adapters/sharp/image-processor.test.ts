import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import sharp from 'sharp';
import { imageProcessor } from './image-processor.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-images-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Noise, too much for a PNG, with an alpha channel of this value in its first pixel and opaque elsewhere. */
async function noise(firstAlpha: number): Promise<string> {
  const side = 1_900;
  const pixels = randomBytes(side * side * 4);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  pixels[3] = firstAlpha;
  const file = join(folder, `${firstAlpha}.png`);
  const raw = { width: side, height: side, channels: 4 } as const;
  writeFileSync(file, await sharp(pixels, { raw }).png({ compressionLevel: 1 }).toBuffer());
  return file;
}

test('a drawing of many colours keeps them', async () => {
  const file = join(folder, 'colours.png');
  const side = 64;
  // 4,096 pixels, each of a colour of its own.
  const pixels = Buffer.from(
    Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side), 128]).flat(),
  );
  writeFileSync(
    file,
    await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toBuffer(),
  );
  const made = await imageProcessor().clean(file);
  if (!made.ok) throw new Error(made.problem.code);
  expect((await sharp(made.value.bytes).raw().toBuffer()).equals(pixels)).toBe(true);
});

test('a large picture becomes a JPEG when nothing shines through, alpha channel or not', async () => {
  const { clean } = imageProcessor();
  expect(await clean(await noise(255))).toMatchObject({ ok: true, value: { mime: 'image/jpeg' } });
  expect(await clean(await noise(0))).toMatchObject({ ok: true, value: { mime: 'image/png' } });
}, 60_000);

/**
 * Makes the PNG icons in static/ from static/icon.svg, when the mark changes: `node scripts/make-icons.mjs`.
 * The pictures are in the repository, so that neither a build nor a start needs this.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const file = (name) => fileURLToPath(new URL(`../static/${name}`, import.meta.url));
const svg = await readFile(file('icon.svg'));
const PAPER = '#faf9f6';
/** A launcher may cut a maskable icon to a circle of 80 %: the mark's corners, at 85 %, draw back into it. */
const SAFE = 0.86;

const drawn = (sidePx) => sharp(svg, { density: (72 * sidePx) / 64 }).resize(sidePx, sidePx);

for (const sidePx of [180, 192, 512])
  await drawn(sidePx)
    .png({ compressionLevel: 9, palette: true })
    .toFile(file(`icon-${sidePx}.png`));

const side = 512;
const mark = await drawn(Math.round(side * SAFE))
  .png()
  .toBuffer();
await sharp({ create: { width: side, height: side, channels: 4, background: PAPER } })
  .composite([{ input: mark, gravity: 'centre' }])
  .png({ compressionLevel: 9, palette: true })
  .toFile(file('icon-maskable-512.png'));

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Page } from '@playwright/test';

const client = fileURLToPath(new URL('../../build/client', import.meta.url));

/** Notes which scripts a page asks for from now on; the returned function sums them up, in KB of 1,024 bytes. */
export function watchScripts(page: Page): () => number {
  const asked = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().resourceType() === 'script' || pathname.endsWith('.js')) asked.add(pathname);
  });
  return () => {
    const files = new Set(readdirSync(client, { recursive: true }).map(String));
    const sizes = [...asked].map((path) => path.slice(1)).filter((name) => files.has(name));
    return Math.round(sizes.reduce((sum, name) => sum + compressed(name), 0) / 102.4) / 10;
  };
}

/** As a good proxy would. */
const compressed = (name: string): number =>
  brotliCompressSync(readFileSync(join(client, name)), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11 },
  }).byteLength;

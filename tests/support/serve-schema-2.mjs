/**
 * Preloaded into the program (`NODE_OPTIONS=--import=…`), it makes of it the server of tomorrow: one that
 * knows schema 2. No product code knows of this. `serve-schema-2.mjs?ungated`: one whose gate (E9) fails,
 * because it believes that schema 1 has always had the new names.
 */
import { registerHooks } from 'node:module';

const isUngated = new URL(import.meta.url).search === '?ungated';
const rules = new URL(isUngated ? './schema-2-ungated-rules.ts' : './schema-2-rules.ts', import.meta.url)
  .href;

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === '#lib/protocol/document-rules.ts' ? rules : specifier, context),
});

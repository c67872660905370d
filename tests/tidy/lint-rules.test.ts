/** The bans that dependency-cruiser cannot see, each on a line that breaks it. */
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { root } from './sources.ts';

const eslint = new ESLint({ cwd: root });

/** `rule: message` of what ESLint says about a text as if it stood in that file. */
async function complaints(path: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: `${root}/${path}` });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

const component = (line: string) =>
  `<script lang="ts">\n  ${line}\n  const it: T | undefined = undefined;\n</script>\n\n{it}\n`;
const IMPORTS = '@typescript-eslint/no-restricted-imports';

describe('pure layers take no time, chance or machine by themselves', () => {
  test.each([
    ['src/lib/core/x.ts', 'export const now = Date.now();', 'no-restricted-globals', 'Clock'],
    ['src/lib/domain/x.ts', 'export const die = Math.random();', 'no-restricted-properties', 'Random'],
    ['src/lib/schema/x.ts', 'setTimeout(() => {}, 1);', 'no-restricted-globals', 'Clock'],
    ['src/lib/protocol/x.ts', 'export const id = crypto.randomUUID();', 'no-restricted-globals', 'Random'],
    ['server/ports/x.ts', 'export const b = Buffer.from("");', 'no-restricted-globals', 'Uint8Array'],
    ['server/engine/x.ts', 'export const e = process.env;', 'no-restricted-globals', 'argument'],
    ['server/engine/x.ts', 'globalThis.setTimeout(() => {}, 1);', 'no-restricted-properties', 'Clock'],
    ['server/engine/x.ts', "import { readFile } from 'node:fs';\nreadFile;", IMPORTS, 'port'],
    ['src/lib/domain/x.ts', "import * as Y from 'yjs';\nexport { Y };", IMPORTS, 'Yjs'],
  ])('%s: %s', async (path, line, rule, advice) => {
    const found = await complaints(path, `${line}\n`);
    expect(found.filter((each) => each.startsWith(`${rule}: `)).join()).toContain(advice);
  });

  test('their tests may', async () => {
    expect(await complaints('server/engine/x.test.ts', 'export const now = Date.now();\n')).toEqual([]);
  });
});

describe('imports', () => {
  test.each([
    ['src/routes/+page.svelte', `import type { T } from '${'$lib'}/core/x.ts';`, '#lib'],
    ['src/lib/ui/X.svelte', "import type { T } from '#lib/domain/x.ts';", 'ui may import core, i18n only'],
    [
      'src/lib/client/x.ts',
      "import type { T } from '#lib/editor/x.ts';\nexport type U = T;",
      'client may import',
    ],
    ['src/routes/+page.svelte', "import { T } from '#server/services/x.ts';", 'only types'],
    [
      'server/services/x.ts',
      "import type { T } from '#server/http/x.ts';\nexport type U = T;",
      'services may import',
    ],
    ['src/lib/domain/x.ts', "import type { T } from './index.ts';\nexport type U = T;", 'no barrels'],
  ])('%s: %s', async (path, line, advice) => {
    const found = await complaints(path, path.endsWith('.svelte') ? component(line) : `${line}\n`);
    expect(found.join('\n')).toContain(advice);
  });

  test('types of the server are open to a page, and a layer knows what is below it', async () => {
    expect(
      await complaints('src/routes/+page.svelte', component("import type { T } from '#server/app.ts';")),
    ).toEqual([]);
    expect(
      await complaints('src/lib/ui/X.svelte', component("import type { T } from '#lib/core/ids.ts';")),
    ).toEqual([]);
  });

  test('one feature does not know another, not even its types', async () => {
    const from = 'src/lib/features/documents/X.svelte';
    for (const path of ['#lib/features/deliverables/x.ts', '../deliverables/x.ts']) {
      const found = await complaints(from, component(`import type { T } from '${path}';`));
      expect(found.join('\n')).toContain('features never import one another');
    }
    expect(await complaints(from, component("import type { T } from './x.ts';"))).toEqual([]);
  });
});

test('the program writes to its log, not to the console', async () => {
  const line = `${'console'}.error('x');\n`;
  expect(await complaints('server/http/x.ts', line)).toHaveLength(1);
  expect(await complaints('src/lib/ui/x.ts', line)).toHaveLength(1);
});

/** Each import rule fires on a small project that breaks it, and stays silent on one that keeps it. */
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { root } from './sources.ts';

const { default: config } = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as {
  default: IConfiguration;
};

const projects: string[] = [];
afterAll(() => projects.forEach((folder) => rmSync(folder, { recursive: true })));

/** The names of the rules that a project of these files breaks, each with its file. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-rules-')));
  projects.push(folder);
  const imports = { '#lib/*': './src/lib/*', '#server/*': './server/*' };
  const all = { 'package.json': JSON.stringify({ type: 'module', imports }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { tsConfig: _, enhancedResolveOptions, ...options } = config.options ?? {};
  const { output } = await cruise(
    ['src', 'server', 'tests'].filter((name) =>
      Object.keys(files).some((path) => path.startsWith(`${name}/`)),
    ),
    { ...options, baseDir: folder, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true },
    enhancedResolveOptions as object,
  );
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

const value = 'export const value = 1;\n';
const use = (what: string) => `import { value } from '${what}';\nexport const again = value;\n`;
const useType = (what: string) => `import type { Value } from '${what}';\nexport type Again = Value;\n`;

test('a project that keeps the rules breaks none', async () => {
  expect(
    await broken({
      'src/lib/core/value.ts': value,
      'src/lib/domain/thing.ts': use('#lib/core/value.ts'),
      'src/routes/page.ts': use('#lib/core/value.ts') + "export type { T } from '#server/services/t.ts';\n",
      'server/services/t.ts': 'export type T = 1;\n',
      'server/ports/store.ts': use('#lib/core/value.ts'),
      'server/adapters/disk/store.ts': use('#server/ports/store.ts')
        .replaceAll('value', 'again')
        .replace('const again', 'const third'),
      'server/main.ts': "import './adapters/disk/store.ts';\n",
      'server/engine/room.test.ts': "import '#server/adapters/disk/store.ts';\n",
    }),
  ).toEqual([]);
});

test.each([
  ['core knows nothing', 'src/lib/core/a.ts', 'src/lib/domain/v.ts', 'core'],
  ['the domain knows the core only', 'src/lib/domain/a.ts', 'src/lib/protocol/v.ts', 'domain'],
  ['the schema does not know the protocol', 'src/lib/schema/a.ts', 'src/lib/protocol/v.ts', 'schema'],
  ['the protocol does not know its client', 'src/lib/protocol/a.ts', 'src/lib/client/v.ts', 'protocol'],
  ['the client does not know the editor', 'src/lib/client/a.ts', 'src/lib/editor/v.ts', 'client'],
  ['a button knows no domain', 'src/lib/ui/a.ts', 'src/lib/domain/v.ts', 'ui'],
  ['the editor does not know features', 'src/lib/editor/a.ts', 'src/lib/features/x/v.ts', 'editor'],
  ['features are strangers', 'src/lib/features/x/a.ts', 'src/lib/features/y/v.ts', 'features-are-strangers'],
  ['nobody imports routes', 'src/lib/features/x/a.ts', 'src/routes/v.ts', 'nobody-imports-routes'],
  ['nobody imports tests', 'server/http/a.ts', 'tests/support/v.ts', 'nobody-imports-tests'],
  ['ports do not know the engine', 'server/ports/a.ts', 'server/engine/v.ts', 'ports'],
  ['the engine does not know services', 'server/engine/a.ts', 'server/services/v.ts', 'engine'],
  ['exports do not know services', 'server/exports/a.ts', 'server/services/v.ts', 'exports'],
  ['sign-in does not know services', 'server/auth/a.ts', 'server/services/v.ts', 'auth'],
  ['services do not know http', 'server/services/a.ts', 'server/http/v.ts', 'services'],
  ['jobs do not know the engine', 'server/jobs/a.ts', 'server/engine/v.ts', 'jobs'],
  ['http does not know the engine', 'server/http/a.ts', 'server/engine/v.ts', 'http'],
  ['adapters are strangers', 'server/adapters/x/a.ts', 'server/adapters/y/v.ts', 'adapters-are-strangers'],
  [
    'only the composition knows adapters',
    'server/http/a.ts',
    'server/adapters/x/v.ts',
    'only-composition-knows-adapters',
  ],
  ['nobody imports the composition', 'server/http/a.ts', 'server/cli/v.ts', 'nobody-imports-the-composition'],
])('%s', async (_title, from, to, rule) => {
  const specifier = `#${to.replace(/^src\//, '')}`;
  const target = /^#(lib|server)\//.test(specifier)
    ? specifier
    : `${'../'.repeat(from.split('/').length - 1)}${to}`;
  expect(await broken({ [to]: value, [from]: use(target) })).toContain(`${rule}: ${from}`);
});

test('types count too, except from the server where the interface may know them', async () => {
  const found = await broken({
    'server/services/t.ts': 'export type Value = 1;\n',
    'src/lib/core/a.ts': useType('#server/services/t.ts'),
    'src/routes/a.ts': useType('#server/services/t.ts'),
    'src/routes/b.ts': use('#server/services/t.ts'),
  });
  expect(found).toEqual(['core: src/lib/core/a.ts', 'only-types-from-server: src/routes/b.ts']);
});

test('pure layers get no built-ins, no Svelte and, below the schema, no Yjs', async () => {
  const found = await broken({
    'node_modules/yjs/index.js': '',
    'node_modules/svelte/index.js': '',
    'src/lib/core/a.ts': "import 'node:fs';\nimport 'svelte';\nimport 'yjs';\n",
    'src/lib/schema/a.ts': "import 'yjs';\n",
    'server/engine/a.ts': "import 'node:crypto';\n",
    'server/adapters/disk/a.ts': "import 'node:fs';\n",
  });
  expect(found).toEqual([
    'no-node-built-ins: server/engine/a.ts',
    'no-node-built-ins: src/lib/core/a.ts',
    'no-yjs: src/lib/core/a.ts',
    'pure-layers-are-handed-everything: src/lib/core/a.ts',
  ]);
});

test('modules do not need each other in a circle', async () => {
  const found = await broken({
    'src/lib/core/a.ts': "import './b.ts';\n",
    'src/lib/core/b.ts': "import './a.ts';\n",
  });
  expect(found).toContain('no-cycles: src/lib/core/a.ts');
});

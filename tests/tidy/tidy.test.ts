/** What a reviewer should not have to look for. Each message says what to do instead. */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import textAreas from '#lib/i18n/catalogues/en-text.ts';
import { allSources, isCode, isTest, linesMatching, root, type Source } from './sources.ts';

// The words looked for are put together here, so that this file does not find itself.
const word = (...parts: string[]) => parts.join('');

const code = allSources.filter(({ path }) => isCode(path));
const tests = code.filter(({ path }) => isTest(path));
const elsewhere = (path: string) => /^tests\/(bench|soak|sim)\//.test(path);

const none = (found: readonly string[], instead: string) => expect(found, instead).toEqual([]);

describe('source files', () => {
  test('leave no message on the console', () => {
    const pattern = new RegExp(`\\b${word('con', 'sole')}\\.\\w+\\(`);
    const quiet = code.filter(({ path }) => /^(src|server|tests)\//.test(path) && !elsewhere(path));
    none(linesMatching(quiet, pattern), 'use the log port, or process.stdout in server/cli');
  });

  test('promise nothing for later', () => {
    const pattern = new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')})\\b`);
    none(linesMatching(allSources, pattern), 'do it now, or write an issue and remove the mark');
  });

  test('longer than 400 lines say why in their header', () => {
    const tooLong = code
      .filter(({ text }) => text.split('\n').length > 401)
      .filter(({ text }) => !text.split('\n', 20).join('\n').includes('over 400 lines because'))
      .map(({ path, text }) => `${path}: ${text.split('\n').length - 1} lines`);
    none(tooLong, 'split it, or write “over 400 lines because …” in its first 20 lines');
  });

  test('are no barrels and no bags of helpers', () => {
    const bags = /(^|\/)(index|utils|helpers)\.(ts|js|svelte\.ts)$/;
    const found = allSources.map(({ path }) => path).filter((path) => bags.test(path));
    none(found, 'name the file after the one thing that it holds');
  });

  test('are imported through #lib', () => {
    const pattern = new RegExp(`from\\s+['"]${word('\\$', 'lib')}|import\\(['"]${word('\\$', 'lib')}`);
    none(linesMatching(code, pattern), 'write #lib/…: Node runs the same files');
  });

  test('name no machine, registry or place outside the project', () => {
    const hosts = ['registry' + '.npmjs', 'registry' + '.yarnpkg', 'pypi' + '.org', 'ghcr' + '.io'];
    // Absolute folders of somebody's machine. A route such as /p/… and a system path such as /usr/bin are none.
    const folders = ['home', 'root', 'Users', 'work', 'mnt', 'tmp'].map(
      (name) => `(?<![\\w.\\]})-])/${name}/\\w`,
    );
    // What was written for the project stands in the project; nothing points to a folder beside it.
    const notes = ['design', 'model', 'product', 'stack', 'style', 'quality'].join('|');
    const beside = `(?<![\\w./-])${word('sha', 'red')}/(domain/|seeds/|(${notes})\\.md)`;
    const pattern = new RegExp(
      [...hosts.map((host) => host.replace('.', '\\.')), ...folders, beside].join('|'),
    );
    none(linesMatching(allSources, pattern), 'the project must make sense on any machine');
  });
});

describe('tests', () => {
  // A condition (runIf, skipIf) may stay: `npm test` counts what it skips as failed.
  test('all run', () => {
    const pattern = /\b(test|it|describe|suite)(\.\w+)*\.(only|skip|todo|fixme)\b|\bx(it|describe)\(/;
    none(linesMatching(tests, pattern), 'a test that does not run is removed or mended');
  });

  test('are named so that a runner finds them', () => {
    const lost = allSources
      .filter(({ path }) => /\.(spec|tests|e2e)\.[jt]s$/.test(path))
      .map(({ path }) => path);
    const outside = tests
      .filter(({ path }) => path.endsWith('.test.ts') && !/^(src|server|tests)\//.test(path))
      .map(({ path }) => path);
    none([...lost, ...outside], 'name it x.test.ts, in src, server or tests');
  });

  test('prove each rule of the protocol’s SPEC.md, and no other', () => {
    const spec = readFileSync(join(root, 'src/lib/protocol/SPEC.md'), 'utf8');
    const rules = new Set([...spec.matchAll(/\*\*([EW]\d+)\b/g)].map(([, id]) => id ?? ''));
    const proven = new Set(
      tests.flatMap(({ text }) => [...text.matchAll(/\[([EW]\d+)\]/g)].map(([, id]) => id ?? '')),
    );
    expect(rules.size, 'SPEC.md writes each rule as **E4** …').toBeGreaterThan(0);
    none(without(rules, proven), 'give each rule a test titled “[E4] …”');
    none(without(proven, rules), 'a test is titled with a rule that SPEC.md does not have');
  });
});

describe('message catalogues', () => {
  const folder = join(root, 'src/lib/i18n/messages');
  const locales = readdirSync(folder);
  const keys = new Map(locales.map((locale) => [locale, keysOf(join(folder, locale))]));
  const everyKey = new Set([...keys.values()].flatMap((own) => [...own]));

  test.each(locales)('%s has every key', (locale) => {
    none(without(everyKey, keys.get(locale) ?? new Set()), 'every language has every sentence');
  });

  test('hold no sentence that nothing shows', () => {
    const users = allSources.filter(({ path }) => isCode(path) && !isTest(path));
    none(
      [...everyKey].filter((key) => !isUsed(key, users)),
      'remove it, or write its key where it is used: t(‘area.key’), or t(`area.group.${x}`) for a family',
    );
  });

  // The page of a text loads its own areas only (src/lib/i18n/load-catalogue.ts).
  test('give the page of a text every sentence that it and its panels show', () => {
    const areas = Object.keys(textAreas);
    const elsewhere = [...everyKey].filter((key) => !areas.includes(key.split('.', 1)[0] ?? ''));
    const users = reachedFrom([
      'src/routes/d/[document]/+page.svelte',
      'src/routes/+layout.svelte',
      'src/routes/+error.svelte',
    ]).filter(({ path }) => !path.startsWith('src/lib/i18n/') && !bringsItsWords(path));
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(users.length).toBeGreaterThan(100);
    none(
      elsewhere.filter((key) => isUsed(key, users)),
      'move the sentence to an area of catalogues/<language>-text.ts, or its area there',
    );
  });
});

/** What the bell opens is the overview's, words included, which NewsPanel.svelte provides to it. */
const bringsItsWords = (path: string): boolean =>
  path === 'src/lib/features/home/bell/NewsList.svelte' ||
  /^src\/lib\/features\/home\/(need-words\.svelte|feed-words)\.ts$/.test(path);

describe('dependencies', () => {
  /** The version whose behaviour the editor's binding patches and relies on. */
  const Y_TIPTAP_VERSION = '3.0.9';

  test('hold one copy of yjs: two would not recognise each other’s types', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string }>;
    };
    const copies = (name: string) =>
      Object.keys(lock.packages).filter((path) => path.endsWith(`node_modules/${name}`));
    expect(copies('yjs')).toEqual(['node_modules/yjs']);
    expect(copies('y-protocols')).toEqual(['node_modules/y-protocols']);
    expect(existsSync(join(root, 'node_modules/yjs'))).toBe(true);
  });

  test('have the y-tiptap that the binding was written against', () => {
    const file = join(root, 'node_modules/@tiptap/y-tiptap/package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    expect(version, 'read its changes, run the editor’s tests, then change the number here').toBe(
      Y_TIPTAP_VERSION,
    );
  });
});

function without(all: ReadonlySet<string>, some: ReadonlySet<string>): string[] {
  return [...all].filter((each) => !some.has(each)).sort();
}

/** `area.key` and `area.group.key` of a locale's files. */
function keysOf(folder: string): Set<string> {
  return new Set(
    readdirSync(folder).flatMap((file) => {
      const messages = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
      return namesIn(messages, file.replace(/\.json$/, ''));
    }),
  );
}

function namesIn(messages: object, prefix: string): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? namesIn(value, `${prefix}.${key}`) : [`${prefix}.${key}`],
  );
}

/** Written whole, or as the beginning of a template or a sum: `errors.${code}`. */
function isUsed(key: string, users: readonly Source[]): boolean {
  if (
    users.some(({ text }) => [`'${key}'`, `"${key}"`, `\`${key}\``].some((quoted) => text.includes(quoted)))
  )
    return true;
  return [...familiesIn(users)].some((family) => key.startsWith(family));
}

const families = new WeakMap<readonly Source[], Set<string>>();
function familiesIn(users: readonly Source[]): Set<string> {
  let known = families.get(users);
  known ??= new Set(
    users.flatMap(({ text }) =>
      [...text.matchAll(/`([a-z]+\.[\w.-]*)\$\{/g)].map(([, prefix]) => prefix ?? ''),
    ),
  );
  families.set(users, known);
  return known;
}

/** These files and all that they import, at once or later. */
function reachedFrom(paths: readonly string[]): readonly Source[] {
  const sources = new Map(allSources.map((source) => [source.path, source]));
  const reached = new Set<Source>();
  const visit = (path: string): void => {
    const source = sources.get(path);
    if (!source || reached.has(source)) return;
    reached.add(source);
    for (const [, specifier = ''] of source.text.matchAll(/(?:from|import)\s*\(?\s*'([#.][^']+)'/g))
      visit(
        specifier.startsWith('#lib/')
          ? specifier.replace('#lib/', 'src/lib/')
          : posix.join(posix.dirname(path), specifier),
      );
  };
  paths.forEach(visit);
  return [...reached];
}

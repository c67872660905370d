import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const source = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, source), 'utf8');

const components = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.svelte'),
);

const stylesOf = (path: string): string => /<style[^>]*>([\s\S]*)<\/style>/.exec(read(path))?.[1] ?? '';

test('no component writes a colour of its own: the theme would not reach it', () => {
  const colour = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;
  expect(components.filter((path) => colour.test(stylesOf(path)))).toEqual([]);
});

test('every token that is used exists', () => {
  const sheets = ['lib/ui/tokens.css', 'lib/ui/base.css', 'lib/ui/prose.css'].map(read);
  const styles = components.map((path) => ({ path, css: read(path) }));
  // A component may set a property of its own (`--kind`) and hand it on (`style:--gap`).
  const known = new Set(
    [...sheets, ...styles.map(({ css }) => css)].flatMap((css) =>
      [...css.matchAll(/(--[\w-]+)(?=\s*:|=)/g)].map((match) => match[1]),
    ),
  );
  const unknown = styles.flatMap(({ path, css }) =>
    [...css.matchAll(/var\((--[\w-]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !known.has(name) && !name.startsWith('--bits-'))
      .map((name) => `${path}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const source = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, source), 'utf8');

const files = readdirSync(source, { recursive: true, encoding: 'utf8' });
const components = files.filter((path) => path.endsWith('.svelte'));
const TOKENS = 'lib/ui/tokens.css';
const sheets = files.filter((path) => path.endsWith('.css') && path !== TOKENS);

/** Of a component what stands in its style element; without comments. */
const stylesOf = (path: string): string =>
  (path.endsWith('.css')
    ? read(path)
    : (/<style[^>]*>([\s\S]*)<\/style>/.exec(read(path))?.[1] ?? '')
  ).replaceAll(/\/\*[\s\S]*?\*\//g, '');

test('no style outside of the tokens writes a colour of its own: the theme would not reach it', () => {
  const colour = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/i;
  expect([...components, ...sheets].filter((path) => colour.test(stylesOf(path)))).toEqual([]);
});

/**
 * What gives a page its rhythm: letters, room, corners, lines, shadows. How wide a part is (a column, a dialog)
 * is its own affair, and so is a size that it names for itself (`--diameter`).
 */
const RHYTHM =
  /^(?:font|font-size|letter-spacing|(?:padding|margin)(?:-(?:block|inline|top|right|bottom|left)(?:-(?:start|end))?)?|(?:row-|column-)?gap|border(?:-(?!collapse|spacing).*)?|outline(?:-.*)?|box-shadow|text-decoration-thickness)$/;

/**
 * Not raw: nothing (`0px`, as a fallback of `var()` must have a unit), a share of the letters beside it (`em`, `ch`,
 * `lh`), a share of the room (`%`, `fr`, `vw`), and paper (`pt`, in print alone).
 */
const rawLength = /(?<![\w.-])-?(?!0(?:px|rem)\b)\d*\.?\d+(?:px|rem)\b/;

const declarationsOf = (css: string): { property: string; value: string }[] =>
  [...css.matchAll(/([\w-]+)\s*:\s*([^;{}]+)[;}]/g)].map(([, property = '', value = '']) => ({
    property,
    value: value.replaceAll(/\s+/g, ' '),
  }));

const rawLengthsIn = (css: string): string[] =>
  declarationsOf(css)
    .filter(({ property, value }) => RHYTHM.test(property) && rawLength.test(value))
    .map(({ property, value }) => `${property}: ${value}`);

test('no style outside of the tokens writes a length of its own where all pages have one rhythm', () => {
  const found = [...components, ...sheets].flatMap((path) =>
    rawLengthsIn(stylesOf(path)).map((declaration) => `${path}: ${declaration}`),
  );
  expect(found).toEqual([]);
});

test('a raw length is known from what is relative, nothing or a name', () => {
  expect(rawLengthsIn('a { padding: 2px var(--space-1); margin-inline: -0.5rem; gap: 1rem }')).toHaveLength(
    3,
  );
  expect(
    rawLengthsIn('a { border: 1px solid; box-shadow: 0 0 0 2px red; font-size: max(1rem, 2em); }'),
  ).toHaveLength(3);
  const fine =
    'a { padding: 0 0.4em; margin: calc(-1 * var(--space-half)); gap: var(--bar, 0px); --box: 2rem; }';
  expect(
    rawLengthsIn(`${fine} @media (width < 40rem) { a { inline-size: 20rem; border-radius: 50%; } }`),
  ).toEqual([]);
});

test('every token that is used exists', () => {
  const styles = [...components, ...sheets].map((path) => ({ path, css: read(path) }));
  // A component may set a property of its own (`--kind`) and hand it on (`style:--gap`), or a script may.
  const scripts = files.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts')).map(read);
  const known = new Set(
    [read(TOKENS), ...styles.map(({ css }) => css), ...scripts].flatMap((text) =>
      [...text.matchAll(/(--[\w-]+)(?=\s*:|=|')/g)].map((match) => match[1]),
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

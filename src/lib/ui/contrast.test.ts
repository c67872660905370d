import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrastRatio } from './contrast.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

const blocks = [...css.matchAll(/(:root[^{]*)\{([^}]*)\}/g)];
const blockOf = (selector: string, nth = 0): string =>
  blocks.filter(([, found]) => found?.trim() === selector)[nth]?.[2]?.replaceAll(/^\s+/gm, '') ?? '';

const USUAL = blockOf(':root');
const MORE = blockOf(":root[data-contrast='more']");

/** The pair of colours a token has in the light and in the dark theme. */
function token(name: string, more = false): readonly [light: string, dark: string] {
  const pattern = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`);
  const found = (more ? pattern.exec(MORE) : null) ?? pattern.exec(USUAL);
  if (!found?.[1] || !found[2]) throw new Error(`tokens.css has no pair of colours for --${name}`);
  return [found[1], found[2]];
}

const SURFACES = ['surface', 'surface-raised', 'surface-sunken', 'surface-overlay'];
const STATUSES = ['accent', 'positive', 'warning', 'danger', 'info'];

const textPairs: [text: string, background: string][] = [
  ...SURFACES.flatMap((surface) =>
    ['ink', 'ink-muted', ...STATUSES].map((text): [string, string] => [text, surface]),
  ),
  ...STATUSES.flatMap((status): [string, string][] => [
    [status, `${status}-soft`],
    ['ink', `${status}-soft`],
    ['ink-muted', `${status}-soft`],
    [`${status}-ink`, status],
  ]),
  ['accent-ink', 'accent-strong'],
  ['danger-ink', 'danger-strong'],
  ['accent-strong', 'surface'],
  ['accent-strong', 'accent-soft'],
  ['ink-inverse', 'surface-inverse'],
  ['ink', 'selection'],
];

const shapePairs: [shape: string, background: string][] = SURFACES.flatMap((surface) => [
  ['line-strong', surface] as [string, string],
  ['focus', surface] as [string, string],
]);

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s theme', (_, theme) => {
  test.each(textPairs)('text --%s is readable on --%s', (text, background) => {
    expect(contrastRatio(token(text)[theme], token(background)[theme])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(shapePairs)('--%s can be seen on --%s', (shape, background) => {
    expect(contrastRatio(token(shape)[theme], token(background)[theme])).toBeGreaterThanOrEqual(3);
  });
});

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s theme in high contrast', (_, theme) => {
  test.each(textPairs)('text --%s on --%s has 7:1', (text, background) => {
    const ratio = contrastRatio(token(text, true)[theme], token(background, true)[theme]);
    expect(ratio).toBeGreaterThanOrEqual(7);
  });

  test.each([...shapePairs, ...SURFACES.map((surface) => ['line', surface] as const)])(
    '--%s is plain to see on --%s',
    (shape, background) => {
      const ratio = contrastRatio(token(shape, true)[theme], token(background, true)[theme]);
      expect(ratio).toBeGreaterThanOrEqual(4.5);
    },
  );
});

test('high contrast is the same whether the device or the person asks for it', () => {
  const asked = /@media \(prefers-contrast: more\) \{\s*:root \{([^}]*)\}/.exec(css)?.[1];
  expect(asked?.replaceAll(/^\s+/gm, '')).toBe(MORE);
  expect(MORE).not.toBe('');
});

test('contrast is computed as WCAG does', () => {
  expect(contrastRatio('#000000', '#ffffff')).toBe(21);
  expect(contrastRatio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { barColours, startColour, themeColourTags } from './theme-colour.ts';

const tokens = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const token = (name: string) =>
  new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(tokens)?.slice(1);

test('the browser’s bar and the start of the installed program have the tokens’ colours', () => {
  expect(token('surface-raised')).toEqual([barColours.light, barColours.dark]);
  expect(token('surface')?.[0]).toBe(startColour);
});

test('a chosen appearance decides, else the device', () => {
  expect(themeColourTags('auto')).toMatch(/#ffffff" media="\(prefers-color-scheme: light\)"/);
  expect(themeColourTags('dark')).toMatch(/#ffffff" media="not all".*#1c2124" media="all"/);
});

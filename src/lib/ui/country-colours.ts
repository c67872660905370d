/**
 * One colour per country, everywhere the same: cursors, avatars, boards, charts. Never a flag, and
 * never the only sign: the country's code stands beside it. Six hexadecimal digits, because the
 * editor's carets take nothing else.
 */
import { contrastRatio } from './contrast.ts';

export interface CountryColour {
  readonly colour: string;
  /** For text upon the colour, at 4.5:1 or more. */
  readonly ink: string;
}

// Chosen by search so that any two stay apart for protan, deutan and tritan vision too
// (country-colours.test.ts measures it).
const OWN: Readonly<Record<string, string>> = {
  FR: '#4770d1',
  IT: '#1d5a25',
  BE: '#edaa3c',
  FI: '#50c0f8',
  IE: '#a43c7f',
  DE: '#979796',
  NL: '#da6808',
};

const OTHERS = [
  '#7d5ba6',
  '#2f8f83',
  '#b5534c',
  '#6f8f2f',
  '#35618f',
  '#c48fd0',
  '#8a6a45',
  '#8c4a6b',
] as const;

const NO_COUNTRY = '#5c6b73';
const WHITE = '#ffffff';
const BLACK = '#14181a';

/** Black or white, whichever is read better on this colour. */
export const inkOn = (colour: string): string =>
  contrastRatio(colour, WHITE) >= contrastRatio(colour, BLACK) ? WHITE : BLACK;

/** A country's place among the other colours: stable, and the same on every machine (FNV-1a). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** `country` is an ISO 3166-1 alpha-2 code in either case; without one, a neutral grey. */
export function countryColour(country: string | null | undefined): CountryColour {
  const code = country?.toUpperCase() ?? '';
  const colour = code === '' ? NO_COUNTRY : (OWN[code] ?? OTHERS[hash(code) % OTHERS.length] ?? NO_COUNTRY);
  return { colour, ink: inkOn(colour) };
}

export const OWN_COUNTRY_COLOURS = OWN;
export const OTHER_COUNTRY_COLOURS = OTHERS;

/**
 * Typographic help: what a typed sign becomes, by the language of the text around it.
 *
 * Pure: it is handed the words before the cursor and the sign, and says what should stand there
 * instead. Sources: Unicode CLDR, delimiters of each language; Imprimerie nationale, Lexique des règles
 * typographiques, for the French spaces; the Swiss federal chancellery's guide for fr-CH and de-CH.
 */
export interface Replacement {
  /** How many signs before the cursor give way, beside the typed one. */
  readonly before: number;
  /** What stands in their place and the typed sign's. */
  readonly text: string;
}

const NO_BREAK = '\u00a0';
const NARROW = '\u202f';
const APOSTROPHE = '\u2019';

interface Quotes {
  readonly open: string;
  readonly close: string;
  /** By the key with one stroke. */
  readonly innerOpen: string;
  readonly innerClose: string;
}

const pair = (open: string, close: string, innerOpen: string, innerClose: string): Quotes => ({
  open,
  close,
  innerOpen,
  innerClose,
});

const HIGH = pair('“', '”', '‘', '’');
const LOW_HIGH = pair('„', '“', '‚', '‘');
const LOW_CLOSE = pair('„', '”', '‚', '’');
const SAME = pair('”', '”', '’', '’');
const ANGLES = pair('«', '»', '“', '”');

/** By base language; a tag with a region is looked for first. */
const QUOTES: Readonly<Record<string, Quotes>> = {
  en: HIGH,
  ga: HIGH,
  mt: HIGH,
  lv: HIGH,
  da: HIGH,
  pt: HIGH,
  tr: HIGH,
  nl: pair('‘', '’', '‘', '’'),
  de: LOW_HIGH,
  bg: LOW_HIGH,
  cs: LOW_HIGH,
  et: LOW_HIGH,
  lt: LOW_HIGH,
  sk: LOW_HIGH,
  sl: LOW_HIGH,
  lb: LOW_HIGH,
  hr: LOW_CLOSE,
  hu: LOW_CLOSE,
  pl: LOW_CLOSE,
  ro: LOW_CLOSE,
  fi: SAME,
  sv: SAME,
  se: SAME,
  it: ANGLES,
  es: ANGLES,
  ca: ANGLES,
  eu: ANGLES,
  el: ANGLES,
  sq: ANGLES,
  uk: ANGLES,
  fr: pair(`«${NO_BREAK}`, `${NO_BREAK}»`, '“', '”'),
  'fr-CH': pair(`«${NARROW}`, `${NARROW}»`, '“', '”'),
  'de-CH': pair('«', '»', '‹', '›'),
};

/** Space before these signs in French. Canada sets none but before the colon. */
const SPACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  fr: { ';': NARROW, '!': NARROW, '?': NARROW, ':': NO_BREAK },
  'fr-CH': { ';': NARROW, '!': NARROW, '?': NARROW, ':': NARROW },
  'fr-CA': { ':': NO_BREAK },
};

/** What stands where the typed sign should, or null where it stays as typed. */
export function typographic(before: string, typed: string, language: string): Replacement | null {
  if (typed === '.')
    return before.endsWith('..') && !before.endsWith('...') ? { before: 2, text: '…' } : null;
  if (typed === '-') return dash(before);
  const quotes = of(QUOTES, language);
  if (typed === '"') return quotes ? quote(before, quotes.open, quotes.close) : null;
  if (typed === "'") return apostropheOrQuote(before, quotes);
  const spaces = of(SPACES, language);
  if (spaces) return frenchSpace(before, typed, spaces) ?? guillemets(before, typed, of(QUOTES, language));
  return leadingApostrophe(before, typed, language);
}

function of<T>(table: Readonly<Record<string, T>>, language: string): T | undefined {
  const [base = '', ...rest] = language.split('-');
  const region = rest.find((part) => /^[A-Za-z]{2}$/.test(part))?.toUpperCase();
  return table[`${base.toLowerCase()}-${region}`] ?? table[base.toLowerCase()];
}

/** Two hyphens make a dash, a third a longer one. A line of hyphens is a rule or a table's border. */
function dash(before: string): Replacement | null {
  if (before.endsWith('–')) return before.length > 1 ? { before: 1, text: '—' } : null;
  const isPair = before.endsWith('-') && !before.endsWith('--');
  return isPair && before.trim().length > 1 ? { before: 1, text: '–' } : null;
}

const opens = (before: string): boolean => /(^|[\s([{«„“‘‚‹—–/])$/u.test(before);

function quote(before: string, open: string, close: string): Replacement {
  if (opens(before) && !closesAfterSpace(before, open, close)) return { before: 0, text: open };
  // The space that was typed before a closing guillemet becomes its own.
  const hasSpace = close.length > 1 && before.endsWith(' ');
  return { before: hasSpace ? 1 : 0, text: close };
}

/** In French one may type a space before the closing sign: there it closes what is still open. */
function closesAfterSpace(before: string, open: string, close: string): boolean {
  if (close.length === 1 || !/\S $/.test(before)) return false;
  return before.lastIndexOf(open.charAt(0)) > before.lastIndexOf(close.charAt(close.length - 1));
}

function apostropheOrQuote(before: string, quotes: Quotes | undefined): Replacement {
  if (!quotes || !opens(before))
    return { before: 0, text: quotes && hasOpenInner(before, quotes) ? quotes.innerClose : APOSTROPHE };
  return { before: 0, text: quotes.innerOpen };
}

/** The inner sign is open and the word at hand does not go on: „er sagte ‚ja‘“. */
const hasOpenInner = (before: string, { innerOpen, innerClose }: Quotes): boolean =>
  innerClose !== APOSTROPHE && before.lastIndexOf(innerOpen) > before.lastIndexOf(innerClose);

/** An address, a file's name or a clock's time keeps its signs as they are. */
const isAddress = (before: string): boolean => {
  const word = /\S*$/.exec(before)?.[0] ?? '';
  return /[/@\\]|^www\.|^(https?|ftp|mailto|file|tel|doi|urn)$/i.test(word);
};

function frenchSpace(
  before: string,
  typed: string,
  spaces: Readonly<Record<string, string>>,
): Replacement | null {
  const space = spaces[typed];
  if (space === undefined) return null;
  if (/[\p{L}\p{N}\p{M})\]»”’%€] $/u.test(before)) return { before: 1, text: space + typed };
  if (!/[\p{L}\p{N}\p{M})\]»”%€]$/u.test(before) || isAddress(before)) return null;
  if (typed === ':' && /\d$/.test(before)) return null;
  return { before: 0, text: space + typed };
}

/** Guillemets typed as such get their spaces; a space typed after one that has its own is one too many. */
function guillemets(before: string, typed: string, quotes: Quotes | undefined): Replacement | null {
  if (!quotes || quotes.open.length < 2) return null;
  if (typed === '«') return { before: 0, text: quotes.open };
  if (typed === '»') return { before: /[ \u00a0\u202f]$/.test(before) ? 1 : 0, text: quotes.close };
  if (typed === ' ' && before.endsWith(quotes.open)) return { before: 0, text: '' };
  return null;
}

/** What began as an opening quote turns out to be an apostrophe: ’s avonds, the ’90s. */
function leadingApostrophe(before: string, typed: string, language: string): Replacement | null {
  const base = language.split('-')[0];
  const dutch = base === 'nl' && typed === ' ' && /(^|[\s(])‘(s|t|n|k|m|r|er|ie)$/i.exec(before);
  if (dutch) {
    const word = before.slice(before.lastIndexOf('‘') + 1);
    return { before: word.length + 1, text: `${APOSTROPHE}${word} ` };
  }
  const isDecade = /^\d$/.test(typed) && /(^|[\s(])‘$/.test(before);
  return isDecade ? { before: 1, text: APOSTROPHE + typed } : null;
}

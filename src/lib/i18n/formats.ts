import type { Locale } from './locales.ts';

export type Instant = Date | number;

export interface Formats {
  readonly locale: Locale;
  /** 14 March 2027 */
  date(at: Instant): string;
  /** 14 Mar 2027 */
  shortDate(at: Instant): string;
  /** 09:30 */
  time(at: Instant): string;
  /** 14 Mar 2027, 09:30 */
  dateTime(at: Instant): string;
  /** "3 minutes ago"; the reader's present is handed in. */
  ago(at: Instant, nowMs: number): string;
  number(value: number): string;
  /** 0.4 → 40% */
  percent(ratio: number): string;
  /** Decimal units, as file managers show them. */
  bytes(sizeBytes: number): string;
  list(items: readonly string[]): string;
  /** `it` → Italian, in the reader's language. */
  languageName(tag: string): string;
  /** `it` → italiano, in that language itself. */
  languageOwnName(tag: string): string;
  /** `BE` → Belgium, in the reader's language. */
  countryName(code: string): string;
  /** For `sort`: as the reader's dictionary orders, digits by their value; case and accents decide last. */
  compare(a: string, b: string): number;
}

/** English dates as a European reader expects them: day first, 24 hours. */
export const DATE_LOCALES: Record<Locale, string> = {
  en: 'en-GB',
  fr: 'fr-FR',
  it: 'it-IT',
  fi: 'fi-FI',
  nl: 'nl-NL',
  de: 'de-DE',
  'en-XA': 'en-GB',
};

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Without a time zone, that of the machine is used: pass the person's where the server renders dates. */
export function createFormats(locale: Locale, timeZone?: string): Formats {
  const tag = DATE_LOCALES[locale];
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(tag, { timeZone, ...options });
    return (at: Instant) => formatter.format(at);
  };
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  const languages = new Intl.DisplayNames(tag, { type: 'language' });
  const countries = new Intl.DisplayNames(tag, { type: 'region' });
  const collator = new Intl.Collator(tag, { numeric: true });

  return {
    locale,
    date: dates({ dateStyle: 'long' }),
    shortDate: dates({ dateStyle: 'medium' }),
    time: dates({ timeStyle: 'short' }),
    dateTime: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    ago: (at, nowMs) => formatAgo(relative, Number(at) - nowMs),
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    bytes: (sizeBytes) => formatBytes(tag, sizeBytes),
    list: (items) => list.format(items),
    languageName: (language) => named(languages, language),
    languageOwnName: (language) => ownName(language),
    countryName: (code) => named(countries, code.toUpperCase()),
    compare: collator.compare,
  };
}

function formatAgo(relative: Intl.RelativeTimeFormat, distanceMs: number): string {
  for (const [unit, lengthMs] of STEPS) {
    if (Math.abs(distanceMs) >= lengthMs) return relative.format(Math.trunc(distanceMs / lengthMs), unit);
  }
  return relative.format(0, 'second');
}

function formatBytes(tag: string, sizeBytes: number): string {
  const power = sizeBytes < 1 ? 0 : Math.min(Math.floor(Math.log10(sizeBytes) / 3), BYTE_UNITS.length - 1);
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: BYTE_UNITS[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power < 2 ? 0 : 1,
  }).format(sizeBytes / 1000 ** power);
}

// A tag that is not well formed throws RangeError; a label is no place to fail.
function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

function ownName(language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

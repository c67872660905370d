/** The interface's languages and how one is chosen. A locale is the interface's; a text has its own language. */

export const LOCALES = ['en', 'fr', 'it', 'fi', 'nl', 'de'] as const;

/**
 * English with every letter accented, a third longer and in brackets: text that is cut, or that stands in the
 * code instead of a catalogue, is seen at once. Offered to nobody; whoever tests sets the cookie.
 */
export const PSEUDO_LOCALE = 'en-XA';

export type Locale = (typeof LOCALES)[number] | typeof PSEUDO_LOCALE;

export const DEFAULT_LOCALE: Locale = 'en';

/** The person's own choice of interface language, kept in the browser: the first paint is right. */
export const LOCALE_COOKIE = 'tandem_locale';

/** A year. */
export const LOCALE_COOKIE_AGE_S = 31_536_000;

export function chooseLocale(page: Document, locale: Locale): void {
  page.documentElement.lang = locale;
  page.cookie = `${LOCALE_COOKIE}=${locale}; Path=/; Max-Age=${LOCALE_COOKIE_AGE_S}; SameSite=Lax`;
}

export const isLocale = (value: unknown): value is Locale =>
  typeof value === 'string' && (LOCALES as readonly string[]).includes(value);

/** The interface's locale for a language tag: `fr-BE` → `fr`. */
const localeFor = (tag: string): Locale | undefined => {
  const language = tag.trim().toLowerCase().split('-', 1)[0];
  return isLocale(language) ? language : undefined;
};

/**
 * The person's own choice first, then the browser's `Accept-Language` by weight (RFC 9110 §12.5.4),
 * then English. Never throws on a malformed header.
 */
export function negotiateLocale(
  acceptLanguage: string | null | undefined,
  preferred?: string | null,
): Locale {
  if (preferred === PSEUDO_LOCALE) return PSEUDO_LOCALE;
  const chosen = preferred ? localeFor(preferred) : undefined;
  if (chosen !== undefined) return chosen;

  const wished = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((range, position) => ({ ...parseRange(range), position }))
    .filter((range) => range.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.position - b.position);

  for (const { tag } of wished) {
    const locale = tag === '*' ? DEFAULT_LOCALE : localeFor(tag);
    if (locale !== undefined) return locale;
  }
  return DEFAULT_LOCALE;
}

function parseRange(range: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';');
  const quality = parameters.map((parameter) => /^\s*q=(\S*)\s*$/i.exec(parameter)?.[1]).find(Boolean);
  const weight = quality === undefined ? 1 : Number(quality);
  return { tag: tag.trim(), weight: Number.isFinite(weight) ? weight : 0 };
}

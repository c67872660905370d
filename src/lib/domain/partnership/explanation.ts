import type { CountryCode } from './organisation.ts';

/**
 * Why a result is what it is, as a sentence of the message catalogue and what goes into it.
 * Invariant: no words here; the catalogue has a sentence in every language for each key
 * (area `partnership`, group `why`).
 */
export interface Explanation {
  readonly key: `partnership.why.${Why}`;
  readonly params: Readonly<Record<string, Param>>;
}

/** Raw facts: each reader's language writes countries, lists and months in its own way. */
export type Param =
  | number
  | { readonly countries: readonly CountryCode[] }
  | { readonly names: readonly string[] }
  /** ISO year-month. */
  | { readonly month: string };

export type Why =
  | 'country-wished'
  | 'organisations-wished'
  | 'organisations-withdrawn'
  | 'none-confirmed'
  | 'one-confirmed'
  | 'no-public-remit'
  | 'tandem-ready'
  | 'r1-met'
  | 'r1-not-met'
  | 'r2-met'
  | 'r2-not-met'
  | 'r3-met'
  | 'r3-not-met'
  | 'r3-unknown'
  | 'r4-met'
  | 'r4-warning'
  | 'r4-unknown'
  | 'r5-met'
  | 'r5-begin'
  | 'r5-length'
  | 'r5-unknown'
  | 'r6-info'
  | 'r6-unknown';

export const explain = (why: Why, params: Explanation['params'] = {}): Explanation => ({
  key: `partnership.why.${why}`,
  params,
});

/** How the reader's language writes the raw facts. */
export interface PhraseFormats {
  countryName(code: CountryCode): string;
  list(items: readonly string[]): string;
}

/**
 * The values that the sentence takes. Months become an instant in the middle of the month, the same month
 * in every time zone; `instant` is `Date.parse`, handed in because the domain has no clock.
 */
export function phraseValues(
  { params }: Explanation,
  formats: PhraseFormats,
  instant: (isoDateTime: string) => number,
): Record<string, string | number> {
  const value = (param: Param): string | number => {
    if (typeof param === 'number') return param;
    if ('countries' in param) return formats.list(param.countries.map((code) => formats.countryName(code)));
    if ('names' in param) return formats.list(param.names);
    return instant(`${param.month}-15T12:00:00Z`);
  };
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, value(param)]));
}

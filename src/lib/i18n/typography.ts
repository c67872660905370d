import type { Locale } from './locales.ts';

const NARROW_NO_BREAK = '\u202f';
const NO_BREAK = '\u00a0';

/**
 * Sets the spaces that a keyboard does not offer, so that translators type plain ones and no line
 * begins with a lone « ; ». French: narrow no-break space before ; ! ?, no-break space before : and
 * inside guillemets (Imprimerie nationale, Lexique des règles typographiques).
 * Works on the message's source: what a person wrote and hands in as a value is never touched.
 */
export function typeset(locale: Locale, source: string): string {
  if (locale !== 'fr') return source;
  return (
    source
      .replace(/ ([;!?])/g, `${NARROW_NO_BREAK}$1`)
      // `::` opens a number or date skeleton: syntax, not a colon.
      .replace(/ :(?!:)/g, `${NO_BREAK}:`)
      .replace(/« /g, `«${NO_BREAK}`)
      .replace(/ »/g, `${NO_BREAK}»`)
  );
}

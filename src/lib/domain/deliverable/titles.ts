import type { LanguageTag } from '../partnership/organisation.ts';

/** A title in the reader's language, else in English, else in whatever there is, with its language. */
export function titleIn(
  titles: Readonly<Record<LanguageTag, string>>,
  language: LanguageTag,
): { readonly text: string; readonly lang: LanguageTag } {
  const base = language.split('-')[0] ?? language;
  for (const lang of [language, base, 'en', ...Object.keys(titles)]) {
    const text = titles[lang];
    if (text) return { text, lang };
  }
  return { text: '', lang: language };
}

import type { Words } from '#lib/domain/workshop/format.ts';
import { titleIn } from '#lib/domain/deliverable/titles.ts';

/** A room reads two languages at once, not six. */
const LANGUAGES_MAX = 2;

export const languagesShown = (languages: readonly string[], otherwise: string): readonly string[] =>
  languages.length > 0 ? languages.slice(0, LANGUAGES_MAX) : [otherwise];

/** The words in each of the languages, none twice: what is not there in one of them falls back to English. */
export function wordsIn(
  words: Words,
  languages: readonly string[],
): readonly { readonly text: string; readonly lang: string }[] {
  const found = languages.map((it) => titleIn(words, it)).filter(({ text }) => text !== '');
  return found.filter((it, at) => found.findIndex((other) => other.lang === it.lang) === at);
}

import { titleIn } from '#lib/domain/deliverable/titles.ts';
import type { Words } from '#lib/domain/workshop/format.ts';
import { currentLocale } from '#lib/i18n/messages.svelte.ts';

/** During a component's initialisation: a format's words in the reader's language, else in English, with theirs. */
export function inWords(): (words: Words) => { readonly text: string; readonly lang: string } {
  const locale = currentLocale();
  return (words) => titleIn(words, locale.current);
}

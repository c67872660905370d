import { fold } from './fold.ts';

/** What somebody looks for: words, folded. Their order says nothing. */
export const wordsOf = (query: string): readonly string[] => fold(query).split(/\s+/).filter(Boolean);

/**
 * How well the words are found in the texts; 0: not all of them. A word at a text's beginning counts most,
 * then one at a word's beginning, then letters within a word. No words at all are found everywhere alike.
 */
export function matchWords(words: readonly string[], texts: readonly string[]): number {
  const folded = texts.map(fold);
  let sum = 1;
  for (const word of words) {
    const best = Math.max(0, ...folded.map((text) => placeOf(word, text)));
    if (best === 0) return 0;
    sum += best;
  }
  return sum / (words.length + 1);
}

/** Every typed word is somewhere in the texts; no word at all is in any. */
export const hasWords = (query: string, texts: readonly string[]): boolean =>
  matchWords(wordsOf(query), texts) > 0;

const LETTER_BEFORE = /[\p{L}\p{N}]$/u;

function placeOf(word: string, text: string): number {
  let at = text.indexOf(word);
  if (at === 0) return 3;
  const within = at > 0 ? 1 : 0;
  for (; at > 0; at = text.indexOf(word, at + 1)) if (!LETTER_BEFORE.test(text.slice(0, at))) return 2;
  return within;
}

/** Words and signs of a stretch of text. Pure; a caller sums its stretches. */
export interface Counts {
  readonly words: number;
  /** Unicode characters, spaces included. */
  readonly characters: number;
  readonly spaces: number;
}

export const NOTHING: Counts = { words: 0, characters: 0, spaces: 0 };

export const sum = (one: Counts, other: Counts): Counts => ({
  words: one.words + other.words,
  characters: one.characters + other.characters,
  spaces: one.spaces + other.spaces,
});

/** What a translator's standard page holds: 1,500 characters without spaces, as the Commission counts it. */
const STANDARD_PAGE_CHARACTERS = 1_500;

export const standardPages = ({ characters, spaces }: Counts): number =>
  Math.round(((characters - spaces) / STANDARD_PAGE_CHARACTERS) * 10) / 10;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language);
  if (known) return known;
  const made = new Intl.Segmenter(language, { granularity: 'word' });
  segmenters.set(language, made);
  return made;
}

/** Words are found by the language's own rules; what a hyphen joins is one, as word processors count. */
export function countText(text: string, language: string): Counts {
  let characters = 0;
  let spaces = 0;
  for (const sign of text) {
    characters += 1;
    if (/\s/u.test(sign)) spaces += 1;
  }
  let words = 0;
  let joins = false;
  let wasWord = false;
  for (const { segment, isWordLike } of segmenterOf(language).segment(text)) {
    if (isWordLike && !joins) words += 1;
    joins = wasWord && !isWordLike && /^[-\u2010\u2011]$/.test(segment);
    wasWord = isWordLike === true;
  }
  return { words, characters, spaces };
}

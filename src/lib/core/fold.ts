/** Letters that are two, which Unicode's own decomposition leaves as they are. */
const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', Œ: 'OE', æ: 'ae', Æ: 'AE', ß: 'ss' };

/** `Cœur d’été` becomes `Coeur d’ete`: the letters that somebody in a hurry, or on another keyboard, types. */
export const plainLetters = (words: string): string =>
  words
    .replace(/[œŒæÆß]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** Words as they are compared in a search: `Étape` is found by `etape`. */
export const fold = (words: string): string => plainLetters(words).toLowerCase();

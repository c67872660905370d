/** Words as they are compared in a search: `Étape` is found by `etape`. */
export const fold = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

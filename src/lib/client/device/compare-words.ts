import type { Line } from './words.ts';

/** A piece of a line; `only`: it stands in the copy and not in the text that it was compared with. */
export interface Piece {
  readonly text: string;
  readonly only: boolean;
}

/** Comparing is for the eye: beyond this many words a line is shown as a whole. */
const WORDS_MAX = 1_500;

/** The copy's lines that the present text does not have, the words that only they have marked. */
export function onlyInCopy(copy: readonly Line[], present: readonly Line[]): readonly (readonly Piece[])[] {
  const known = new Set(present.map(({ text }) => text.trim()));
  const candidates = present.map(({ text }) => ({ text, words: wordSet(text) }));
  return copy
    .filter(({ text }) => text.trim() !== '' && !known.has(text.trim()))
    .map(({ text }) => {
      const words = wordSet(text);
      let nearest = '';
      let most = 0;
      for (const candidate of candidates) {
        const shared = overlap(words, candidate.words);
        if (shared > most) [nearest, most] = [candidate.text, shared];
      }
      // Less than a third in common is another line, not an older form of this one.
      return most > 1 / 3 ? marked(text, nearest) : [{ text, only: true }];
    })
    .filter((pieces) => pieces.some((piece) => piece.only));
}

const split = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];
const wordSet = (text: string): Set<string> => new Set(split(text.toLowerCase()).filter((it) => it.trim()));

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / Math.max(1, a.size + b.size - shared);
}

/** Longest common subsequence of words: what is not in it stands only in the copy. */
function marked(text: string, nearest: string): Piece[] {
  const [a, b] = [split(text), split(nearest)];
  if (a.length > WORDS_MAX || b.length > WORDS_MAX) return [{ text, only: true }];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  let j = 0;
  const only = a.map((word, i) => {
    while (j < b.length && b[j] !== word && at(i, j + 1) >= at(i + 1, j)) j++;
    if (j >= b.length || b[j] !== word) return true;
    j++;
    return false;
  });
  return joined(a, only);
}

/** Neighbours of a kind as one piece; a space belongs to the words around it when both are marked. */
function joined(words: readonly string[], only: readonly boolean[]): Piece[] {
  const isWord = (at: number): boolean => (words[at] ?? '').trim() !== '';
  const pieces: { text: string; only: boolean }[] = [];
  words.forEach((text, at) => {
    const isMarked = isWord(at) ? only[at] === true : only[at - 1] === true && only[at + 1] === true;
    const last = pieces.at(-1);
    if (last?.only === isMarked) last.text += text;
    else pieces.push({ text, only: isMarked });
  });
  return pieces;
}

import { alignSequences } from '#lib/schema/text/compare/align.ts';
import type { Line } from './words.ts';

/** A piece of a line; `only`: it stands in the copy and not in the text that it was compared with. */
export interface Piece {
  readonly text: string;
  readonly only: boolean;
}

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

/** What is not in the line that it was compared with stands only in the copy. */
function marked(text: string, nearest: string): Piece[] {
  const words = split(text);
  const only = words.map(() => true);
  for (const step of alignSequences(words, split(nearest)))
    if (step.kind === 'same') only[step.before] = false;
  return joined(words, only);
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

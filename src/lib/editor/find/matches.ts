import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { plainLetters } from '#lib/core/fold.ts';

/**
 * Finding words in a text: within a block, across its marks, the way people type them: a plain space
 * finds a no-break one and a straight apostrophe a curved one.
 */
export interface FindOptions {
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  readonly ignoreAccents: boolean;
}

export interface Match {
  readonly from: number;
  readonly to: number;
}

/** A block's own matches, counted from the start of its content. */
interface BlockMatches {
  readonly matches: readonly Match[];
  /** It holds inline nodes with a text of their own (footnotes). */
  readonly hasInner: boolean;
}

const OBJECT = '\ufffc';
const WORD = /[\p{L}\p{N}\p{M}_]/u;

/** One search. It remembers each block's matches, so that after an edit only the changed blocks are read. */
export class Finder {
  readonly #needle: string;
  readonly #options: FindOptions;
  readonly #known = new WeakMap<ProseMirrorNode, BlockMatches>();

  constructor(query: string, options: FindOptions) {
    this.#options = options;
    this.#needle = folded(query, options).text;
  }

  /** In the order of the text, at most `max`. */
  matchesIn(doc: ProseMirrorNode, max = Number.POSITIVE_INFINITY): Match[] {
    const found: Match[] = [];
    if (this.#needle === '') return found;
    doc.descendants((node, at) => {
      if (found.length >= max) return false;
      if (!node.inlineContent) return true;
      const { matches, hasInner } = this.#blockMatches(node);
      for (const { from, to } of matches) found.push({ from: at + 1 + from, to: at + 1 + to });
      return hasInner;
    });
    // A footnote's matches come after those of the words around it.
    return found.sort((one, other) => one.from - other.from).slice(0, max);
  }

  #blockMatches(block: ProseMirrorNode): BlockMatches {
    const known = this.#known.get(block);
    if (known) return known;
    const fresh = this.#search(block);
    this.#known.set(block, fresh);
    return fresh;
  }

  #search(block: ProseMirrorNode): BlockMatches {
    const { text, positions, hasInner } = plainText(block);
    const hay = folded(text, this.#options);
    const matches: Match[] = [];
    let at = hay.text.indexOf(this.#needle);
    while (at >= 0) {
      const start = hay.origin(at);
      const end = hay.origin(at + this.#needle.length);
      if (!this.#options.wholeWord || isWholeWord(text, start, end)) {
        matches.push({ from: positions(start), to: positions(end - 1) + 1 });
        at = hay.text.indexOf(this.#needle, at + this.#needle.length);
      } else at = hay.text.indexOf(this.#needle, at + 1);
    }
    return { matches, hasInner };
  }
}

const isWholeWord = (text: string, start: number, end: number): boolean =>
  !(WORD.test(text[start - 1] ?? ' ') && WORD.test(text[start] ?? ' ')) &&
  !(WORD.test(text[end] ?? ' ') && WORD.test(text[end - 1] ?? ' '));

/** A block's words with one sign for what is no text, and where each sign stands in the block. */
function plainText(block: ProseMirrorNode): {
  text: string;
  positions: (index: number) => number;
  hasInner: boolean;
} {
  let text = '';
  let hasInner = false;
  /** Where text and position part ways: [index in the text, how much the position is ahead]. */
  const leaps: (readonly [number, number])[] = [];
  block.forEach((child, offset) => {
    if (child.isText) text += child.text ?? '';
    else {
      text += child.type.name === 'hardBreak' ? '\n' : OBJECT;
      hasInner ||= child.inlineContent;
      if (child.nodeSize > 1) leaps.push([text.length, offset + child.nodeSize - text.length]);
    }
  });
  const positions = (index: number): number => index + (leaps.findLast(([from]) => index >= from)?.[1] ?? 0);
  return { text, positions, hasInner };
}

interface Folded {
  readonly text: string;
  /** The place in the unfolded text of a place in the folded one. */
  origin(index: number): number;
}

const same = (index: number): number => index;

function folded(text: string, { matchCase, ignoreAccents }: FindOptions): Folded {
  const plain = text
    .replace(/[\u00a0\u2007\u2009\u202f\n]/g, ' ')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e]/g, '"')
    .replace(/\u2011/g, '-');
  const cased = matchCase ? plain : plain.toLowerCase();
  const isSimple = cased.length === text.length && (!ignoreAccents || /^[\u0000-\u007f]*$/.test(cased));
  if (isSimple) return { text: cased, origin: same };
  return signBySign(plain, { matchCase, ignoreAccents });
}

function signBySign(text: string, options: Pick<FindOptions, 'matchCase' | 'ignoreAccents'>): Folded {
  const origins: number[] = [];
  let result = '';
  let at = 0;
  for (const sign of text) {
    let piece = options.ignoreAccents ? plainLetters(sign) : sign;
    if (!options.matchCase) piece = piece.toLowerCase();
    for (let unit = 0; unit < piece.length; unit += 1) origins.push(at);
    result += piece;
    at += sign.length;
  }
  origins.push(text.length);
  return { text: result, origin: (index) => origins[index] ?? text.length };
}

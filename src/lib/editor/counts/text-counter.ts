import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { SelectionRange } from '@tiptap/pm/state';
import { countText, NOTHING, sum, type Counts } from './count.ts';

/**
 * Counts a text in portions, so that a long one never holds up a key press. It remembers each block:
 * after an edit only the changed ones are counted.
 */
export class TextCounter {
  readonly #language: string;
  readonly #known = new WeakMap<ProseMirrorNode, Counts>();

  constructor(language: string) {
    this.#language = language;
  }

  /** Goes on counting until `isOver`; null while there is more to do. */
  step(doc: ProseMirrorNode, isOver: () => boolean): Counts | null {
    let total = NOTHING;
    for (let at = 0; at < doc.childCount; at += 1) {
      const block = doc.child(at);
      if (!this.#known.has(block) && isOver()) return null;
      total = sum(total, this.#count(block, this.#language));
    }
    return total;
  }

  /** What a selection covers; of selected cells, each is a range. */
  within(doc: ProseMirrorNode, ranges: readonly SelectionRange[]): Counts {
    return ranges.map(({ $from, $to }) => this.between(doc, $from.pos, $to.pos)).reduce(sum, NOTHING);
  }

  between(doc: ProseMirrorNode, from: number, to: number): Counts {
    let total = NOTHING;
    doc.nodesBetween(from, to, (node, at) => {
      if (!node.inlineContent) return true;
      const start = Math.max(0, from - at - 1);
      const end = Math.min(node.content.size, to - at - 1);
      if (end > start)
        total = sum(total, countText(words(node, start, end), languageOf(node, this.#language)));
      return true;
    });
    return total;
  }

  #count(node: ProseMirrorNode, around: string): Counts {
    const known = this.#known.get(node);
    if (known) return known;
    const language = languageOf(node, around);
    let total = node.inlineContent ? countText(words(node, 0, node.content.size), language) : NOTHING;
    node.forEach((child) => {
      if (child.isBlock || child.inlineContent) total = sum(total, this.#count(child, language));
    });
    this.#known.set(node, total);
    return total;
  }
}

const languageOf = (node: ProseMirrorNode, around: string): string =>
  (node.attrs.lang as string | null | undefined) ?? around;

/** A block's own words; a line break separates them, a footnote in the middle of a word does not. */
function words(node: ProseMirrorNode, from: number, to: number): string {
  let text = '';
  node.nodesBetween(from, to, (child, at, parent) => {
    if (parent === node && child.isText) text += child.text?.slice(Math.max(0, from - at), to - at) ?? '';
    else if (child.type.name === 'hardBreak') text += '\n';
    return false;
  });
  return text;
}

import * as Y from 'yjs';
import type { SharedType } from './render.ts';

/** A stretch of text, of one insertion or of several that stood side by side. */
export interface Piece {
  readonly text: string;
  readonly parent: Y.XmlText;
  /** The items it is part of, and where in the first of them it begins. */
  readonly items: readonly Y.Item[];
  readonly offset: number;
}

/** Where a piece of text stood, in words that still mean something once its block is gone. */
export interface Context {
  /** The text around it that the other person saw. */
  readonly before: string;
  readonly after: string;
  readonly blockId: string | undefined;
  /** The block of the body that contained it, and the one before that. */
  readonly top: Y.XmlElement | undefined;
}

const CONTEXT_LENGTH = 40;

/** Read right after the deletion, while deleted text is still in memory. */
export function contextOf(piece: Piece, transaction: Y.Transaction, fragment: Y.XmlFragment): Context {
  let before = '';
  let after = '';
  let passed = false;
  for (let item = piece.parent._start; item !== null; item = item.right) {
    if (piece.items.includes(item)) {
      passed = true;
      continue;
    }
    if (!wasVisible(item, transaction) || !(item.content instanceof Y.ContentString)) continue;
    if (passed) after += item.content.str;
    else before += item.content.str;
  }
  return {
    before: before.slice(-CONTEXT_LENGTH),
    after: after.slice(0, CONTEXT_LENGTH),
    blockId: blockIdOf(piece.parent),
    top: topOf(piece.parent, fragment),
  };
}

/** Until this transaction. */
export const wasVisible = (item: Y.Item, transaction: Y.Transaction): boolean =>
  !item.deleted || Y.isDeleted(transaction.deleteSet, item.id);

/** Inserts the text where its context is found, else as a paragraph where its block stood. */
export function place(fragment: Y.XmlFragment, text: string, context: Context): void {
  for (const candidate of candidates(fragment, context)) {
    const at = positionIn(candidate, context);
    if (at === undefined) continue;
    candidate.insert(at, text);
    return;
  }
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(text)]);
  fragment.insert(indexAfter(fragment, context.top), [paragraph]);
}

/** The texts of the block that took over the id, then those of the neighbours. */
function candidates(fragment: Y.XmlFragment, context: Context): Y.XmlText[] {
  const texts = textsOf(fragment);
  const sameBlock = texts.filter(
    (text) => context.blockId !== undefined && blockIdOf(text) === context.blockId,
  );
  const at = indexAfter(fragment, context.top);
  const neighbours = fragment
    .toArray()
    .slice(Math.max(0, at - 1), at + 1)
    .flatMap((block) => (block instanceof Y.XmlElement ? textsOf(block) : []));
  return [...sameBlock, ...neighbours];
}

function positionIn(text: Y.XmlText, { before, after }: Context): number | undefined {
  const words = (text.toDelta() as { insert?: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\u0000'))
    .join('');
  if (before !== '') {
    const at = words.lastIndexOf(before);
    if (at >= 0) return at + before.length;
  }
  const at = after === '' ? -1 : words.indexOf(after);
  return at < 0 ? undefined : at;
}

const textsOf = (parent: Y.XmlFragment): Y.XmlText[] =>
  parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child];
    return child instanceof Y.XmlElement ? textsOf(child) : [];
  });

/** The id of the block around a text, also when it has just been deleted. */
export function blockIdOf(text: Y.XmlText): string | undefined {
  const parent = text.parent;
  const item = parent instanceof Y.XmlElement ? parent._map.get('id') : undefined;
  const id: unknown = item?.content.getContent()[item.length - 1];
  return typeof id === 'string' ? id : undefined;
}

function topOf(type: SharedType, fragment: Y.XmlFragment): Y.XmlElement | undefined {
  let at: SharedType | null = type;
  while (at && at.parent !== fragment) at = at.parent as SharedType | null;
  return at instanceof Y.XmlElement ? at : undefined;
}

/** The index in the body right after the last surviving block at or before `top`. */
function indexAfter(fragment: Y.XmlFragment, top: Y.XmlElement | undefined): number {
  let item = top?._item ?? null;
  while (item !== null && item.deleted) item = item.left;
  if (item === null) return top ? 0 : fragment.length;
  const survivor = item.content instanceof Y.ContentType ? item.content.type : undefined;
  return fragment.toArray().indexOf(survivor as Y.XmlElement) + 1;
}

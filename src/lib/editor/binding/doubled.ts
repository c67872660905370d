import * as Y from 'yjs';
import type { SharedType } from './render.ts';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/**
 * Notices text that stands twice because two people did the same at once (E18): both split a
 * paragraph, so its tail is there twice; both joined, dragged or retyped a block, so it is there
 * twice. One copy is offered for removal; nothing is removed unasked.
 *
 * Two insertions were made at the same time, at the same place, when they name the same neighbours
 * (`origin`, `rightOrigin`): a later one would name the earlier.
 */
export interface DoubledText {
  readonly text: string;
  /** Removes one copy. Everybody who mends removes the same one, so pressing twice is harmless. */
  mend(): void;
}

/** Shorter coincidences are no doubling: two people typing the same letter. */
const LENGTH_MIN = 3;
/** How far apart two insertions at one place can be in the list of their neighbours. */
const NEIGHBOURS_MAX = 200;

export function watchDoubledText(
  fragment: Y.XmlFragment,
  { onDoubled }: { onDoubled: (doubled: DoubledText) => void },
): () => void {
  const doc = fragment.doc as Y.Doc;
  const afterTransaction = (transaction: Y.Transaction): void => {
    if (transaction.local) return;
    for (const theirs of insertedItems(transaction)) {
      const ours = counterpart(theirs, doc.clientID) ?? sameBlock(theirs, fragment, doc.clientID);
      if (!ours) continue;
      const copies = copiesOf(ours, theirs);
      if (copies) onDoubled({ text: copies.text, mend: () => mend(doc, copies) });
    }
  };
  doc.on('afterTransaction', afterTransaction);
  return () => doc.off('afterTransaction', afterTransaction);
}

interface Run {
  readonly items: readonly Y.Item[];
  readonly text: string;
}

interface Copies {
  readonly text: string;
  readonly kept: Run;
  readonly copy: Run;
}

/** Visible first items of what others inserted: one per insertion. */
function insertedItems(transaction: Y.Transaction): Y.Item[] {
  const found: Y.Item[] = [];
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0;
    if (end === start || client === transaction.doc.clientID) continue;
    const structs = transaction.doc.store.clients.get(client) ?? [];
    for (let at = structs.length - 1; at >= 0; at -= 1) {
      const struct = structs[at];
      if (!struct || struct.id.clock < start) break;
      if (struct instanceof Y.Item && isContent(struct) && !continues(struct)) found.push(struct);
    }
  }
  return found;
}

const isContent = (item: Y.Item): boolean =>
  !item.deleted &&
  item.parentSub === null &&
  (item.content instanceof Y.ContentType || item.content instanceof Y.ContentString);

/** True for what was inserted together with the item to its left. */
const continues = (item: Y.Item): boolean =>
  item.origin !== null && item.origin.client === item.id.client && item.origin.clock === item.id.clock - 1;

/** What I inserted at the same place at the same time. */
function counterpart(theirs: Y.Item, me: number): Y.Item | undefined {
  const matches = (item: Y.Item): boolean =>
    item.id.client === me &&
    isContent(item) &&
    Y.compareIDs(item.origin, theirs.origin) &&
    Y.compareIDs(item.rightOrigin, theirs.rightOrigin);
  for (const direction of ['left', 'right'] as const) {
    let item = theirs[direction];
    for (let steps = 0; item !== null && steps < NEIGHBOURS_MAX; steps += 1) {
      if (matches(item)) return item;
      item = item[direction];
    }
  }
  return undefined;
}

/** A block of mine with the same id: both moved it, to different places. */
function sameBlock(theirs: Y.Item, fragment: Y.XmlFragment, me: number): Y.Item | undefined {
  const type = typeOf(theirs);
  const id: unknown = type instanceof Y.XmlElement ? type.getAttribute('id') : undefined;
  if (typeof id !== 'string') return undefined;
  for (const walked of fragment.createTreeWalker((node) => node instanceof Y.XmlElement)) {
    const element = walked as Y.XmlElement;
    if (element !== type && element._item?.id.client === me && element.getAttribute('id') === id)
      return element._item;
  }
  return undefined;
}

function copiesOf(ours: Y.Item, theirs: Y.Item): Copies | undefined {
  const mine = runFrom(ours);
  const other = runFrom(theirs);
  const [longer, shorter] = mine.text.length >= other.text.length ? [mine, other] : [other, mine];
  if (shorter.text.trim().length < LENGTH_MIN || !longer.text.includes(shorter.text)) return undefined;
  // The copy is the shorter; of two equals the one that everybody sees second.
  const isSecond = mine.text.length !== other.text.length || comesAfter(shorter, longer);
  return {
    text: shorter.text.trim(),
    ...(isSecond ? { kept: longer, copy: shorter } : { kept: shorter, copy: longer }),
  };
}

/** An insertion from its first item on: what one person put there in one go. */
function runFrom(first: Y.Item): Run {
  const items: Y.Item[] = [first];
  for (let item = first.right; item !== null; item = item.right) {
    if (item.id.client !== first.id.client) break;
    if (first.content instanceof Y.ContentType && !continues(item)) break;
    if (isContent(item)) items.push(item);
  }
  return { items, text: textOf(items) };
}

const textOf = (items: readonly Y.Item[]): string =>
  items
    .filter((item) => !item.deleted)
    .map((item) => (item.content instanceof Y.ContentString ? item.content.str : typeText(typeOf(item))))
    .join('');

const typeOf = (item: Y.Item): SharedType | undefined =>
  item.content instanceof Y.ContentType ? (item.content.type as SharedType) : undefined;

function typeText(type: SharedType | undefined): string {
  if (type instanceof Y.XmlText)
    return (type.toDelta() as { insert?: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('');
  return type instanceof Y.XmlFragment
    ? type
        .toArray()
        .map((child) => typeText(child as SharedType))
        .join('')
    : '';
}

function comesAfter(one: Run, other: Run): boolean {
  const [first] = other.items;
  for (let item = one.items[0]?.left ?? null; item !== null; item = item.left)
    if (item === first) return true;
  // In different parents no order is at hand; any rule will do that is the same for everybody.
  const [a, b] = [one.items[0]?.id.client ?? 0, first?.id.client ?? 0];
  return one.items[0]?.parent !== first?.parent && a > b;
}

function mend(doc: Y.Doc, { kept, copy }: Copies): void {
  const text = textOf(copy.items);
  // Changed since, by anyone: then it is no copy any more.
  if (text === '' || !textOf(kept.items).includes(text)) return;
  doc.transact(() => {
    for (const item of copy.items) if (!item.deleted) remove(item);
  }, ySyncPluginKey);
}

function remove(item: Y.Item): void {
  const parent = item.parent as Y.XmlFragment | Y.XmlText;
  let index = 0;
  for (let left = item.left; left !== null; left = left.left)
    if (!left.deleted && left.countable) index += left.length;
  parent.delete(index, item.length);
}

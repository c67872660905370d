import * as Y from 'yjs';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { contextOf, place, wasVisible, type Context, type Piece } from './text-context.ts';

/**
 * Notices text of mine that vanishes because somebody else removed the block around it without
 * having seen it: they joined it to the one above, dragged it, made it a heading (E18).
 *
 * A sender's update names every character that the sender deleted. What disappears beyond those
 * went down with its block unseen. Deliberate deletions of my text are therefore never reported.
 */
export interface LostText {
  readonly text: string;
  /** Puts it back where it was, or as a paragraph nearby. Can be undone. */
  putBack(): void;
}

/** Calls the listener with every remote update before it, and what came with it, is applied. */
export type Incoming = (listener: (update: Uint8Array) => void) => () => void;

export interface LostTextOptions {
  readonly incoming?: Incoming | undefined;
  readonly onLost: (lost: LostText) => void;
}

export function watchLostText(fragment: Y.XmlFragment, { incoming, onLost }: LostTextOptions): () => void {
  const doc = fragment.doc as Y.Doc;
  let named = Y.createDeleteSet();
  const stopIncoming = incoming?.((update) => {
    // Only deletions of my own text matter, and a newcomer has none.
    if (!doc.store.clients.has(doc.clientID)) return;
    const { clients } = Y.decodeUpdate(update).ds;
    const mine = clients.get(doc.clientID);
    if (!mine) return;
    const own = Y.createDeleteSet();
    own.clients.set(doc.clientID, mine);
    named = Y.mergeDeleteSets([named, own]);
  });
  const afterTransaction = (transaction: Y.Transaction): void => {
    if (transaction.local) return;
    const pieces = deletedText(transaction, doc.clientID).flatMap(({ item, parent }) =>
      incoming ? unseen(item, parent, named) : unfound(item, parent, transaction),
    );
    const lost = asRead(pieces, transaction).filter(({ text }) => text.trim() !== '');
    if (lost.length === 0) return;
    const placed = lost.map((piece) => ({
      text: piece.text,
      context: contextOf(piece, transaction, fragment),
    }));
    onLost({
      text: placed.map(({ text }) => text).join(' … '),
      putBack: () => putBack(fragment, placed),
    });
  };
  doc.on('afterTransaction', afterTransaction);
  return () => {
    doc.off('afterTransaction', afterTransaction);
    stopIncoming?.();
  };
}

interface Deleted {
  readonly item: Y.Item;
  readonly parent: Y.XmlText;
}

/** Strings of this client that the transaction deleted. */
function deletedText(transaction: Y.Transaction, client: number): Deleted[] {
  const ranges = transaction.deleteSet.clients.get(client);
  if (!ranges) return [];
  const own = Y.createDeleteSet();
  own.clients.set(client, ranges);
  const found: Deleted[] = [];
  Y.iterateDeletedStructs(transaction, own, (struct) => {
    if (
      struct instanceof Y.Item &&
      struct.content instanceof Y.ContentString &&
      struct.parent instanceof Y.XmlText
    )
      found.push({ item: struct, parent: struct.parent });
  });
  return found;
}

/** The stretches of an item that no update named as deleted. */
function unseen(item: Y.Item, parent: Y.XmlText, named: ReturnType<typeof Y.createDeleteSet>): Piece[] {
  const { str } = item.content as Y.ContentString;
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at <= str.length; at += 1) {
    const isNamed = at === str.length || Y.isDeleted(named, Y.createID(item.id.client, item.id.clock + at));
    if (!isNamed) continue;
    if (at > from) pieces.push({ text: str.slice(from, at), parent, items: [item], offset: from });
    from = at + 1;
  }
  return pieces;
}

/**
 * In the order of the text, and as one where nothing stood between: what was typed key by key, or
 * corrected backwards, is told and put back as the words that it made.
 */
function asRead(pieces: readonly Piece[], transaction: Y.Transaction): Piece[] {
  const read: Piece[] = [];
  for (const parent of new Set(pieces.map((piece) => piece.parent))) {
    let adjoins = false;
    for (let item = parent._start; item !== null; item = item.right) {
      const own = pieces.filter(({ items }) => items[0] === item);
      if (own.length === 0 && item.countable && wasVisible(item, transaction)) adjoins = false;
      for (const piece of own) {
        const before = adjoins && piece.offset === 0 ? read.pop() : undefined;
        read.push(before ? joined(before, piece) : piece);
        adjoins = piece.offset + piece.text.length === item.length;
      }
    }
  }
  return read;
}

const joined = (left: Piece, right: Piece): Piece => ({
  ...left,
  text: left.text + right.text,
  items: [...left.items, ...right.items],
});

/** Without the updates themselves: what went down with its block and is found nowhere else. */
function unfound(item: Y.Item, parent: Y.XmlText, transaction: Y.Transaction): Piece[] {
  const { str } = item.content as Y.ContentString;
  const block = parent._item;
  if (!block || !Y.isDeleted(transaction.deleteSet, block.id)) return [];
  return insertedText(transaction).includes(str) ? [] : [{ text: str, parent, items: [item], offset: 0 }];
}

function insertedText(transaction: Y.Transaction): string {
  let text = '';
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0;
    if (end === start || client === transaction.doc.clientID) continue;
    for (const struct of transaction.doc.store.clients.get(client) ?? [])
      if (
        struct.id.clock + struct.length > start &&
        struct instanceof Y.Item &&
        struct.content instanceof Y.ContentString
      )
        text += struct.content.str;
  }
  return text;
}

function putBack(fragment: Y.XmlFragment, pieces: readonly { text: string; context: Context }[]): void {
  // The origin of this editor's own edits, so that undo takes it back.
  fragment.doc?.transact(() => {
    for (const { text, context } of pieces) place(fragment, text, context);
  }, ySyncPluginKey);
}

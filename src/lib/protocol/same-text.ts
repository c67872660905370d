import * as Y from 'yjs';
import { loadText, type CondensedText } from './whole-text.ts';

/**
 * Whether two ways to the same text lead to the same text: as far as every client has come, what is
 * deleted, and all that is visible. What Yjs keeps in one piece or in several is no difference.
 */
export function isSameText(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  const [a, b] = [loadText(one), loadText(other)];
  const isSame = saysTheSame(a, b);
  a.destroy();
  b.destroy();
  return isSame;
}

/** Whether a condensed text is that of these updates, and what it tells about itself is true of it. */
export function isCondensedOf(
  { bytes, stateVector, deletes }: CondensedText,
  updates: readonly Uint8Array[],
): boolean {
  const [condensed, text] = [loadText([bytes]), loadText(updates)];
  const { ds, structs } = Y.decodeUpdate(deletes);
  const told = new Y.Snapshot(ds, Y.decodeStateVector(stateVector));
  const isRight =
    saysTheSame(condensed, text) && structs.length === 0 && Y.equalSnapshots(told, Y.snapshot(text));
  condensed.destroy();
  text.destroy();
  return isRight;
}

const saysTheSame = (a: Y.Doc, b: Y.Doc): boolean =>
  Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b)) && visible(a) === visible(b);

function visible(doc: Y.Doc): string {
  const roots = [...doc.share].map(([name, type]) => [name, contentOf(type)] as const);
  // A root that is empty by now may never have been heard of in a snapshot.
  return JSON.stringify(
    roots.filter(([, content]) => content !== EMPTY).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const EMPTY = '{}';

function contentOf(type: Pick<Y.AbstractType<never>, '_start' | '_map'>): string {
  let children = '';
  for (let item = type._start; item; item = item.right) if (!item.deleted) children += valueOf(item);
  const attributes = [...type._map]
    .filter(([, item]) => !item.deleted)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}=${valueOf(item)}`);
  return `{${children}${attributes.join('')}}`;
}

function valueOf({ content }: Y.Item): string {
  if (content instanceof Y.ContentType) return `${nameOf(content.type)}${contentOf(content.type)}`;
  if (content instanceof Y.ContentFormat) return `<${content.key} ${JSON.stringify(content.value)}>`;
  if (content instanceof Y.ContentString) return content.str;
  return JSON.stringify(content.getContent());
}

const nameOf = (type: object): string =>
  type instanceof Y.XmlElement ? type.nodeName : type.constructor.name;

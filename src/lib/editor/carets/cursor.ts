import type { ProsemirrorBinding } from '@tiptap/y-tiptap';
import * as Y from 'yjs';

/** What y-tiptap's binding keeps in the editor's state. */
export interface Binding {
  readonly doc: Y.Doc;
  readonly type: Y.XmlFragment;
  readonly binding: Pick<ProsemirrorBinding, 'mapping'> | null;
}

/** A selection in Yjs's terms: it stays where it is, whatever is written around it. */
export interface Cursor {
  readonly anchor: Y.RelativePosition;
  readonly head: Y.RelativePosition;
}

/** A state is replaced as a whole, so what was read from one stays true. */
const read = new WeakMap<object, Cursor | null>();

/** The cursor of a presence state; `null`: it has none, or it comes from a program that says something else. */
export function cursorOf(state: unknown): Cursor | null {
  const said = isObject(state) ? state['cursor'] : null;
  if (!isObject(said)) return null;
  const known = read.get(said);
  if (known !== undefined) return known;
  const cursor = parsed(said);
  read.set(said, cursor);
  return cursor;
}

function parsed({ anchor, head }: Readonly<Record<string, unknown>>): Cursor | null {
  if (!isPosition(anchor) || !isPosition(head)) return null;
  return { anchor: Y.createRelativePositionFromJSON(anchor), head: Y.createRelativePositionFromJSON(head) };
}

/** Yjs throws at anything else, in the middle of showing what others write. */
function isPosition(said: unknown): boolean {
  if (!isObject(said)) return false;
  const { type, tname, item } = said;
  const isNamed = typeof tname === 'string' || isId(type) || isId(item);
  return isNamed && [type, item].every((it) => it === undefined || it === null || isId(it));
}

const isId = (said: unknown): boolean =>
  isObject(said) &&
  [said['client'], said['clock']].every((it) => Number.isSafeInteger(it) && Number(it) >= 0);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The block of the text in which a position lies; `null`: it is of no text here, or not known yet. */
export function blockAt(
  { doc, type: body }: Pick<Binding, 'doc' | 'type'>,
  position: Y.RelativePosition,
): Y.AbstractType<unknown> | null {
  // Another root of that name would be made by looking for it.
  if (position.tname !== null && !(doc.share.get(position.tname) instanceof Y.XmlFragment)) return null;
  const found = Y.createAbsolutePositionFromRelativePosition(position, doc);
  let type: Y.AbstractType<unknown> | null = found?.type ?? null;
  while (type && type !== body && type.parent !== body) type = type.parent as Y.AbstractType<unknown> | null;
  return type;
}

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
  if (!isObject(anchor) || !isObject(head)) return null;
  try {
    return { anchor: Y.createRelativePositionFromJSON(anchor), head: Y.createRelativePositionFromJSON(head) };
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The block of the text in which a position lies; `null`: it is of no text here, or not known yet. */
export function blockAt(
  { doc, type: body }: Pick<Binding, 'doc' | 'type'>,
  position: Y.RelativePosition,
): Y.AbstractType<unknown> | null {
  const found = Y.createAbsolutePositionFromRelativePosition(position, doc);
  let type: Y.AbstractType<unknown> | null = found?.type ?? null;
  while (type && type !== body && type.parent !== body) type = type.parent as Y.AbstractType<unknown> | null;
  return type;
}

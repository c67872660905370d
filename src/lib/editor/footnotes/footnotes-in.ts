import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';

export interface PlacedNote {
  readonly at: number;
  readonly node: ProseMirrorNode;
}

/** Where the notes of a block of the body stand in it. A block that did not change is the same object. */
const found = new WeakMap<ProseMirrorNode, readonly PlacedNote[]>();

function notesOf(block: ProseMirrorNode): readonly PlacedNote[] {
  const known = found.get(block);
  if (known) return known;
  const notes: PlacedNote[] = [];
  block.descendants((node, at) => {
    if (node.type.name === 'footnote') notes.push({ at: at + 1, node });
    return !node.isTextblock || node.childCount > 1 || node.firstChild?.isText !== true;
  });
  found.set(block, notes);
  return notes;
}

/** The notes of a text in the order of their numbers. Long texts: only changed blocks are read again. */
export function footnotesIn(doc: ProseMirrorNode): readonly PlacedNote[] {
  const notes: PlacedNote[] = [];
  doc.forEach((block, offset) => {
    for (const { at, node } of notesOf(block)) notes.push({ at: offset + at, node });
  });
  return notes;
}

/** The note in which the selection is, or that it holds as a whole. */
export function noteAt(state: EditorState): PlacedNote | undefined {
  const { $from, $to } = state.selection;
  if ($from.parent.type.name === 'footnote' && $from.sameParent($to))
    return { at: $from.before(), node: $from.parent };
  const node = $from.nodeAfter;
  const isWhole = node?.type.name === 'footnote' && $from.pos + node.nodeSize === $to.pos;
  return isWhole ? { at: $from.pos, node } : undefined;
}

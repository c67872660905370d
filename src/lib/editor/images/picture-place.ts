import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';

/**
 * Where a picture goes: beside the block with this id. A position would not do, because the picture
 * takes its time and others write meanwhile. `null`: at the end of the text.
 */
export type Place = string | null;

/** The block with the cursor, or the one at a position. */
export function placeAt(state: EditorState, position = state.selection.to): Place {
  const $at = state.doc.resolve(Math.min(position, state.doc.content.size));
  for (let depth = $at.depth; depth > 0; depth -= 1) {
    const id: unknown = $at.node(depth).attrs.id;
    if (typeof id === 'string') return id;
  }
  // Between blocks, as when a picture or a rule is selected.
  const beside = $at.nodeBefore ?? $at.nodeAfter;
  return typeof beside?.attrs.id === 'string' ? beside.attrs.id : null;
}

/**
 * The position at a place where a picture may stand: before an empty paragraph, so that one can write on
 * below the picture; after anything else; further out where a picture is not allowed inside.
 */
export function positionOf(doc: ProseMirrorNode, place: Place): number {
  const found = place === null ? null : findBlock(doc, place);
  if (!found) return doc.content.size;
  const type = doc.type.schema.nodes.image;
  const isEmpty = found.node.type.name === 'paragraph' && found.node.content.size === 0;
  const $at = doc.resolve(isEmpty ? found.at : found.at + found.node.nodeSize);
  for (let depth = $at.depth; type && depth > 0; depth -= 1) {
    const index = depth === $at.depth ? $at.index(depth) : $at.indexAfter(depth);
    if ($at.node(depth).canReplaceWith(index, index, type))
      return depth === $at.depth ? $at.pos : $at.after(depth + 1);
  }
  return $at.depth === 0 ? $at.pos : $at.after(1);
}

export function findBlock(
  doc: ProseMirrorNode,
  id: string,
): { readonly at: number; readonly node: ProseMirrorNode } | null {
  let found: { at: number; node: ProseMirrorNode } | null = null;
  doc.descendants((node, at) => {
    if (found) return false;
    if (node.attrs.id === id) found = { at, node };
    return !node.isTextblock;
  });
  return found;
}

import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, type Command, type EditorState } from '@tiptap/pm/state';
import { acceptsAttribute } from '#lib/schema/text/values.ts';
import { findBlock, positionOf, type Place } from './picture-place.ts';

/** What can be done to a picture, as ProseMirror commands. */

export interface PictureAttributes {
  readonly src: string | null;
  readonly alt: string | null;
  readonly decorative: boolean;
  readonly caption: string | null;
  /** Percent of the text's width; `null`: as wide as it is. */
  readonly width: number | null;
}

export const PICTURE_WIDTHS = [25, 50, 75, 100] as const;
export const PICTURE_WIDTH_MIN = 10;

export const insertPicture =
  (place: Place, blockId: string, src: string): Command =>
  (state, dispatch) => {
    const { image } = state.schema.nodes;
    if (!image) return false;
    const transaction = state.tr.insert(positionOf(state.doc, place), image.create({ id: blockId, src }));
    dispatch?.(transaction);
    return transaction.docChanged;
  };

/** Sets attributes of the picture with this block id; unchanged ones are not written. */
export const setPicture =
  (blockId: string, attributes: Partial<PictureAttributes>): Command =>
  (state, dispatch) => {
    const found = findBlock(state.doc, blockId);
    if (found?.node.type.name !== 'image') return false;
    const transaction = state.tr;
    for (const [name, value] of Object.entries(attributes))
      if (found.node.attrs[name] !== value) transaction.setNodeAttribute(found.at, name, value);
    if (transaction.docChanged) dispatch?.(transaction);
    return true;
  };

/** Gives another source to every picture that shows this one: what was pasted has become ours. */
export const renamePicture =
  (from: string, to: string): Command =>
  (state, dispatch) => {
    const transaction = state.tr;
    state.doc.descendants((node, at) => {
      if (node.type.name === 'image' && node.attrs.src === from) transaction.setNodeAttribute(at, 'src', to);
    });
    dispatch?.(transaction);
    return transaction.docChanged;
  };

export const removePicture =
  (blockId: string): Command =>
  (state, dispatch) => {
    const found = findBlock(state.doc, blockId);
    if (!found) return false;
    dispatch?.(state.tr.delete(found.at, found.at + found.node.nodeSize).scrollIntoView());
    return true;
  };

export const selectPicture =
  (blockId: string): Command =>
  (state, dispatch) => {
    const found = findBlock(state.doc, blockId);
    if (!found) return false;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, found.at)));
    return true;
  };

/** The picture that is selected as such. */
export function selectedPicture(
  state: EditorState,
): { readonly id: string; readonly width: number | null } | null {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null;
  const { id, width } = selection.node.attrs as Record<string, unknown>;
  return typeof id === 'string' ? { id, width: typeof width === 'number' ? width : null } : null;
}

/** The next width in this direction; a picture as wide as it is counts as the widest. */
export function nextWidth(width: number | null, direction: -1 | 1): number {
  const from = width ?? 100;
  const further = PICTURE_WIDTHS.filter((it) => (direction > 0 ? it > from : it < from));
  return (direction > 0 ? further[0] : further.at(-1)) ?? from;
}

interface Walkable {
  descendants(f: (node: ProseMirrorNode) => void): void;
}

/** The uploads that a text or a part of one shows. */
export function picturesIn(content: Walkable): Set<string> {
  const found = new Set<string>();
  content.descendants((node) => {
    const src: unknown = node.type.name === 'image' ? node.attrs.src : null;
    if (typeof src === 'string' && acceptsAttribute('src', src)) found.add(src);
  });
  return found;
}

import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { contentHash } from '#lib/schema/text/hash.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import type { ContentNode } from '#lib/schema/text/convert.ts';

/**
 * Says of each block of a translation which block of the source it translates, and what that block said:
 * blocks with the same id are the same place. A block that only the translation has translates nothing.
 */
export function alignedWith(translation: ContentNode, source: ContentNode): ContentNode {
  const hashes = new Map<string, string>();
  for (const block of blocksOf(source)) hashes.set(idOf(block), contentHash(block));

  const align = (node: ContentNode): ContentNode => {
    const ofHash = hashes.get(idOf(node));
    return {
      ...node,
      ...(node.attrs ? { attrs: { ...node.attrs, ...(ofHash ? { of: idOf(node), ofHash } : {}) } } : {}),
      ...(node.content ? { content: node.content.map(align) } : {}),
    };
  };
  return align(translation);
}

/** Every block with an id, outer ones first. */
export function blocksOf(node: ContentNode): ContentNode[] {
  return [...(idOf(node) === '' ? [] : [node]), ...(node.content ?? []).flatMap(blocksOf)];
}

export const idOf = (node: ContentNode): string => (typeof node.attrs?.id === 'string' ? node.attrs.id : '');

/**
 * With every attribute that an editor writes, so that a block's hash does not change when somebody
 * touches the block beside it.
 */
export const complete = (content: ContentNode): ContentNode =>
  ProseMirrorNode.fromJSON(textSchema(), content).toJSON() as ContentNode;

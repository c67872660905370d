import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { textSchema } from '#lib/schema/text/schema.ts';

/** A text of these blocks, without an editor. */
export const contentToDoc = (blocks: readonly object[]): ProseMirrorNode =>
  ProseMirrorNode.fromJSON(textSchema(), { type: 'doc', content: blocks });

import { Node } from '@tiptap/core';
import { blockAttributes } from '../block-attributes.ts';

export const paragraphNode = Node.create({
  name: 'paragraph',
  // First among the blocks: an empty place is filled with a paragraph.
  priority: 1000,
  group: 'block',
  content: 'inline*',
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', HTMLAttributes, 0],
});

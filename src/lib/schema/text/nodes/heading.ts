import { Node } from '@tiptap/core';
import { blockAttributes } from '../block-attributes.ts';
import { HEADING_LEVELS } from '../values.ts';

export const headingNode = Node.create({
  name: 'heading',
  group: 'block',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ ...blockAttributes(), level: { default: 1, rendered: false } }),
  // Deeper headings of pasted text become the deepest there is.
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((depth) => ({
      tag: `h${depth}`,
      attrs: { level: Math.min(depth, HEADING_LEVELS.length) },
    })),
  renderHTML: ({ node, HTMLAttributes }) => [`h${node.attrs.level as number}`, HTMLAttributes, 0],
});

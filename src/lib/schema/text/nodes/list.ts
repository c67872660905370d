import { Node } from '@tiptap/core';
import { blockAttributes, numeric } from '../block-attributes.ts';

export const bulletListNode = Node.create({
  name: 'bulletList',
  group: 'block list',
  content: 'listItem+',
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ul', HTMLAttributes, 0],
});

export const orderedListNode = Node.create({
  name: 'orderedList',
  group: 'block list',
  content: 'listItem+',
  addAttributes: () => ({ ...blockAttributes(), start: numeric('start', 1) }),
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', HTMLAttributes, 0],
});

/**
 * Any blocks, not "a paragraph first": two people restructuring a list at once can leave an item
 * that begins with a nested list, and content that fits nowhere could only be hidden.
 */
export const listItemNode = Node.create({
  name: 'listItem',
  content: 'block+',
  defining: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
});

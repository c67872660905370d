import { getSchema, Node, Mark } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import { blockAttributes, fromData } from '../block-attributes.ts';
import { paragraphNode } from '../nodes/paragraph.ts';
import { textExtensions } from '../schema.ts';
import { textSchemaNames, type SchemaNames } from '../versions.ts';

/**
 * A version 2 that will never be released: version 1 with one more node, mark and attribute. It
 * shows, from the first release on, what an editor of today does with content of tomorrow.
 */
export const schema2Names: SchemaNames = {
  ...textSchemaNames,
  version: 2,
  nodes: { ...textSchemaNames.nodes, poll: 2 },
  marks: { ...textSchemaNames.marks, sparkle: 2 },
  attributes: { ...textSchemaNames.attributes, mood: 2 },
};

const pollNode = Node.create({
  name: 'poll',
  group: 'block',
  content: 'inline*',
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'section[data-poll]' }],
  renderHTML: ({ HTMLAttributes }) => ['section', { ...HTMLAttributes, 'data-poll': '' }, 0],
});

const sparkleMark = Mark.create({
  name: 'sparkle',
  parseHTML: () => [{ tag: 'span[data-sparkle]' }],
  renderHTML: () => ['span', { 'data-sparkle': '' }, 0],
});

const moodyParagraph = paragraphNode.extend({
  addAttributes: () => ({ ...blockAttributes(), mood: fromData('mood', 'data-mood') }),
});

export const schema2Extensions: (Node | Mark)[] = [
  ...textExtensions.map((extension) => (extension.name === 'paragraph' ? moodyParagraph : extension)),
  pollNode,
  sparkleMark,
];

export const schema2 = (): Schema => getSchema(schema2Extensions);

import { Node } from '@tiptap/core';

/** Suggestions may mark whole blocks of the body, so it allows their marks. */
export const documentNode = Node.create({
  name: 'doc',
  topNode: true,
  content: 'block+',
  marks: 'insertion modification deletion',
});

export const textNode = Node.create({ name: 'text', group: 'inline' });

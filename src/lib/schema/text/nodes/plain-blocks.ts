import { Node } from '@tiptap/core';
import { blockAttributes } from '../block-attributes.ts';
import { acceptsAttribute } from '../values.ts';

export const blockquoteNode = Node.create({
  name: 'blockquote',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: ({ HTMLAttributes }) => ['blockquote', HTMLAttributes, 0],
});

const LANGUAGE_CLASS = /(?:^|\s)language-(\S+)/;

export const codeBlockNode = Node.create({
  name: 'codeBlock',
  group: 'block',
  content: 'text*',
  // Code has no emphasis of its own; suggestions must still be able to mark it.
  marks: 'insertion modification deletion',
  code: true,
  defining: true,
  addAttributes: () => ({
    ...blockAttributes(),
    language: {
      default: null,
      rendered: false,
      parseHTML: (element: HTMLElement) => {
        const found = LANGUAGE_CLASS.exec(element.firstElementChild?.className ?? '')?.[1];
        return found !== undefined && acceptsAttribute('language', found) ? found : null;
      },
    },
  }),
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'pre',
    HTMLAttributes,
    ['code', node.attrs.language ? { class: `language-${node.attrs.language as string}` } : {}, 0],
  ],
});

export const horizontalRuleNode = Node.create({
  name: 'horizontalRule',
  group: 'block',
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'hr' }],
  renderHTML: ({ HTMLAttributes }) => ['hr', HTMLAttributes],
});

export const hardBreakNode = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
});

import { Mark, type Attribute } from '@tiptap/core';

/**
 * Suggested changes, by the names and attributes of `prosemirror-suggest-changes` 0.1.8, which will
 * work on them. A document that is only read or exported shows them as they are.
 */
const json = (name: string, htmlName: string): Attribute => ({
  default: null,
  parseHTML: (element) => parsed(element.getAttribute(htmlName)),
  renderHTML: (attributes) => ({ [htmlName]: JSON.stringify(attributes[name]) }),
});

function parsed(value: string | null): unknown {
  try {
    return value === null ? null : (JSON.parse(value) as unknown);
  } catch {
    return null;
  }
}

export const insertionMark = Mark.create({
  name: 'insertion',
  inclusive: false,
  excludes: 'deletion modification insertion',
  addAttributes: () => ({ id: json('id', 'data-id') }),
  parseHTML: () => [{ tag: 'ins[data-id]' }],
  renderHTML: ({ HTMLAttributes }) => ['ins', HTMLAttributes, 0],
});

export const deletionMark = Mark.create({
  name: 'deletion',
  inclusive: false,
  excludes: 'insertion modification deletion',
  addAttributes: () => ({ id: json('id', 'data-id') }),
  parseHTML: () => [{ tag: 'del[data-id]' }],
  renderHTML: ({ HTMLAttributes }) => ['del', HTMLAttributes, 0],
});

export const modificationMark = Mark.create({
  name: 'modification',
  inclusive: false,
  // Not itself: several changes may cover the same words.
  excludes: 'deletion insertion',
  addAttributes: () => ({
    id: json('id', 'data-id'),
    type: json('type', 'data-mod-type'),
    attrName: json('attrName', 'data-mod-attr'),
    previousValue: json('previousValue', 'data-mod-prev-val'),
    newValue: json('newValue', 'data-mod-new-val'),
  }),
  parseHTML: () => [{ tag: 'span[data-type="modification"]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', { ...HTMLAttributes, 'data-type': 'modification' }, 0],
});

import { Node } from '@tiptap/core';
import { blockAttributes } from '../block-attributes.ts';
import { acceptsAttribute } from '../values.ts';

/** A boxed remark. */
export const calloutNode = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    ...blockAttributes(),
    kind: {
      default: 'note',
      parseHTML: (element: HTMLElement) => {
        const kind = element.getAttribute('data-callout');
        return acceptsAttribute('kind', kind) ? (kind ?? 'note') : 'note';
      },
      renderHTML: ({ kind }: Record<string, unknown>) => ({ 'data-callout': kind }),
    },
  }),
  parseHTML: () => [{ tag: 'aside[data-callout]' }],
  renderHTML: ({ HTMLAttributes }) => ['aside', HTMLAttributes, 0],
});

/**
 * A part that readers unfold. The order of its children is loose on purpose: two people editing it
 * at once can leave two summaries or none; the first summary counts.
 */
export const detailsNode = Node.create({
  name: 'details',
  group: 'block',
  content: '(detailsSummary | block)+',
  defining: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'details' }],
  renderHTML: ({ HTMLAttributes }) => ['details', { ...HTMLAttributes, open: '' }, 0],
});

export const detailsSummaryNode = Node.create({
  name: 'detailsSummary',
  content: 'inline*',
  defining: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'summary' }],
  renderHTML: ({ HTMLAttributes }) => ['summary', HTMLAttributes, 0],
});

/** A note at the place it belongs to, its text inside; numbers follow from the order. */
export const footnoteNode = Node.create({
  name: 'footnote',
  group: 'inline',
  inline: true,
  content: 'text*',
  parseHTML: () => [{ tag: 'span[data-footnote]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', { ...HTMLAttributes, 'data-footnote': '' }, 0],
});

import { Node } from '@tiptap/core';
import { blockAttributes, fromData, numeric } from '../block-attributes.ts';

/**
 * A picture with its caption. `src` is the id of an upload, never an address: the program fetches
 * nothing from elsewhere. Either `alt` says what the picture shows or `decorative` is true.
 * `width` is a share of the text's width in percent.
 */
export const imageNode = Node.create({
  name: 'image',
  group: 'block',
  draggable: true,
  addAttributes: () => ({
    ...blockAttributes(),
    src: fromData('src', 'data-upload'),
    alt: fromData('alt', 'data-alt'),
    decorative: {
      default: false,
      parseHTML: (element: HTMLElement) => element.hasAttribute('data-decorative'),
      renderHTML: ({ decorative }: Record<string, unknown>) =>
        decorative === true ? { 'data-decorative': '' } : {},
    },
    caption: fromData('caption', 'data-caption'),
    width: numeric('width', null, 'data-width'),
  }),
  parseHTML: () => [{ tag: 'figure[data-upload]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'figure',
    HTMLAttributes,
    [
      'img',
      {
        src: node.attrs.src ? `/uploads/${node.attrs.src as string}` : undefined,
        alt: node.attrs.decorative ? '' : ((node.attrs.alt as string | null) ?? ''),
      },
    ],
    ['figcaption', {}, (node.attrs.caption as string | null) ?? ''],
  ],
});

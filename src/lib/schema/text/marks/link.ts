import { Mark } from '@tiptap/core';
import { isSafeHref } from '../values.ts';

/** Checked when it is parsed and again when it is rendered: another program may have written it. */
export const linkMark = Mark.create({
  name: 'link',
  priority: 1000,
  // Typing after a link is not part of it.
  inclusive: false,
  exitable: true,
  addAttributes: () => ({ href: { default: null, rendered: false } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element) => {
        const href = element.getAttribute('href');
        return isSafeHref(href) ? { href } : false;
      },
    },
  ],
  renderHTML: ({ mark }) => [
    'a',
    isSafeHref(mark.attrs.href) ? { href: mark.attrs.href, rel: 'noopener noreferrer' } : {},
    0,
  ],
});

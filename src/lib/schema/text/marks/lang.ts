import { Mark } from '@tiptap/core';
import { fromData } from '../block-attributes.ts';

/** Words of another language inside a block: read aloud, hyphenated and checked as that language. */
export const langMark = Mark.create({
  name: 'lang',
  addAttributes: () => ({
    lang: {
      ...fromData('lang', 'data-lang'),
      renderHTML: ({ lang }: Record<string, unknown>) => (lang ? { lang, 'data-lang': lang } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-lang]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

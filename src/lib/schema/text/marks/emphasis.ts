import { Mark } from '@tiptap/core';

const simple = (name: string, tag: string, parsed: readonly string[], excludes?: string) =>
  Mark.create({
    name,
    ...(excludes === undefined ? {} : { excludes }),
    parseHTML: () => parsed.map((rule) => (rule.includes('=') ? { style: rule } : { tag: rule })),
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });

/** Google Docs wraps everything it copies in a `b` that says it is not bold. */
export const boldMark = Mark.create({
  name: 'bold',
  parseHTML: () => [
    { tag: 'strong' },
    { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
    { style: 'font-weight', getAttrs: (weight) => /^(bold(er)?|[6-9]\d{2})$/.test(weight) && null },
  ],
  renderHTML: ({ HTMLAttributes }) => ['strong', HTMLAttributes, 0],
});

export const italicMark = simple('italic', 'em', ['em', 'i', 'font-style=italic']);
export const underlineMark = simple('underline', 'u', ['u', 'text-decoration=underline']);
export const strikeMark = simple('strike', 's', ['s', 'strike', 'text-decoration=line-through']);
export const subscriptMark = simple('subscript', 'sub', ['sub'], 'subscript superscript');
export const superscriptMark = simple('superscript', 'sup', ['sup'], 'subscript superscript');
export const highlightMark = simple('highlight', 'mark', ['mark']);

/** Code has no emphasis; a link, a language and suggestions may still cover it. */
export const codeMark = Mark.create({
  name: 'code',
  code: true,
  exitable: true,
  excludes: 'code bold italic underline strike subscript superscript highlight',
  parseHTML: () => [{ tag: 'code' }],
  renderHTML: ({ HTMLAttributes }) => ['code', HTMLAttributes, 0],
});

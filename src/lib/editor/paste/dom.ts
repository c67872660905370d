/** Its content takes the element's place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** What a style attribute says, as written: browsers drop what they do not know, such as Word's `mso-…`. */
export const rawStyle = (element: Element): string => element.getAttribute('style') ?? '';

/** Puts a tag around everything in an element. */
export function wrapContent(element: Element, tag: string): void {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

export const BLOCKS =
  'p, h1, h2, h3, h4, h5, h6, li, td, th, blockquote, pre, div, dt, dd, figcaption, section, article, aside, header, footer, address, summary';

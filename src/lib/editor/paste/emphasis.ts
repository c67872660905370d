import type { Source } from './source.ts';
import { wrapContent } from './dom.ts';

/** Emphasis that stands in style attributes, as tags; every other style is dropped. */
export function emphasisFromStyles(body: HTMLElement, source: Source): void {
  for (const element of body.querySelectorAll<HTMLElement>('[style]')) {
    const { style } = element;
    const isHeading = element.closest('h1, h2, h3, h4, h5, h6, th') !== null;
    const isPlainBold = /^(b|strong)$/i.test(element.tagName) && /^(normal|400)$/.test(style.fontWeight);
    const tags = [
      !isHeading && isBold(style.fontWeight) && 'strong',
      style.fontStyle === 'italic' && 'em',
      /underline/.test(decorationOf(style)) && !element.closest('a') && !element.querySelector('a') && 'u',
      /line-through/.test(decorationOf(style)) && !element.closest('[data-checked="true"]') && 's',
      style.verticalAlign === 'super' && 'sup',
      style.verticalAlign === 'sub' && 'sub',
      source !== 'web' && /^(SPAN|FONT)$/.test(element.tagName) && isMarked(style) && 'mark',
    ];
    element.removeAttribute('style');
    if (element.textContent.trim() !== '' && isInlineOrText(element))
      for (const tag of tags) if (tag) wrapContent(element, tag);
    if (isPlainBold) element.replaceWith(...element.childNodes);
  }
}

const isBold = (weight: string): boolean => /^(bold(er)?|[6-9]00)$/.test(weight);

const decorationOf = (style: CSSStyleDeclaration): string => style.textDecoration || style.textDecorationLine;

/** A colour that a reader would see behind the words. */
function isMarked(style: CSSStyleDeclaration): boolean {
  const colour = style.backgroundColor;
  const [red = 0, green = 0, blue = 0, alpha = 1] = (/^rgba?\((.*)\)$/.exec(colour)?.[1] ?? '')
    .split(',')
    .map(Number);
  if (/^rgba?\(/.test(colour)) return alpha > 0 && Math.min(red, green, blue) < 240;
  return colour !== '' && !/^(transparent|white|inherit|initial|window)$/i.test(colour);
}

/** A wrapper around blocks cannot hold emphasis itself. */
const isInlineOrText = (element: Element): boolean =>
  element.querySelector('p, h1, h2, h3, h4, h5, h6, ul, ol, table, li, blockquote, pre') === null;

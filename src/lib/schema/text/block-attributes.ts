import type { Attribute } from '@tiptap/core';
import { acceptsAttribute } from './values.ts';

/**
 * The attributes of every block, frozen since version 1 (an editor that does not know an attribute
 * would remove it): its address, its language when it differs from the document's, and which block,
 * with which content, it translates.
 *
 * `keepOnSplit` is false where the new half is another block: it has its own address and is not yet
 * the translation of anything.
 */
export const blockAttributes = (): Record<string, Attribute> => ({
  id: fromData('id', 'data-id', false),
  lang: {
    ...fromData('lang', 'data-lang', true),
    // `lang` is what browsers and screen readers read. It is not parsed back: text pasted from
    // word processors carries it on every paragraph.
    renderHTML: ({ lang }) => (lang ? { lang, 'data-lang': lang } : {}),
  },
  of: fromData('of', 'data-of', false),
  ofHash: fromData('ofHash', 'data-of-hash', false),
});

/** A text attribute that is kept in HTML as `data-…` and dropped when its value is not allowed. */
export const fromData = (name: string, htmlName: string, keepOnSplit = true): Attribute => ({
  default: null,
  keepOnSplit,
  parseHTML: (element) => {
    const value = element.getAttribute(htmlName);
    return acceptsAttribute(name, value) ? value : null;
  },
  renderHTML: (attributes) => (attributes[name] ? { [htmlName]: attributes[name] } : {}),
});

/** A number that is kept in HTML under its own name and falls back where the value is not allowed. */
export const numeric = (name: string, fallback: number | null, htmlName = name): Attribute => ({
  default: fallback,
  parseHTML: (element) => {
    const value = Number(element.getAttribute(htmlName) ?? Number.NaN);
    return acceptsAttribute(name, value) ? value : fallback;
  },
  renderHTML: (attributes) =>
    attributes[name] === null || attributes[name] === fallback ? {} : { [htmlName]: attributes[name] },
});

import { Node } from '@tiptap/core';
import { fromData } from '../block-attributes.ts';

/**
 * Inline references to things that live elsewhere. Each holds an opaque id only: names are resolved
 * when it is shown, so that erasing or renaming never has to touch a text.
 */
const reference = (name: string, key: string, others: readonly string[] = []) =>
  Node.create({
    name,
    group: 'inline',
    inline: true,
    atom: true,
    addAttributes: () => ({
      [key]: fromData(key, `data-${key}`),
      ...Object.fromEntries(others.map((other) => [other, fromData(other, `data-${other}`)])),
    }),
    parseHTML: () => [{ tag: `span[data-type="${name}"]` }],
    renderHTML: ({ HTMLAttributes }) => ['span', { ...HTMLAttributes, 'data-type': name }],
  });

/** A person of the partnership. */
export const mentionNode = reference('mention', 'person');
/** A piece of evidence, and where in it (`p. 12`). */
export const citationNode = reference('citation', 'evidence', ['locator']);
/** A block of this (`#block`) or another (`document#block`) text. */
export const crossReferenceNode = reference('crossReference', 'target');
/** A concept of the glossary, shown by its preferred term or by the inflected `form` given. */
export const glossaryTermNode = reference('glossaryTerm', 'concept', ['form']);

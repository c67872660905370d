import type { Attrs, Node as ProseMirrorNode } from '@tiptap/pm/model';

/** A block's attributes as the schema writes them (address, language), on the element of its view. */
export function showAttributes(element: HTMLElement, node: ProseMirrorNode): void {
  const output = node.type.spec.toDOM?.(node) as readonly [string, Attrs, ...unknown[]] | undefined;
  const [, attributes = {}] = output ?? ['', {}];
  for (const name of ['lang', 'data-lang', 'data-id', 'data-of', 'data-of-hash'])
    if (!(name in attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes))
    if (name !== 'open') element.setAttribute(name, String(value));
}

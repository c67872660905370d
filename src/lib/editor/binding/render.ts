import { Fragment, type Node as ProseMirrorNode, type NodeType, type Schema } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { acceptsAttribute } from '#lib/schema/text/values.ts';
import { markNameOf } from '#lib/schema/text/versions.ts';

/**
 * Turns the shared document into ProseMirror nodes. Invariant: it never changes the shared
 * document. What this schema does not know, or what fits nowhere, is reported and left alone;
 * y-tiptap's own conversion would delete it for everybody.
 */
export interface UnknownContent {
  /** `misfit`: known, but where it stands this schema has no place for it. */
  readonly kind: 'node' | 'mark' | 'attribute' | 'misfit';
  readonly name: string;
}

export type Rendered = ProseMirrorNode | ProseMirrorNode[];
/** The types of Yjs are generic over their events, which matter to nobody here. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type SharedType = Y.AbstractType<any>;
export type RenderedTypes = Map<SharedType, Rendered>;

export type Rendering =
  { readonly blocks: readonly ProseMirrorNode[] } | { readonly unknown: UnknownContent };

/** Renders what `cache` does not hold yet, and fills it. An unknown leaves the cache incomplete. */
export function renderFragment(fragment: Y.XmlFragment, schema: Schema, cache: RenderedTypes): Rendering {
  const renderer = new Renderer(schema, cache);
  const blocks = renderer.children(fragment);
  return renderer.unknown ? { unknown: renderer.unknown } : { blocks };
}

class Renderer {
  unknown: UnknownContent | undefined;
  private readonly schema: Schema;
  private readonly cache: RenderedTypes;

  constructor(schema: Schema, cache: RenderedTypes) {
    this.schema = schema;
    this.cache = cache;
  }

  children(parent: Y.XmlFragment): ProseMirrorNode[] {
    return parent.toArray().flatMap((child): ProseMirrorNode[] => {
      if (this.unknown) return [];
      const known = this.cache.get(child);
      if (known) return Array.isArray(known) ? known : [known];
      if (child instanceof Y.XmlElement) return this.element(child);
      if (child instanceof Y.XmlText) return this.text(child);
      return this.fail('node', child.constructor.name);
    });
  }

  private element(element: Y.XmlElement): ProseMirrorNode[] {
    const type = this.schema.nodes[element.nodeName];
    if (!type || type.isText || type === this.schema.topNodeType) return this.fail('node', element.nodeName);
    const attrs = this.attributes(element, type);
    const children = this.children(element);
    if (this.unknown) return [];
    const node = fitted(type, attrs, children);
    if (!node) return this.fail('misfit', element.nodeName);
    this.cache.set(element, node);
    return [node];
  }

  /** A value that is not allowed is shown as if it were not set. */
  private attributes(element: Y.XmlElement, type: NodeType): Record<string, unknown> {
    const attrs: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(element.getAttributes() as Record<string, unknown>)) {
      if (!(name in (type.spec.attrs ?? {}))) this.fail('attribute', name);
      else if (acceptsAttribute(name, value)) attrs[name] = value;
    }
    return attrs;
  }

  private text(text: Y.XmlText): ProseMirrorNode[] {
    const nodes: ProseMirrorNode[] = [];
    for (const { insert, attributes } of text.toDelta() as Run[]) {
      if (typeof insert !== 'string') return this.fail('misfit', 'embed');
      const marks = Object.entries(attributes ?? {}).flatMap(([key, value]) => this.mark(key, value));
      if (insert !== '' && !this.unknown) nodes.push(this.schema.text(insert, marks));
    }
    if (this.unknown) return [];
    this.cache.set(text, nodes);
    return nodes;
  }

  private mark(key: string, value: unknown) {
    const name = markNameOf(key);
    const type = this.schema.marks[name];
    if (!type) return this.fail('mark', name);
    const attrs = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    const strange = Object.keys(attrs).find((attribute) => !(attribute in (type.spec.attrs ?? {})));
    return strange === undefined ? [type.create(attrs)] : this.fail('attribute', strange);
  }

  private fail(kind: UnknownContent['kind'], name: string): never[] {
    this.unknown ??= { kind, name };
    return [];
  }
}

interface Run {
  readonly insert?: unknown;
  readonly attributes?: Record<string, unknown>;
}

/**
 * Concurrent edits can leave a list without items or a cell without a paragraph. The missing part
 * is shown; it is written only when somebody types into it.
 */
function fitted(type: NodeType, attrs: Record<string, unknown>, children: ProseMirrorNode[]) {
  const content = Fragment.fromArray(children);
  return type.validContent(content) ? type.create(attrs, content) : type.createAndFill(attrs, content);
}

import { DOMSerializer, Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { Change, ComparedNode } from '#lib/schema/text/compare/compare.ts';
import { textSchema } from '#lib/schema/text/schema.ts';

/**
 * Two states of a text on one page: what went is struck out, what came is underlined, and each change
 * says so to who does not see it. Built from the schema's own rendering: values are checked there, and no
 * markup of a document's author reaches the page.
 */
export interface ChangeWords {
  /** `start of insertion` and the like, read before and after a changed block. */
  readonly label: (change: Change) => string;
}

/** Insertion and deletion are HTML's own elements around words; a block bears a class and a hidden label. */
export function renderCompared(content: ComparedNode, words: ChangeWords): DocumentFragment {
  const serializer = DOMSerializer.fromSchema(textSchema());
  const fragment = document.createDocumentFragment();
  appendAll(fragment, content.content ?? [], serializer, words);
  return fragment;
}

function rendered(node: ComparedNode, serializer: DOMSerializer, words: ChangeWords): Node {
  if (isInline(node)) return inline(node, serializer, words);
  const { content: children = [], change, ...own } = node;
  const type = textSchema().nodes[node.type];
  if (!type) return document.createTextNode('');
  const empty = ProseMirrorNode.fromJSON(textSchema(), {
    type: own.type,
    ...(own.attrs ? { attrs: own.attrs } : {}),
  });
  const { dom, contentDOM } = DOMSerializer.renderSpec(document, type.spec.toDOM?.(empty) ?? ['div', 0]);
  appendAll(contentDOM ?? dom, children, serializer, words);
  if (change && dom instanceof HTMLElement) dom.dataset.change = change;
  return dom;
}

/** A run of changed blocks is announced once, at its first. */
function appendAll(
  parent: Node,
  children: readonly ComparedNode[],
  serializer: DOMSerializer,
  words: ChangeWords,
): void {
  let before: Change | undefined;
  for (const child of children) {
    const dom = rendered(child, serializer, words);
    const isNews = child.change !== undefined && child.change !== before && !isInline(child);
    if (isNews && child.change && dom instanceof HTMLElement) announce(dom, child.change, words);
    parent.appendChild(dom);
    before = child.change;
  }
}

function announce(dom: HTMLElement, change: Change, words: ChangeWords): void {
  const label = document.createElement('span');
  label.className = 'visually-hidden';
  label.textContent = `${words.label(change)} `;
  // A list or a row may hold nothing but its items: the first of them says it.
  (innermost(dom) ?? dom).prepend(label);
}

const innermost = (element: HTMLElement): HTMLElement | null =>
  element.matches('p, h1, h2, h3, h4, h5, h6, pre, td, th, li, figcaption, summary')
    ? element
    : element.querySelector('p, h1, h2, h3, h4, h5, h6, pre, figcaption, summary');

const isInline = (node: ComparedNode): boolean => textSchema().nodes[node.type]?.isInline === true;

const ELEMENT_OF: Readonly<Record<Change, 'ins' | 'del' | 'span'>> = {
  added: 'ins',
  'moved-here': 'ins',
  removed: 'del',
  'moved-away': 'del',
  formatted: 'span',
};

function inline(node: ComparedNode, serializer: DOMSerializer, words: ChangeWords): Node {
  const { change, ...plain } = node;
  const dom = serializer.serializeNode(ProseMirrorNode.fromJSON(textSchema(), plain));
  if (!change) return dom;
  const element = document.createElement(ELEMENT_OF[change]);
  element.dataset.change = change;
  if (change === 'formatted') element.title = words.label(change);
  element.append(dom);
  return element;
}

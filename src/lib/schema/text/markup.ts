import { DOMSerializer, Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { DOMOutputSpec, Mark } from '@tiptap/pm/model';
import type { Beginning } from '#lib/domain/deliverable/beginning.ts';
import { checkContent, type ContentNode } from './convert.ts';
import { textSchema } from './schema.ts';

/**
 * Blocks as markup, without a browser: what a page shows until its editor draws the same. Where the editor
 * draws with a view of its own, that view's shape is repeated here, so that nothing moves when it takes over.
 *
 * Invariant: every word and every attribute is escaped, elements and their names come from the schema alone.
 */

/** In characters: a high screen shows about as much. One long table more than twice that is left to the editor. */
const SHOWN_LENGTH = 3_500;

/** Where one of these stands the beginning ends: what they show is not in their block. */
const EDITOR_ONLY: ReadonlySet<string> = new Set(['image', 'crossReference']);

/** The blocks that a first screen shows. They end before what only the editor can show. */
export function beginningOf(content: ContentNode): Beginning {
  const blocks = content.content ?? [];
  const shown: ProseMirrorNode[] = [];
  let length = 0;
  for (const block of blocks) {
    if (length >= SHOWN_LENGTH) break;
    const node = knownNode(block);
    if (!node || isForEditor(node)) break;
    length += node.nodeSize;
    if (length > 2 * SHOWN_LENGTH) break;
    shown.push(node);
  }
  const write = writer();
  return { html: shown.map(write).join(''), isWhole: shown.length === blocks.length };
}

/** `null`: another program, or a newer one, wrote what this schema does not know. */
function knownNode(block: ContentNode): ProseMirrorNode | null {
  const content = checkContent({ type: 'doc', content: [block] });
  return content.ok ? ProseMirrorNode.fromJSON(textSchema(), block) : null;
}

function isForEditor(block: ProseMirrorNode): boolean {
  let found = EDITOR_ONLY.has(block.type.name) || hasWidths(block);
  block.descendants((node) => {
    found ||= EDITOR_ONLY.has(node.type.name) || hasWidths(node);
    return !found;
  });
  return found;
}

const hasWidths = ({ attrs }: ProseMirrorNode): boolean => Array.isArray(attrs.colwidth);

function writer(): (node: ProseMirrorNode) => string {
  const nodes = DOMSerializer.nodesFromSchema(textSchema());
  const marks = DOMSerializer.marksFromSchema(textSchema());
  let notes = 0;

  /** What the editor shows by a view of its own; the words that it adds in the reader's language come with it. */
  const views: Readonly<Record<string, (node: ProseMirrorNode) => string>> = {
    table: (node) => {
      const columns = node.firstChild?.childCount ?? 0;
      const minWidth = `min-width:${columns * 80}px`;
      return `<div class="table-box"><table style="${minWidth}"><tbody>${inner(node)}</tbody></table></div>`;
    },
    taskItem: (node) => {
      const checked = node.attrs.checked === true;
      const box = `<label><input type="checkbox" disabled${checked ? ' checked' : ''}></label>`;
      return `<li data-checked="${String(checked)}">${box}<div>${inner(node)}</div></li>`;
    },
    callout: (node) => {
      const body = `<div class="callout-head"></div><div class="callout-body">${inner(node)}</div>`;
      return bySchema(node, body);
    },
    details: (node) => {
      const body = `<div class="details-body">${inner(node)}</div>`;
      return `<div class="details"><span class="details-toggle"></span>${body}</div>`;
    },
    footnote: () => {
      notes += 1;
      return `<span class="footnote"><a class="footnote-mark">${notes}</a></span>`;
    },
    mention: () => '<span class="mention">@…</span>',
  };

  const inline = (nodes: readonly ProseMirrorNode[], depth = 0): string => {
    let html = '';
    for (let at = 0; at < nodes.length;) {
      const node = nodes[at];
      const mark = node?.marks[depth];
      let to = at + 1;
      if (mark) while (nodes[to]?.marks[depth]?.eq(mark)) to += 1;
      if (mark) html += marked(mark, inline(nodes.slice(at, to), depth + 1));
      else if (node) html += write(node);
      at = to;
    }
    return html;
  };

  const marked = (mark: Mark, words: string): string => {
    const spec = marks[mark.type.name]?.(mark, true);
    return spec ? element(spec, words) : words;
  };

  const inner = (node: ProseMirrorNode): string => {
    // An empty line has its height.
    if (node.isTextblock && node.childCount === 0) return '<br>';
    return node.inlineContent ? inline(node.children) : node.children.map(write).join('');
  };

  const write = (node: ProseMirrorNode): string => {
    if (node.isText) return escaped(node.text ?? '');
    const view = views[node.type.name];
    if (view) return view(node);
    return bySchema(node, inner(node));
  };

  const bySchema = (node: ProseMirrorNode, content: string): string => {
    const spec = nodes[node.type.name]?.(node);
    return spec ? element(spec, content) : '';
  };
  return write;
}

/** An element as a schema describes it: `[name, attributes?, ...children]`, where 0 is the place of `inner`. */
function element(spec: DOMOutputSpec, inner: string): string {
  if (typeof spec === 'string') return escaped(spec);
  if (!Array.isArray(spec)) return '';
  const [name, ...rest] = spec as readonly [string, ...unknown[]];
  const [first] = rest;
  const attributes = isAttributes(first) ? first : {};
  const children = isAttributes(first) ? rest.slice(1) : rest;
  const written = Object.entries(attributes)
    .filter(([key, value]) => value !== null && value !== undefined && !ADDRESSES.has(key))
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  if (VOID.has(name)) return `<${name}${written}>`;
  const content = children.map((child) => (child === 0 ? inner : element(child as DOMOutputSpec, inner)));
  return `<${name}${written}>${content.join('')}</${name}>`;
}

/** What blocks are known by, to the editor. */
const ADDRESSES: ReadonlySet<string> = new Set(['data-id', 'data-of', 'data-of-hash']);

const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img']);

const isAttributes = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

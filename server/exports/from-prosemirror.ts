import type { ContentNode } from '#lib/schema/text/convert.ts';
import { acceptsAttribute, isLanguageTag } from '#lib/schema/text/values.ts';
import { inlines, plainText, printable } from './inline-from-prosemirror.ts';
import type { Block, CalloutTone, HeadingLevel, Inline, Item, PrintWarning } from './print-model.ts';
import { noResolver, Warnings, type Reading, type Resolver } from './reading.ts';
import { tableGrid, type LooseCell } from './table-grid.ts';

/** Word has nine list levels and Typst a call depth; deeper blocks are printed at this depth. */
const DEPTH_MAX = 8;

/**
 * The blocks of a text (ProseMirror JSON as `contentOf` gives it). Nothing is dropped unseen:
 * unknown nodes keep their text, and what cannot be shown is counted in `warnings`.
 */
export function fromProseMirror(
  doc: ContentNode,
  language: string,
  resolver: Resolver = noResolver,
): { readonly blocks: readonly Block[]; readonly warnings: readonly PrintWarning[] } {
  const warnings = new Warnings();
  const reading: Reading = { resolver, warnings, targets: referenceTargets(doc), placed: new Set() };
  const found = blocks(doc.content, language, reading, 0);
  return { blocks: unskippedHeadings(found), warnings: warnings.list() };
}

function blocks(
  nodes: readonly ContentNode[] | undefined,
  around: string,
  reading: Reading,
  depth: number,
): Block[] {
  if (depth > DEPTH_MAX) return tooDeep(nodes ?? [], reading);
  const found: Block[] = [];
  let stray: ContentNode[] = [];
  const endStray = () => {
    const content = inlines(stray, reading);
    stray = [];
    if (content.length > 0) found.push({ kind: 'paragraph', language: null, anchor: null, content });
  };
  for (const node of nodes ?? []) {
    // Inline content where blocks belong, in what another program wrote: printed as a paragraph.
    if (isInline(node)) stray.push(node);
    else {
      endStray();
      found.push(...block(node, around, reading, depth));
    }
  }
  endStray();
  return found;
}

function block(node: ContentNode, around: string, reading: Reading, depth: number): Block[] {
  const attrs = node.attrs ?? {};
  const language = languageWithin(attrs.lang, around);
  const base = { language, anchor: anchorOf(attrs.id, reading) };
  const inner = language ?? around;
  const within = () => blocks(node.content, inner, reading, depth + 1);
  switch (node.type) {
    case 'paragraph': {
      const content = inlines(node.content, reading);
      return content.length > 0 || base.anchor ? [{ kind: 'paragraph', ...base, content }] : [];
    }
    case 'heading': {
      const content = inlines(node.content, reading);
      if (!plainText(content).trim()) return [];
      // Inside a cell, list or box a heading would break the outline's tree: printed as bold text.
      if (depth > 0) return [{ kind: 'paragraph', ...base, content: content.map(bold) }];
      return [{ kind: 'heading', ...base, level: headingLevel(attrs.level), content }];
    }
    case 'bulletList':
      return [{ kind: 'bullets', ...base, items: items(node, inner, reading, depth) }];
    case 'orderedList': {
      const start = Number.isInteger(attrs.start) ? (attrs.start as number) : 1;
      return [{ kind: 'numbers', ...base, start, items: items(node, inner, reading, depth) }];
    }
    case 'taskList': {
      const done = (node.content ?? []).map((item) => item.attrs?.checked === true);
      const tasks = items(node, inner, reading, depth).map((item, i) => ({
        ...item,
        done: done[i] ?? false,
      }));
      return [{ kind: 'tasks', ...base, items: tasks }];
    }
    case 'blockquote':
      return [{ kind: 'quote', ...base, blocks: within() }];
    case 'callout':
      return [{ kind: 'callout', ...base, tone: tone(attrs.kind), blocks: within() }];
    case 'details':
      return [details(node, base, inner, reading, depth)];
    case 'codeBlock': {
      const syntax = typeof attrs.language === 'string' ? printable(attrs.language) : null;
      return [{ kind: 'code', ...base, syntax, text: printable(textOf(node)).replace(/\r\n?/g, '\n') }];
    }
    case 'horizontalRule':
      return [{ kind: 'rule', ...base }];
    case 'image':
      return [figure(attrs, base, reading)];
    case 'table':
      return table(node, base, inner, reading, depth);
    default:
      reading.warnings.add('unknown-content', node.type);
      return (node.content ?? []).length > 0 ? within() : [];
  }
}

const bold = (run: Inline): Inline => (run.kind === 'text' ? { ...run, bold: true } : run);

type Base = Pick<Block, 'language' | 'anchor'>;

function items(list: ContentNode, around: string, reading: Reading, depth: number): Item[] {
  return (list.content ?? []).map((item) => {
    const language = languageWithin(item.attrs?.lang, around);
    return {
      language,
      blocks: blocks(contentWithin(item, ['listItem', 'taskItem']), language ?? around, reading, depth + 1),
    };
  });
}

/** What stands in a list, row or cell; what is none of its own kind, from another program, stands there itself. */
const contentWithin = (node: ContentNode, kinds: readonly string[]): readonly ContentNode[] =>
  kinds.includes(node.type) ? (node.content ?? []) : [node];

function details(node: ContentNode, base: Base, around: string, reading: Reading, depth: number): Block {
  // Two people can leave two summaries or none: the first counts, others are text.
  const first = (node.content ?? []).find((child) => child.type === 'detailsSummary');
  const rest = (node.content ?? [])
    .filter((child) => child !== first)
    .map((child) => (child.type === 'detailsSummary' ? { ...child, type: 'paragraph' } : child));
  return {
    kind: 'details',
    ...base,
    summary: inlines(first?.content, reading),
    blocks: blocks(rest, around, reading, depth + 1),
  };
}

function figure(attrs: Record<string, unknown>, base: Base, { resolver, warnings }: Reading): Block {
  const line = (value: unknown) =>
    typeof value === 'string' && value.trim() ? printable(value.trim()) : null;
  const source = line(attrs.src);
  const image = source !== null && resolver.image(source) ? source : null;
  const decorative = attrs.decorative === true;
  const alt = decorative ? null : line(attrs.alt);
  if (image === null) warnings.add('image-missing');
  else if (!decorative && alt === null) warnings.add('alt-missing');
  const widthPercent = typeof attrs.width === 'number' ? Math.min(100, Math.max(10, attrs.width)) : null;
  return { kind: 'figure', ...base, image, alt, decorative, caption: line(attrs.caption), widthPercent };
}

function table(node: ContentNode, base: Base, around: string, reading: Reading, depth: number): Block[] {
  const rows = (node.content ?? []).map((row) => {
    const language = languageWithin(row.attrs?.lang, around) ?? around;
    return contentWithin(row, ['tableRow']).map((cell) => looseCell(cell, around, language, reading, depth));
  });
  const grid = tableGrid(rows, () => reading.warnings.add('table-simplified'));
  return grid ? [{ kind: 'table', ...base, ...grid }] : [];
}

function looseCell(
  cell: ContentNode,
  tableLanguage: string,
  around: string,
  reading: Reading,
  depth: number,
): LooseCell {
  const attrs = cell.attrs ?? {};
  const language = languageWithin(attrs.lang, around) ?? around;
  const span = (value: unknown) => (Number.isInteger(value) && (value as number) > 0 ? (value as number) : 1);
  const widths = Array.isArray(attrs.colwidth) ? attrs.colwidth.map(Number).filter((n) => n > 0) : null;
  return {
    header: cell.type === 'tableHeader',
    colspan: span(attrs.colspan),
    rowspan: span(attrs.rowspan),
    widths: widths && widths.length === span(attrs.colspan) ? widths : null,
    language: language === tableLanguage ? null : language,
    blocks: blocks(contentWithin(cell, ['tableCell', 'tableHeader']), language, reading, depth + 1),
  };
}

/** Past the depth every remaining piece of text becomes a paragraph, without recursion. */
function tooDeep(nodes: readonly ContentNode[], reading: Reading): Block[] {
  reading.warnings.add('nested-too-deep');
  const found: Block[] = [];
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const children = node.content ?? [];
    if (isInline(node) || children.some(isInline)) {
      const content = inlines(isInline(node) ? [node] : children, reading);
      found.push({ kind: 'paragraph', language: null, anchor: null, content });
    } else waiting.push(...[...children].reverse());
  }
  return found;
}

const inlineNodes = new Set([
  'text',
  'hardBreak',
  'footnote',
  'mention',
  'citation',
  'crossReference',
  'glossaryTerm',
]);
const isInline = (node: ContentNode): boolean => inlineNodes.has(node.type);

const headingLevel = (value: unknown): HeadingLevel =>
  ([1, 2, 3, 4] as const).find((level) => level === value) ?? 4;

const tone = (value: unknown): CalloutTone =>
  (['note', 'tip', 'warning', 'example'] as const).find((known) => known === value) ?? 'note';

const languageWithin = (value: unknown, around: string): string | null =>
  isLanguageTag(value) && value !== around ? value : null;

function anchorOf(id: unknown, { targets, placed }: Reading): string | null {
  if (typeof id !== 'string' || !targets.has(id) || placed.has(id)) return null;
  placed.add(id);
  return id;
}

const textOf = (node: ContentNode): string => (node.text ?? '') + (node.content ?? []).map(textOf).join('');

/** Blocks of this text that something points at, with the words to print for them. */
function referenceTargets(doc: ContentNode): Map<string, string> {
  const wanted = new Set<string>();
  const texts = new Map<string, string>();
  const waiting: ContentNode[] = [doc];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    const { id, target } = node.attrs ?? {};
    if (node.type === 'crossReference' && typeof target === 'string' && target.startsWith('#'))
      wanted.add(target.slice(1));
    // Ids become addresses within files: only those that the schema allows.
    if (typeof id === 'string' && acceptsAttribute('id', id) && !texts.has(id))
      texts.set(id, referenceText(node));
    waiting.push(...[...(node.content ?? [])].reverse());
  }
  return new Map([...texts].filter(([id, text]) => wanted.has(id) && text));
}

const REFERENCE_LENGTH_MAX = 80;

function referenceText(node: ContentNode): string {
  const caption = typeof node.attrs?.caption === 'string' ? node.attrs.caption : '';
  let textblock = node;
  while (textblock.content?.[0] && !textblock.content.some(isInline)) textblock = textblock.content[0];
  const own = (textblock.content ?? []).map((child) => child.text ?? '').join('');
  const text = printable(own || caption)
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > REFERENCE_LENGTH_MAX
    ? `${text.slice(0, REFERENCE_LENGTH_MAX - 1).toWellFormed()}…`
    : text;
}

/** Headings begin at level 1 and skip none (PDF/UA-1, 7.4.2; WCAG 1.3.1): the outline stays a tree. */
function unskippedHeadings(found: readonly Block[]): Block[] {
  const open: { readonly written: number; readonly printed: number }[] = [];
  return found.map((item) => {
    if (item.kind !== 'heading') return item;
    while ((open.at(-1)?.written ?? 0) >= item.level) open.pop();
    const printed = Math.min(4, (open.at(-1)?.printed ?? 0) + 1) as HeadingLevel;
    open.push({ written: item.level, printed });
    return { ...item, level: printed };
  });
}

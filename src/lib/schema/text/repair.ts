import * as Y from 'yjs';
import { BODY, setAttribute } from './convert.ts';
import { acceptsAttribute } from './values.ts';
import { isBlockName } from './versions.ts';

/**
 * Mends what concurrent edits leave behind, by one party only (E16): blocks without an id or with
 * another block's id, and tables whose rows have different widths. If every editor mended, each
 * would add its own cells and ids, and the others' mending would have to be mended again.
 *
 * Of two blocks with one id the second gets a new one; both keep `of` and `ofHash`, because both
 * still translate that block. Text is never touched.
 */
export function repairBody(
  doc: Y.Doc,
  mintId: () => string,
  { origin = null }: { origin?: unknown } = {},
): boolean {
  const blocks = blocksOf(doc.getXmlFragment(BODY));
  const idless = blocksToName(blocks);
  const tables = blocks.filter((block) => block.nodeName === 'table').map(planOf);
  const ragged = tables.filter((plan) => plan.spans.length > 0 || plan.missing.length > 0);
  if (idless.length === 0 && ragged.length === 0) return false;
  doc.transact(() => {
    for (const block of idless) block.setAttribute('id', mintId());
    for (const plan of ragged) mendTable(plan, mintId);
  }, origin);
  return true;
}

/** All blocks in document order. */
function blocksOf(parent: Y.XmlFragment): Y.XmlElement[] {
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return [];
    return isBlockName(child.nodeName) ? [child, ...blocksOf(child)] : blocksOf(child);
  });
}

function blocksToName(blocks: readonly Y.XmlElement[]): Y.XmlElement[] {
  const seen = new Set<string>();
  return blocks.filter((block) => {
    const id: unknown = block.getAttribute('id');
    const taken = typeof id !== 'string' || !acceptsAttribute('id', id) || seen.has(id);
    if (!taken) seen.add(id);
    return taken;
  });
}

interface TablePlan {
  /** Spans that reach over a neighbour or past the last row. */
  readonly spans: readonly { cell: Y.XmlElement; name: 'colspan' | 'rowspan'; value: number }[];
  readonly missing: readonly { row: Y.XmlElement; count: number }[];
}

/** Lays the cells out as browsers do: each takes the first free place of its row. */
function planOf(table: Y.XmlElement): TablePlan {
  const rows = elementsOf(table, 'tableRow');
  const taken: boolean[][] = rows.map(() => []);
  const spans: { cell: Y.XmlElement; name: 'colspan' | 'rowspan'; value: number }[] = [];
  for (const [at, row] of rows.entries()) {
    const places = taken[at] ?? [];
    let column = 0;
    for (const cell of elementsOf(row, 'tableCell', 'tableHeader')) {
      while (places[column]) column += 1;
      const width = spanOf(cell, 'colspan');
      const height = spanOf(cell, 'rowspan');
      let free = 1;
      while (free < width && !places[column + free]) free += 1;
      const reach = Math.min(height, rows.length - at);
      if (free < width) spans.push({ cell, name: 'colspan', value: free });
      if (reach < height) spans.push({ cell, name: 'rowspan', value: reach });
      for (let down = 0; down < reach; down += 1)
        for (let right = 0; right < free; right += 1) (taken[at + down] ?? [])[column + right] = true;
      column += free;
    }
  }
  const width = Math.max(0, ...taken.map((places) => places.length));
  const missing = rows
    .map((row, at) => ({ row, count: width - (taken[at] ?? []).filter(Boolean).length }))
    .filter(({ count }) => count > 0);
  return { spans, missing };
}

function mendTable(plan: TablePlan, mintId: () => string): void {
  for (const { cell, name, value } of plan.spans) setAttribute(cell, name, value);
  for (const { row, count } of plan.missing) {
    const cells = elementsOf(row, 'tableCell', 'tableHeader');
    const isHeaderRow = cells.length > 0 && cells.every((cell) => cell.nodeName === 'tableHeader');
    row.insert(
      row.length,
      Array.from({ length: count }, () => emptyCell(isHeaderRow ? 'tableHeader' : 'tableCell', mintId)),
    );
  }
}

function emptyCell(name: string, mintId: () => string): Y.XmlElement {
  const cell = new Y.XmlElement(name);
  cell.setAttribute('id', mintId());
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.setAttribute('id', mintId());
  cell.insert(0, [paragraph]);
  return cell;
}

const elementsOf = (parent: Y.XmlFragment, ...names: readonly string[]): Y.XmlElement[] =>
  parent
    .toArray()
    .filter(
      (child): child is Y.XmlElement => child instanceof Y.XmlElement && names.includes(child.nodeName),
    );

function spanOf(cell: Y.XmlElement, name: 'colspan' | 'rowspan'): number {
  const value: unknown = cell.getAttribute(name);
  return typeof value === 'number' && acceptsAttribute(name, value) ? value : 1;
}

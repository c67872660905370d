import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { rowIsHeader, TableMap } from '@tiptap/pm/tables';
import { Mapping } from '@tiptap/pm/transform';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { changedRange } from '../tools/changed-range.ts';

/** Says of each heading cell what it heads, so that a screen reader reads it with the cell. */
export type Scope = 'col' | 'colgroup' | 'row' | 'rowgroup';

interface ScopedCell {
  /** From the table's own position. */
  readonly offset: number;
  readonly size: number;
  readonly scope: Scope;
}

const known = new WeakMap<ProseMirrorNode, readonly ScopedCell[]>();

export function headerScopes(table: ProseMirrorNode): readonly ScopedCell[] {
  const before = known.get(table);
  if (before) return before;
  const map = TableMap.get(table);
  const found: ScopedCell[] = [];
  for (const at of new Set(map.map)) {
    const cell = table.nodeAt(at);
    if (cell?.type.spec.tableRole !== 'header_cell') continue;
    const { left, right, top, bottom } = map.findCell(at);
    const headsRow = left === 0 && !rowIsHeader(map, table, top);
    const headsOne = headsRow ? bottom - top === 1 : right - left === 1;
    const scope = headsRow ? (headsOne ? 'row' : 'rowgroup') : headsOne ? 'col' : 'colgroup';
    found.push({ offset: at + 1, size: cell.nodeSize, scope });
  }
  known.set(table, found);
  return found;
}

const key = new PluginKey<DecorationSet>('headerScopes');

/** Only the tables within a changed stretch are looked at again. */
export const headerScopesPlugin = (): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => DecorationSet.create(doc, scopesWithin(doc, 0, doc.content.size).decorations),
      apply: (transaction, shown, before, { doc }) => {
        if (!transaction.docChanged) return shown;
        const change = changedRange(before.doc, doc);
        if (!change) return shown;
        let range = { from: 0, to: 0 };
        change.forEach((_start, _end, from, to) => (range = { from, to }));
        const { decorations, from, to } = scopesWithin(doc, range.from, range.to);
        const kept = shown.map(new Mapping([change]), doc);
        return kept.remove(kept.find(from, to)).add(doc, decorations);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });

function scopesWithin(doc: ProseMirrorNode, from: number, to: number) {
  const decorations: Decoration[] = [];
  let range = { from, to };
  doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node, at) => {
    if (node.type.spec.tableRole !== 'table') return !node.isTextblock;
    range = { from: Math.min(range.from, at), to: Math.max(range.to, at + node.nodeSize) };
    for (const { offset, size, scope } of headerScopes(node))
      decorations.push(Decoration.node(at + offset, at + offset + size, { scope }));
    return true;
  });
  return { decorations, ...range };
}

import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { isBlockName } from '#lib/schema/text/versions.ts';
import { isChangeOrigin } from './binding.ts';

/**
 * Gives an id to each block that this editor creates, in the transaction that creates it: a new
 * paragraph, the second half of a split, a pasted copy. Blocks of others are never touched (E16);
 * the server names what comes without an id.
 */
export const mintIdsPlugin = (mintId: () => string): Plugin =>
  new Plugin({
    appendTransaction: (transactions, _before, state) => {
      const local = transactions.some((transaction) => transaction.docChanged);
      if (!local || transactions.some(isChangeOrigin)) return null;
      const unnamed = unnamedBlocks(state.doc, changedRanges(transactions));
      if (unnamed.length === 0) return null;
      const naming = state.tr;
      for (const at of unnamed) naming.setNodeAttribute(at, 'id', mintId());
      return naming;
    },
  });

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the transactions put something, in positions of the document after the last of them. */
function changedRanges(transactions: readonly Transaction[]): Range[] {
  const ranges: Range[] = [];
  transactions.forEach((transaction, index) => {
    const later = transactions.slice(index + 1);
    transaction.mapping.maps.forEach((map, step) => {
      map.forEach((_from, _to, newFrom, newTo) => {
        const toEnd = (position: number, side: number): number =>
          later.reduce(
            (at, next) => next.mapping.map(at, side),
            transaction.mapping.slice(step + 1).map(position, side),
          );
        ranges.push({ from: toEnd(newFrom, -1), to: toEnd(newTo, 1) });
      });
    });
  });
  return ranges;
}

/** Positions of blocks that were created in the ranges and have no id, or an id that is taken. */
function unnamedBlocks(doc: ProseMirrorNode, ranges: readonly Range[]): number[] {
  const created = createdBlocks(doc, ranges);
  // Nearly every edit is a letter: the whole text is looked through only for blocks that are new.
  if (created.size === 0) return [];
  const taken = new Set<unknown>();
  doc.descendants((node, at) => {
    if (!isBlockName(node.type.name)) return node.isBlock;
    if (!created.has(at)) taken.add(node.attrs.id);
    return !node.isTextblock;
  });
  return [...created]
    .filter(([, id]) => {
      const needed = id === null || taken.has(id);
      taken.add(id);
      return needed;
    })
    .map(([at]) => at);
}

/** In the order of the text, by where they begin: the ids they came with. */
function createdBlocks(doc: ProseMirrorNode, ranges: readonly Range[]): Map<number, unknown> {
  const created: [number, unknown][] = [];
  for (const { from, to } of ranges)
    doc.nodesBetween(from, to, (node, at) => {
      if (!isBlockName(node.type.name)) return node.isBlock;
      if (at >= from && at < to) created.push([at, node.attrs.id]);
      return !node.isTextblock;
    });
  return new Map(created.sort(([one], [other]) => one - other));
}

import type { Node as ProseMirrorNode, ResolvedPos } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';

/**
 * Which blocks are moved, duplicated or deleted as wholes: those of the body and of boxes in it, and
 * the items of lists. What stands in a table moves with the table.
 */
const CONTAINERS: ReadonlySet<string> = new Set([
  'doc',
  'blockquote',
  'callout',
  'details',
  'bulletList',
  'orderedList',
  'taskList',
]);

/** Consecutive children of one container. */
export interface BlockRange {
  readonly container: ProseMirrorNode;
  /** Depth of the container. */
  readonly depth: number;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

export function blocksAt(state: EditorState): BlockRange | undefined {
  const { $from, $to } = state.selection;
  return rangeOf($from, $to);
}

/** The block around a position, or the one that begins at it. */
export const blockAt = ($at: ResolvedPos): BlockRange | undefined => rangeOf($at, $at);

function rangeOf($from: ResolvedPos, $to: ResolvedPos): BlockRange | undefined {
  for (let depth = $from.sharedDepth($to.pos); depth >= 0; depth -= 1) {
    const container = $from.node(depth);
    const first = $from.index(depth);
    if (!CONTAINERS.has(container.type.name) || first >= container.childCount) continue;
    const last = Math.max(first, $to.indexAfter(depth) - 1);
    // The line that stays to be seen belongs to its details, which move as a whole.
    if (container.child(first).type.name === 'detailsSummary') continue;
    const from = $from.posAtIndex(first, depth);
    return { container, depth, first, last, from, to: $from.posAtIndex(last + 1, depth) };
  }
  return undefined;
}

import type { EditorState } from '@tiptap/pm/state';
import { absolutePositionToRelativePosition, ySyncPluginKey } from '@tiptap/y-tiptap';
import * as Y from 'yjs';

/** A passage that one browser wrote: every piece of a shared text bears the number of who wrote it. */
export interface AuthorRun {
  readonly from: number;
  readonly to: number;
  /** Yjs client id. */
  readonly clientId: number;
}

interface SyncState {
  readonly type: Y.XmlFragment;
  readonly binding: { readonly mapping: Parameters<typeof absolutePositionToRelativePosition>[2] } | null;
}

/** Who wrote the letter behind `position`, and how far their words go within its text; `null`: no letter. */
export function authorRunAt(state: EditorState, position: number): AuthorRun | null {
  const sync = ySyncPluginKey.getState(state) as SyncState | undefined;
  if (!sync?.binding || !sync.type.doc) return null;
  const $position = state.doc.resolve(position);
  if (!$position.parent.isTextblock || !$position.nodeAfter?.isText) return null;
  // The binding names the letter before a position.
  const relative = absolutePositionToRelativePosition(position + 1, sync.type, sync.binding.mapping) as {
    readonly item: Y.ID | null;
  };
  if (!relative.item) return null;
  const item = Y.getItem(sync.type.doc.store, relative.item);
  if (!(item instanceof Y.Item) || !(item.parent instanceof Y.XmlText)) return null;
  const within = relative.item.clock - item.id.clock;
  return runOf(item, position - within);
}

/** Neighbouring pieces by the same browser are one passage; what is deleted takes no room. */
function runOf(item: Y.Item, start: number): AuthorRun {
  const { client } = item.id;
  let [from, to] = [start, start + item.length];
  for (let left = item.left; left && (isHidden(left) || left.id.client === client); left = left.left)
    if (!isHidden(left)) from -= left.length;
  for (let right = item.right; right && (isHidden(right) || right.id.client === client); right = right.right)
    if (!isHidden(right)) to += right.length;
  return { from, to, clientId: client };
}

const isHidden = (item: Y.Item): boolean => item.deleted || !item.countable;

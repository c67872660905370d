import type { Plugin } from '@tiptap/pm/state';
import { yUndoPlugin } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { textSchemaNames } from '#lib/schema/text/versions.ts';
import { guardedSyncPlugins, type BindingOptions } from './binding.ts';
import { mintIdsPlugin } from './mint-ids.ts';

export interface CollaborationOptions extends BindingOptions {
  readonly mintId: () => string;
}

/**
 * Undoing the creation of a block must not take down what others have written into it since, so
 * every kind of block is protected while it holds something.
 */
const protectedNodes = new Set(Object.keys(textSchemaNames.nodes));

/** The plugins that tie an editor to the shared document: binding, undo of one's own, ids. */
export const collaborationPlugins = (fragment: Y.XmlFragment, options: CollaborationOptions): Plugin[] => [
  ...guardedSyncPlugins(fragment, options),
  yUndoPlugin({ protectedNodes }) as Plugin,
  mintIdsPlugin(options.mintId),
];

import { Extension } from '@tiptap/core';
import { calloutPlugin } from '../callouts/callout-plugin.ts';
import { detailsPlugin } from '../details/details-plugin.ts';
import { movePlugin } from '../drag/move-plugin.ts';
import { footnotePlugin } from '../footnotes/footnote-plugin.ts';
import { referencesPlugin } from '../links/reference-views.ts';
import { triggerPlugin } from '../slash/trigger-plugin.ts';
import { markPlugin } from './mark-plugin.ts';
import type { OverlayState } from './overlay-state.svelte.ts';

/**
 * Notes, callouts, details, references, and moving blocks: views and keys for nodes that the schema
 * has. It adds nothing to what a document may hold.
 */
export const blockExtensions = (overlay: OverlayState): Extension =>
  Extension.create({
    name: 'blocks',
    // Before the lists' and the general keys: a note inside a list item is a note first.
    priority: 900,
    addProseMirrorPlugins: () => [
      triggerPlugin(overlay),
      footnotePlugin(overlay),
      calloutPlugin(overlay.t),
      detailsPlugin(overlay.t),
      movePlugin(overlay),
      referencesPlugin(overlay),
      markPlugin(),
    ],
  });

import { keydownHandler } from '@tiptap/pm/keymap';
import { Plugin, type Command } from '@tiptap/pm/state';
import type { OverlayState } from '../overlay/overlay-state.svelte.ts';
import { blocksAt } from './blocks-at.ts';
import { duplicateBlocks, moveBlocks } from './move-block.ts';

/** Moves the blocks at hand and tells where they are now: who does not see it cannot else know. */
export const moveAndSay =
  (direction: -1 | 1, overlay: OverlayState): Command =>
  (state, dispatch) => {
    const isMoved = moveBlocks(direction)(state, (transaction) => {
      dispatch?.(transaction);
      const now = blocksAt(state.apply(transaction));
      if (now) overlay.say('blocks.move.moved', { position: now.first + 1, count: now.container.childCount });
    });
    if (!isMoved && dispatch) overlay.say(direction < 0 ? 'blocks.move.at-start' : 'blocks.move.at-end');
    return isMoved;
  };

export const movePlugin = (overlay: OverlayState): Plugin =>
  new Plugin({
    props: {
      handleKeyDown: keydownHandler({
        'Alt-Shift-ArrowUp': moveAndSay(-1, overlay),
        'Alt-Shift-ArrowDown': moveAndSay(1, overlay),
        'Alt-ArrowUp': moveAndSay(-1, overlay),
        'Alt-ArrowDown': moveAndSay(1, overlay),
        'Mod-Shift-d': duplicateBlocks,
        'Mod-Shift-m': (state) => {
          if (!blocksAt(state)) return false;
          overlay.blockMenu = true;
          return true;
        },
      }),
    },
  });

import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Copy from '@lucide/svelte/icons/copy';
import GripVertical from '@lucide/svelte/icons/grip-vertical';
import Trash2 from '@lucide/svelte/icons/trash-2';
import { doing, type EditorCommand } from '../commands/editor-command.ts';
import { blocksAt } from './blocks-at.ts';
import { deleteBlocks, duplicateBlocks, moveBlocks } from './move-block.ts';
import { moveAndSay } from './move-plugin.ts';

export const BLOCK_MENU_KEYS = 'Mod-Shift-m';

const move = (direction: -1 | 1): Pick<EditorCommand, 'applies' | 'run'> => ({
  applies: (state) => moveBlocks(direction)(state),
  run: (text) => text.run(moveAndSay(direction, text.overlay)),
});

export const moveCommands: readonly EditorCommand[] = [
  {
    id: 'move-up',
    group: 'move',
    places: ['keys'],
    label: 'blocks.move.up',
    words: 'move up',
    icon: ArrowUp,
    keys: 'Alt-Shift-ArrowUp',
    ...move(-1),
  },
  {
    id: 'move-down',
    group: 'move',
    places: ['keys'],
    label: 'blocks.move.down',
    words: 'move down',
    icon: ArrowDown,
    keys: 'Alt-Shift-ArrowDown',
    ...move(1),
  },
  {
    id: 'duplicate',
    group: 'move',
    places: ['keys'],
    label: 'blocks.move.duplicate',
    words: 'duplicate copy',
    icon: Copy,
    keys: 'Mod-Shift-d',
    ...doing(duplicateBlocks),
  },
  {
    id: 'delete-block',
    group: 'move',
    places: [],
    label: 'blocks.move.delete',
    words: 'delete remove',
    icon: Trash2,
    ...doing(deleteBlocks),
  },
  {
    id: 'block-menu',
    group: 'move',
    places: ['keys'],
    label: 'blocks.move.menu',
    words: 'block menu',
    icon: GripVertical,
    keys: BLOCK_MENU_KEYS,
    applies: (state) => blocksAt(state) !== undefined,
    run: ({ overlay }) => void (overlay.blockMenu = true),
  },
];

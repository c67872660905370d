import type { ShortcutGroup } from './shortcut.ts';

/** Keys of the frame, on every page. Apart from the registry, which needs the whole editor. */
export const everywhere: ShortcutGroup = {
  label: 'shell.keys.everywhere',
  shortcuts: [
    { label: 'shell.keys.palette', keys: 'Mod+K' },
    { label: 'shell.keys.palette-in-text', keys: 'Mod+Shift+K' },
    { label: 'shell.keys.help', keys: '?' },
    { label: 'shell.keys.close', keys: 'Escape' },
  ],
};

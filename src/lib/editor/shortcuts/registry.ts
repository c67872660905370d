import { COMMAND_GROUPS } from '../commands/editor-command.ts';
import { editorCommands } from '../commands/registry.ts';
import { everywhere } from './everywhere.ts';
import type { Shortcut, ShortcutGroup } from './shortcut.ts';

/**
 * shortcuts/ lists every key that does something in a text, for the dialog that lists them. The keys themselves are
 * bound where what they do is; registry.test.ts compares both.
 */
const inTheText: readonly ShortcutGroup[] = [
  {
    label: 'tools.shortcuts.general',
    shortcuts: [
      { label: 'editor.undo', keys: 'Mod+Z' },
      { label: 'editor.redo', keys: 'Mod+Y', mac: 'Mod+Shift+Z' },
      { label: 'tools.find.open', keys: 'Mod+F' },
      { label: 'tools.find.open-replace', keys: 'Mod+H', mac: 'Alt+Mod+F' },
      { label: 'tools.shortcuts.plain', keys: 'Mod+Shift+V' },
      { label: 'tools.mode.focus', keys: 'Mod+Shift+F' },
      { label: 'tools.mode.read', keys: 'F9' },
      { label: 'tools.shortcuts.toolbar', keys: 'Alt+F10' },
      { label: 'tools.shortcuts.back', keys: 'Escape' },
      { label: 'tools.shortcuts.open', keys: 'Mod+/' },
    ],
  },
  {
    label: 'tools.shortcuts.text',
    shortcuts: [
      { label: 'editor.mark.bold', keys: 'Mod+B' },
      { label: 'editor.mark.italic', keys: 'Mod+I' },
      { label: 'editor.mark.underline', keys: 'Mod+U' },
      { label: 'editor.mark.strike', keys: 'Mod+Shift+S' },
      { label: 'editor.mark.highlight', keys: 'Mod+Shift+H' },
      { label: 'editor.mark.code', keys: 'Mod+E' },
      { label: 'editor.mark.subscript', keys: 'Mod+,' },
      { label: 'editor.mark.superscript', keys: 'Mod+.' },
    ],
  },
];

const inLists: readonly Shortcut[] = [
  { label: 'tools.shortcuts.indent', keys: 'Tab' },
  { label: 'tools.shortcuts.outdent', keys: 'Shift+Tab' },
];

const inTablesAndSearch: readonly ShortcutGroup[] = [
  {
    label: 'tools.table.label',
    shortcuts: [
      { label: 'tools.shortcuts.next-cell', keys: 'Tab' },
      { label: 'tools.shortcuts.previous-cell', keys: 'Shift+Tab' },
      { label: 'tools.shortcuts.select-cells', keys: 'Shift+ArrowRight' },
      { label: 'tools.shortcuts.write-in-cell', keys: 'Escape' },
      { label: 'tools.shortcuts.leave-table', keys: 'Mod+Enter' },
      { label: 'tools.table.row-up', keys: 'Alt+Shift+ArrowUp' },
      { label: 'tools.table.row-down', keys: 'Alt+Shift+ArrowDown' },
      { label: 'tools.table.wider', keys: 'Alt+Shift+ArrowRight' },
      { label: 'tools.table.narrower', keys: 'Alt+Shift+ArrowLeft' },
    ],
  },
  {
    label: 'tools.shortcuts.found',
    shortcuts: [
      { label: 'tools.find.next', keys: 'Enter' },
      { label: 'tools.find.previous', keys: 'Shift+Enter' },
      { label: 'tools.find.replace-all', keys: 'Alt+Enter' },
    ],
  },
];

/** What the menus offer too comes from their own registry. */
const ofCommands: readonly ShortcutGroup[] = COMMAND_GROUPS.map((group) => ({
  label: `blocks.group.${group}` as const,
  shortcuts: [
    ...editorCommands.flatMap(({ group: own, places, label, values, keys }) =>
      own === group && keys && places.includes('keys')
        ? [{ label, keys, ...(values ? { values } : {}) }]
        : [],
    ),
    ...(group === 'lists' ? inLists : []),
  ],
}));

export const shortcutGroups: readonly ShortcutGroup[] = [
  everywhere,
  ...inTheText,
  ...ofCommands.filter(({ shortcuts }) => shortcuts.length > 0),
  ...inTablesAndSearch,
];

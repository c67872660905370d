import type { MessageKey } from '#lib/i18n/areas.ts';

/**
 * Every key that does something in a text, for the dialog that lists them. The keys themselves are
 * bound where what they do is; registry.test.ts compares both.
 */
export interface Shortcut {
  readonly label: MessageKey;
  readonly values?: Readonly<Record<string, number>>;
  readonly keys: string;
  /** Where a Mac has other keys than ⌘ for Ctrl. */
  readonly mac?: string;
}

export interface ShortcutGroup {
  readonly label: MessageKey;
  readonly shortcuts: readonly Shortcut[];
}

export const shortcutGroups: readonly ShortcutGroup[] = [
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
      { label: 'editor.link.label', keys: 'Mod+K' },
    ],
  },
  {
    label: 'tools.shortcuts.blocks',
    shortcuts: [
      { label: 'editor.block.paragraph', keys: 'Mod+Alt+0' },
      ...([1, 2, 3, 4] as const).map((level) => ({
        label: 'editor.block.heading' as const,
        values: { level },
        keys: `Mod+Alt+${level}`,
      })),
      { label: 'editor.list.bulletList', keys: 'Mod+Shift+8' },
      { label: 'editor.list.orderedList', keys: 'Mod+Shift+7' },
      { label: 'editor.list.taskList', keys: 'Mod+Shift+9' },
      { label: 'tools.shortcuts.indent', keys: 'Tab' },
      { label: 'tools.shortcuts.outdent', keys: 'Shift+Tab' },
      { label: 'editor.quote', keys: 'Mod+Shift+B' },
      { label: 'editor.block.code', keys: 'Mod+Alt+C' },
      { label: 'editor.insert.break', keys: 'Shift+Enter' },
      { label: 'tools.shortcuts.block-up', keys: 'Alt+ArrowUp' },
      { label: 'tools.shortcuts.block-down', keys: 'Alt+ArrowDown' },
    ],
  },
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

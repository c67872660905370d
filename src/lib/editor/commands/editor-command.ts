import type { Command, EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type { MessageKey } from '#lib/i18n/areas.ts';
import type { Icon } from '#lib/ui/icon.ts';
import type { OverlayState } from '../overlay/overlay-state.svelte.ts';

export const COMMAND_GROUPS = ['text', 'lists', 'blocks', 'references', 'media', 'table', 'move'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

/** `slash`: offered after `/`. `insert`: in the toolbar's menu. `keys`: in the list of shortcuts. */
export type CommandPlace = 'slash' | 'insert' | 'keys';

export type DialogName = 'link' | 'language' | 'reference';

/** What a command needs of the open text (`TextEditor` is one). */
export interface CommandHost {
  dialog: DialogName | null;
  readonly overlay: OverlayState;
  readonly view: EditorView;
  run(command: Command): void;
  toggleList(list: 'bulletList' | 'orderedList' | 'taskList'): void;
  focus(): void;
}

/** Something a person can do to a text, as every menu and list shows it. */
export interface EditorCommand {
  readonly id: string;
  readonly group: CommandGroup;
  readonly places: readonly CommandPlace[];
  /** Its name in the reader's language. */
  readonly label: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Its English name and other words by which people look for it; lower case, for searching only. */
  readonly words: string;
  readonly icon?: Icon;
  /** As ProseMirror spells keys: `Mod-Alt-f`. Shown by shortcuts/key-names.ts. */
  readonly keys?: string;
  /** Whether it can be done at this place; only what can is offered. */
  applies(state: EditorState): boolean;
  run(text: CommandHost): void;
}

/** The two halves of a command that ProseMirror's own form already has. */
export const doing = (command: Command): Pick<EditorCommand, 'applies' | 'run'> => ({
  applies: (state) => command(state),
  run: (text) => text.run(command),
});

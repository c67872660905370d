import { Extension, type Extensions } from '@tiptap/core';
import { BulletList } from '@tiptap/extension-list/bullet-list';
import { ListItem } from '@tiptap/extension-list/item';
import { ListKeymap } from '@tiptap/extension-list/keymap';
import { OrderedList } from '@tiptap/extension-list/ordered-list';
import { TaskItem } from '@tiptap/extension-list/task-item';
import { TaskList } from '@tiptap/extension-list/task-list';
import { Dropcursor } from '@tiptap/extensions/drop-cursor';
import { Gapcursor } from '@tiptap/extensions/gap-cursor';
import { Placeholder } from '@tiptap/extensions/placeholder';
import type { Command } from '@tiptap/pm/state';
import { goToNextCell } from '@tiptap/pm/tables';
import { redo, undo } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { textExtensions } from '#lib/schema/text/schema.ts';
import { collaborationPlugins, type CollaborationOptions } from '../binding/collaboration.ts';
import { guardedTableEditing } from '../binding/table-editing.ts';
import { clearBlock, openAbove } from '../commands.ts';
import { withBehaviour, type Behaviour } from './behaviour.ts';
import { blockBehaviours } from './blocks.ts';
import { browserSelection } from './browser-selection.ts';
import { firstKeyPlugin } from './first-key.ts';
import { markBehaviours } from './marks.ts';

export interface EditorTexts {
  readonly placeholder: string;
  taskLabel(text: string, checked: boolean): string;
}

/** The extensions of the editor: the shared schema with its ways, and nothing that adds to it. */
export const editorExtensions = (
  fragment: Y.XmlFragment,
  options: CollaborationOptions & { readonly texts: EditorTexts },
): Extensions => [
  ...textExtensions.map((extension) => withBehaviour(extension, behaviourOf(extension.name, options.texts))),
  Extension.create({
    name: 'collaboration',
    priority: 1000,
    addProseMirrorPlugins: () => collaborationPlugins(fragment, options),
  }),
  keymap({
    Enter: openAbove,
    Backspace: clearBlock,
    'Mod-z': (state) => Boolean(undo(state)) || true,
    'Mod-y': (state) => Boolean(redo(state)) || true,
    'Shift-Mod-z': (state) => Boolean(redo(state)) || true,
    // In the last cell Tab leaves the table: the keyboard is never caught in it.
    Tab: goToNextCell(1),
    'Shift-Tab': goToNextCell(-1),
  }),
  browserSelection,
  Extension.create({ name: 'firstKey', addProseMirrorPlugins: () => [firstKeyPlugin()] }),
  Extension.create({ name: 'tableEditing', addProseMirrorPlugins: () => [guardedTableEditing()] }),
  ListKeymap,
  Dropcursor.configure({ color: false, class: 'drop-cursor', width: 2 }),
  Gapcursor,
  Placeholder.configure({ placeholder: options.texts.placeholder, showOnlyCurrent: false }),
];

const keymap = (commands: Readonly<Record<string, Command>>) =>
  Extension.create({
    name: 'keys',
    // Before the lists' own Tab and Enter, after nothing: each of these applies in its place only.
    priority: 200,
    addKeyboardShortcuts() {
      const { editor } = this;
      return Object.fromEntries(
        Object.entries(commands).map(([key, command]) => [
          key,
          () => command(editor.state, editor.view.dispatch, editor.view),
        ]),
      );
    },
  });

function behaviourOf(name: string, texts: EditorTexts): Behaviour {
  return blockBehaviours[name] ?? markBehaviours[name] ?? lists(texts)[name] ?? {};
}

const lists = (texts: EditorTexts): Readonly<Record<string, Behaviour>> => ({
  bulletList: BulletList.config as Behaviour,
  orderedList: OrderedList.config as Behaviour,
  listItem: ListItem.config as Behaviour,
  taskList: TaskList.config as Behaviour,
  taskItem: TaskItem.configure({
    nested: true,
    a11y: { checkboxLabel: (node, checked) => texts.taskLabel(node.textContent, checked) },
  }).config as Behaviour,
});

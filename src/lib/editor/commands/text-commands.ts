import CodeXml from '@lucide/svelte/icons/code-xml';
import Heading1 from '@lucide/svelte/icons/heading-1';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Heading4 from '@lucide/svelte/icons/heading-4';
import List from '@lucide/svelte/icons/list';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Minus from '@lucide/svelte/icons/minus';
import Pilcrow from '@lucide/svelte/icons/pilcrow';
import Quote from '@lucide/svelte/icons/quote';
import Table from '@lucide/svelte/icons/table';
import WrapText from '@lucide/svelte/icons/wrap-text';
import type { EditorState } from '@tiptap/pm/state';
import { HEADING_LEVELS } from '#lib/schema/text/values.ts';
import { hasAncestor, insertBreak, insertRule, insertTable, setBlock, toggleQuote } from '../commands.ts';
import { doing, type EditorCommand } from './editor-command.ts';

/** Kinds of block, lists, and what every word processor can insert. */
const headingIcons = [Heading1, Heading2, Heading3, Heading4] as const;

const LISTS = [
  ['bulletList', List, 'bulleted list bullets unordered', 'Mod-Shift-8'],
  ['orderedList', ListOrdered, 'numbered list ordered', 'Mod-Shift-7'],
  ['taskList', ListTodo, 'task list to do checklist checkbox', 'Mod-Shift-9'],
] as const;

const isPlain = (state: EditorState): boolean => {
  const { parent, depth } = state.selection.$from;
  return depth > 0 && parent.isTextblock && !parent.type.spec.code && parent.type.name !== 'detailsSummary';
};

export const textCommands: readonly EditorCommand[] = [
  {
    id: 'paragraph',
    group: 'text',
    places: ['slash', 'keys'],
    label: 'editor.block.paragraph',
    words: 'text paragraph plain',
    icon: Pilcrow,
    keys: 'Mod-Alt-0',
    ...doing(setBlock('paragraph')),
  },
  ...HEADING_LEVELS.map((level): EditorCommand => ({
    id: `heading-${level}`,
    group: 'text',
    places: ['slash', 'keys'],
    label: 'editor.block.heading',
    values: { level },
    words: `heading ${level} title h${level}`,
    icon: headingIcons[level - 1] ?? Heading1,
    keys: `Mod-Alt-${level}`,
    ...doing(setBlock('heading', { level })),
  })),
  ...LISTS.map(([name, icon, words, keys]): EditorCommand => ({
    id: name,
    group: 'lists',
    places: ['slash', 'keys'],
    label: `editor.list.${name}`,
    words,
    icon,
    keys,
    applies: isPlain,
    run: (text) => text.toggleList(name),
  })),
  {
    id: 'quote',
    group: 'blocks',
    places: ['slash', 'keys'],
    label: 'editor.quote',
    words: 'quote blockquote citation',
    icon: Quote,
    keys: 'Mod-Shift-b',
    ...doing(toggleQuote),
  },
  {
    id: 'code',
    group: 'blocks',
    places: ['slash', 'insert', 'keys'],
    label: 'editor.insert.code',
    words: 'code block program',
    icon: CodeXml,
    keys: 'Mod-Alt-c',
    ...doing(setBlock('codeBlock')),
  },
  {
    id: 'table',
    group: 'blocks',
    places: ['slash', 'insert'],
    label: 'editor.insert.table',
    words: 'table grid rows columns',
    icon: Table,
    ...doing((state, dispatch) => !hasAncestor(state, 'table') && insertTable(3, 3)(state, dispatch)),
  },
  {
    id: 'rule',
    group: 'blocks',
    places: ['slash', 'insert'],
    label: 'editor.insert.rule',
    words: 'dividing line divider horizontal rule separator',
    icon: Minus,
    ...doing(insertRule),
  },
  {
    id: 'break',
    group: 'text',
    places: ['insert', 'keys'],
    label: 'editor.insert.break',
    words: 'line break',
    icon: WrapText,
    keys: 'Shift-Enter',
    ...doing(insertBreak),
  },
];

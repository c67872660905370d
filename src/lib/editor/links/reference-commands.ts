import AtSign from '@lucide/svelte/icons/at-sign';
import Bookmark from '@lucide/svelte/icons/bookmark';
import Link from '@lucide/svelte/icons/link';
import type { Command, EditorState } from '@tiptap/pm/state';
import type { EditorCommand } from '../commands/editor-command.ts';

/** Inserts one of the schema's references in place of the selection, with a space to go on after it. */
export const insertReference =
  (name: 'mention' | 'crossReference', attrs: Record<string, string>): Command =>
  (state, dispatch) => {
    const type = state.schema.nodes[name];
    if (!type || !takes(state, name)) return false;
    if (!dispatch) return true;
    const { from, to, $to } = state.selection;
    const isFollowed = /^\s/.test($to.nodeAfter?.text ?? '');
    const transaction = state.tr.replaceWith(from, to, [
      type.create(attrs),
      ...(isFollowed ? [] : [state.schema.text(' ')]),
    ]);
    dispatch(transaction.scrollIntoView());
    return true;
  };

function takes(state: EditorState, name: string): boolean {
  const { $from } = state.selection;
  const type = state.schema.nodes[name];
  return type !== undefined && $from.parent.contentMatchAt($from.index()).matchType(type) !== null;
}

const isWords = ({ selection: { $from } }: EditorState): boolean =>
  $from.parent.isTextblock && !$from.parent.type.spec.code;

export const referenceCommands: readonly EditorCommand[] = [
  {
    id: 'link',
    group: 'references',
    places: ['slash', 'keys'],
    label: 'editor.link.label',
    words: 'link address url hyperlink',
    icon: Link,
    keys: 'Mod-k',
    applies: isWords,
    run: (text) => void (text.dialog = 'link'),
  },
  {
    id: 'cross-reference',
    group: 'references',
    places: ['slash', 'insert'],
    label: 'blocks.reference.insert',
    words: 'cross-reference reference section heading see',
    icon: Bookmark,
    applies: (state) => takes(state, 'crossReference'),
    run: (text) => void (text.dialog = 'reference'),
  },
  {
    id: 'mention',
    group: 'references',
    places: ['slash', 'insert'],
    label: 'blocks.mention.insert',
    words: 'mention person people at name',
    icon: AtSign,
    applies: (state) => takes(state, 'mention'),
    run: (text) => {
      const { $from } = text.view.state.selection;
      const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '/').at(-1);
      // As if they were typed; a sign within a word would mean nothing.
      if (before !== undefined && !/[\s(]/.test(before))
        text.view.dispatch(text.view.state.tr.insertText(' '));
      text.view.dispatch(text.view.state.tr.insertText('@'));
      text.focus();
    },
  },
];

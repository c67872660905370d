import { markInputRule } from '@tiptap/core';
import { toggleMark } from '@tiptap/pm/commands';
import { Plugin } from '@tiptap/pm/state';
import { isSafeHref } from '#lib/schema/text/values.ts';
import type { Behaviour } from './behaviour.ts';

/** Marks by key and by typing: `**bold**`, `*italic*`, `~~struck~~`, `==marked==`, `` `code` ``. */
const written = (fence: string): RegExp => {
  const [sign = ''] = fence;
  return new RegExp(
    `(?:^|\\s)(${escaped(fence)}([^${escaped(sign)}\\s][^${escaped(sign)}]*)${escaped(fence)})$`,
  );
};

const escaped = (signs: string): string => signs.replace(/[*^~`=_]/g, '\\$&');

const simple = (shortcut: string, ...fences: readonly string[]): Behaviour => ({
  addKeyboardShortcuts() {
    return {
      [shortcut]: ({ editor }) => toggleMark(this.type as never)(editor.state, editor.view.dispatch),
    };
  },
  addInputRules() {
    return fences.map((fence) => markInputRule({ find: written(fence), type: this.type as never }));
  },
});

export const markBehaviours: Readonly<Record<string, Behaviour>> = {
  bold: simple('Mod-b', '**', '__'),
  italic: simple('Mod-i', '*', '_'),
  underline: simple('Mod-u'),
  strike: simple('Mod-Shift-s', '~~'),
  code: simple('Mod-e', '`'),
  highlight: simple('Mod-Shift-h', '=='),
  subscript: simple('Mod-,'),
  superscript: simple('Mod-.'),
  link: {
    addProseMirrorPlugins: () => [linkPlugin()],
  },
};

/** A pasted address links what is selected; a click with Ctrl or ⌘ follows a link while editing. */
const linkPlugin = (): Plugin =>
  new Plugin({
    props: {
      handlePaste: (view, event) => {
        const address = event.clipboardData?.getData('text/plain').trim();
        const { empty, from, to } = view.state.selection;
        if (empty || !isSafeHref(address) || !/^https?:/i.test(address)) return false;
        const link = view.state.schema.mark('link', { href: address });
        view.dispatch(view.state.tr.addMark(from, to, link));
        return true;
      },
      handleClick: (view, _at, event) => {
        const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
        const follows = event.ctrlKey || event.metaKey || !view.editable;
        if (!(link instanceof HTMLAnchorElement) || !follows || event.button !== 0) return false;
        window.open(link.href, '_blank', 'noopener,noreferrer');
        return true;
      },
    },
  });

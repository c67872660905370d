import { InputRule, nodeInputRule, wrappingInputRule } from '@tiptap/core';
import { exitCode } from '@tiptap/pm/commands';
import type { Attrs, Node as ProseMirrorNode, NodeType } from '@tiptap/pm/model';
import type { Command } from '@tiptap/pm/state';
import { HEADING_LEVELS } from '#lib/schema/text/values.ts';
import { insertBreak, setBlock, toggleQuote } from '../commands.ts';
import type { Behaviour } from './behaviour.ts';

/** Blocks by key and by typing: `## `, `> `, ```` ``` ````, `---`. */
const keys = (shortcuts: Readonly<Record<string, Command>>): Behaviour => ({
  addKeyboardShortcuts: () =>
    Object.fromEntries(
      Object.entries(shortcuts).map(([key, command]) => [
        key,
        ({ editor }) => command(editor.state, editor.view.dispatch, editor.view),
      ]),
    ),
});

/** Turns the block at hand into another type; it stays the same block, with its address. */
const retypingRule = (find: RegExp, type: NodeType, attrsOf: (match: RegExpMatchArray) => Attrs): InputRule =>
  new InputRule({
    find,
    handler: ({ state, range, match }) => {
      const $from = state.doc.resolve(range.from);
      if (!$from.node(-1).canReplaceWith($from.index(-1), $from.indexAfter(-1), type)) return null;
      const attrs = attrsOf(match);
      state.tr
        .delete(range.from, range.to)
        .setBlockType(range.from, range.from, type, (node: ProseMirrorNode) => ({ ...node.attrs, ...attrs }));
      return undefined;
    },
  });

export const blockBehaviours: Readonly<Record<string, Behaviour>> = {
  paragraph: keys({ 'Mod-Alt-0': setBlock('paragraph') }),
  heading: {
    ...keys(
      Object.fromEntries(HEADING_LEVELS.map((level) => [`Mod-Alt-${level}`, setBlock('heading', { level })])),
    ),
    addInputRules() {
      return [
        retypingRule(/^(#{1,4})\s$/, this.type as never, ([, signs]) => ({ level: signs?.length ?? 1 })),
      ];
    },
  },
  blockquote: {
    ...keys({ 'Mod-Shift-b': toggleQuote }),
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*>\s$/, type: this.type as never })];
    },
  },
  codeBlock: {
    ...keys({ 'Mod-Alt-c': setBlock('codeBlock'), ArrowDown: leaveCode }),
    addInputRules() {
      return [
        retypingRule(/^```([\w+#.-]{0,40})\s$/, this.type as never, ([, language]) => ({
          language: language || null,
        })),
      ];
    },
  },
  horizontalRule: {
    addInputRules() {
      return [nodeInputRule({ find: /^(?:---|—-|___\s)$/, type: this.type as never })];
    },
  },
  hardBreak: keys({ 'Shift-Enter': insertBreak }),
};

/** Down from the last line of code at the very end of the text, where there is no other way out. */
function leaveCode(...[state, dispatch]: Parameters<Command>): boolean {
  const { $from, empty } = state.selection;
  const atEnd = empty && $from.parent.type.spec.code && $from.parentOffset === $from.parent.content.size;
  return Boolean(atEnd) && $from.after() === state.doc.content.size && exitCode(state, dispatch);
}

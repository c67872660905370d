import { lift, wrapIn } from '@tiptap/pm/commands';
import type { Attrs, Node as ProseMirrorNode } from '@tiptap/pm/model';
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from '@tiptap/pm/state';
import { isSafeHref } from '#lib/schema/text/values.ts';

/** What the toolbar and the keys do, as ProseMirror commands: each says whether it applies. */

/** Makes the selected text blocks this type. They stay the same blocks, with address and language. */
export const setBlock =
  (name: string, attrs: Attrs = {}): Command =>
  (state, dispatch) => {
    const type = state.schema.nodes[name];
    if (!type) return false;
    const transaction = state.tr;
    for (const { $from, $to } of state.selection.ranges)
      transaction.setBlockType($from.pos, $to.pos, type, (node: ProseMirrorNode) => ({
        ...node.attrs,
        ...attrs,
      }));
    if (!transaction.docChanged) return false;
    dispatch?.(transaction.scrollIntoView());
    return true;
  };

export const toggleQuote: Command = (state, dispatch) => {
  const quote = state.schema.nodes.blockquote;
  if (!quote) return false;
  return hasAncestor(state, 'blockquote') ? lift(state, dispatch) : wrapIn(quote)(state, dispatch);
};

export const insertBreak: Command = (state, dispatch) => {
  const { hardBreak } = state.schema.nodes;
  if (!hardBreak || state.selection.$from.parent.type.spec.code) return false;
  dispatch?.(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
};

/** Inserts a rule and a paragraph to go on in. */
export const insertRule: Command = (state, dispatch) => {
  const { horizontalRule, paragraph } = state.schema.nodes;
  if (!horizontalRule || !paragraph) return false;
  return insertBlocks([horizontalRule.create(), paragraph.create()])(state, dispatch);
};

export const insertTable =
  (rows: number, columns: number): Command =>
  (state, dispatch) => {
    const { table, tableRow, tableCell, tableHeader } = state.schema.nodes;
    if (!table || !tableRow || !tableCell || !tableHeader || hasAncestor(state, 'table')) return false;
    const row = (index: number): ProseMirrorNode =>
      tableRow.create(
        null,
        Array.from(
          { length: columns },
          () => (index === 0 ? tableHeader : tableCell).createAndFill() as ProseMirrorNode,
        ),
      );
    const made = table.create(
      null,
      Array.from({ length: rows }, (_, index) => row(index)),
    );
    return insertBlocks([made])(state, dispatch);
  };

/** After the block at hand, or instead of it when it is an empty paragraph. */
const insertBlocks =
  (blocks: readonly ProseMirrorNode[]): Command =>
  (state, dispatch) => {
    const { $from } = state.selection;
    const depth = $from.parent.isTextblock ? $from.depth : $from.depth + 1;
    if (depth < 1) return false;
    const isEmpty = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0;
    const at = isEmpty ? $from.before(depth) : $from.after(depth);
    const container = $from.node(depth - 1);
    const index = $from.index(depth - 1) + (isEmpty ? 0 : 1);
    const first = blocks[0];
    if (!first || !container.canReplaceWith(index, isEmpty ? index + 1 : index, first.type)) return false;
    if (!dispatch) return true;
    const transaction = state.tr.replaceWith(at, isEmpty ? $from.after(depth) : at, blocks);
    transaction.setSelection(Selection.near(transaction.doc.resolve(at + 1)));
    dispatch(transaction.scrollIntoView());
    return true;
  };

/** Enter at the start of a block opens one above it: the words keep their block and its address. */
export const openAbove: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  const isPlain = parent.type.name === 'paragraph' || parent.type.name === 'heading';
  if (!empty || $from.parentOffset > 0 || parent.content.size === 0 || !isPlain) return false;
  if (hasAncestor(state, 'listItem') || hasAncestor(state, 'taskItem')) return false;
  const { paragraph } = state.schema.nodes;
  if (!paragraph) return false;
  dispatch?.(
    state.tr
      .insert($from.before(), paragraph.create({ lang: parent.attrs.lang as unknown }))
      .scrollIntoView(),
  );
  return true;
};

/** Backspace in an emptied heading or code block makes it a paragraph again. */
export const clearBlock: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const isSpecial = $from.parent.type.name === 'heading' || $from.parent.type.name === 'codeBlock';
  if (!empty || $from.parent.content.size > 0 || !isSpecial) return false;
  return setBlock('paragraph')(state, dispatch);
};

/** The stretch a mark is set on: the selection, or the whole stretch that has it around the cursor. */
export function markRange(
  state: EditorState,
  name: string,
): { from: number; to: number; value: Attrs | null } {
  const { from, to, empty, $from } = state.selection;
  const type = state.schema.marks[name];
  const at = empty
    ? ($from.marks().find((mark) => mark.type === type) ??
      $from.nodeAfter?.marks.find((mark) => mark.type === type))
    : undefined;
  if (!empty || !type || !at) return { from, to, value: empty || !type ? null : firstValue(state, name) };
  let start = $from.start();
  let found = { from, to };
  $from.parent.forEach((child) => {
    const end = start + child.nodeSize;
    const joined = at.isInSet(child.marks);
    if (joined && start <= from && end >= from)
      found = { from: Math.min(found.from, start), to: Math.max(found.to, end) };
    start = end;
  });
  return { ...found, value: at.attrs };
}

function firstValue(state: EditorState, name: string): Attrs | null {
  let value: Attrs | null = null;
  state.doc.nodesBetween(state.selection.from, state.selection.to, (node) => {
    value ??= node.marks.find((mark) => mark.type.name === name)?.attrs ?? null;
  });
  return value;
}

/** Sets or, with `null`, removes a mark with a value on its range. */
const setMarkOnRange =
  (name: string, attrs: Attrs | null, words = ''): Command =>
  (state, dispatch) => {
    const type = state.schema.marks[name];
    if (!type) return false;
    const { from, to } = markRange(state, name);
    const transaction = state.tr;
    if (from === to && words !== '' && attrs)
      transaction.insert(from, state.schema.text(words, [type.create(attrs)]));
    else if (from === to) return false;
    else {
      transaction.removeMark(from, to, type);
      if (attrs) transaction.addMark(from, to, type.create(attrs));
    }
    dispatch?.(transaction);
    return true;
  };

/** Links the selection; with nothing selected, these words are inserted as the link. */
export const setLink = (href: string, words = href): Command =>
  isSafeHref(href) ? setMarkOnRange('link', { href }, words) : () => false;
export const removeLink: Command = (state, dispatch) => setMarkOnRange('link', null)(state, dispatch);

/** The language of the selected words, or of the whole blocks where nothing is selected. */
export const setLanguage =
  (lang: string | null): Command =>
  (state, dispatch) => {
    const { empty, from, to } = state.selection;
    if (!empty || markRange(state, 'lang').value)
      return setMarkOnRange('lang', lang ? { lang } : null)(state, dispatch);
    const transaction = state.tr;
    state.doc.nodesBetween(from, to, (node, at) => {
      if (node.isTextblock) transaction.setNodeAttribute(at, 'lang', lang);
    });
    dispatch?.(transaction);
    return transaction.docChanged;
  };

export function hasAncestor(state: EditorState, name: string): boolean {
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type.name === name) return true;
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === name) return true;
  return false;
}

/** The whole text, for a command that shows a place. */
export function selectionAt(
  doc: ProseMirrorNode,
  id: string,
): { at: number; selection: Selection } | undefined {
  let found: number | undefined;
  doc.descendants((node, at) => {
    if (found === undefined && node.attrs.id === id) found = at;
    return found === undefined;
  });
  return found === undefined
    ? undefined
    : { at: found, selection: TextSelection.near(doc.resolve(found + 1)) };
}

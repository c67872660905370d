import { Node } from '@tiptap/pm/model';
import { EditorState, NodeSelection, TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { textSchema } from '#lib/schema/text/schema.ts';
import { insertPicture, nextWidth, picturesIn, renamePicture } from './picture-commands.ts';
import { placeAt } from './picture-place.ts';

const paragraph = (id: string, text = '') => ({
  type: 'paragraph',
  attrs: { id },
  content: text ? [{ type: 'text', text }] : [],
});
const picture = (id: string, src: string) => ({ type: 'image', attrs: { id, src } });
const textOf = (...content: object[]) =>
  EditorState.create({ doc: Node.fromJSON(textSchema(), { type: 'doc', content }) });

/** The blocks of a text after a picture was put at a place: ids, with those inside in brackets. */
function after(state: EditorState, place: string | null): string {
  let changed = state.doc;
  insertPicture(place, 'new', 'upload')(state, ({ doc }) => (changed = doc));
  const named = (node: Node): string => {
    const inner: string[] = [];
    node.forEach((child) => child.isBlock && inner.push(named(child)));
    const id = String(node.attrs.id ?? node.type.name);
    return inner.length > 0 ? `${id}(${inner.join(' ')})` : id;
  };
  return named(changed);
}

test('a picture stands after the words that it was added at, and before an empty line to go on in', () => {
  const state = textOf(paragraph('a', 'words'), paragraph('b'), paragraph('c', 'more'));
  expect(after(state, 'a')).toBe('doc(a new b c)');
  expect(after(state, 'b')).toBe('doc(a new b c)');
  expect(after(state, 'c')).toBe('doc(a b c new)');
});

test('its place is a block: what others write before it moves it along, and a block that went leaves the end', () => {
  const state = textOf(paragraph('a', 'words'), paragraph('c', 'more'));
  expect(placeAt(state.apply(state.tr.setSelection(TextSelection.create(state.doc, 3))))).toBe('a');
  const others = state.apply(state.tr.insertText('Much that others wrote. ', 1));
  expect(after(others, 'a')).toBe('doc(a new c)');
  expect(after(others, 'gone')).toBe('doc(a c new)');
});

test('beside a selected picture it stands after that one', () => {
  const state = textOf(paragraph('a', 'words'), picture('p', 'one'), paragraph('c', 'more'));
  const selected = state.apply(state.tr.setSelection(NodeSelection.create(state.doc, 7)));
  expect(placeAt(selected)).toBe('p');
  expect(after(selected, 'p')).toBe('doc(a p new c)');
});

test('in a list it stays with its item, and in a table with its cell', () => {
  const list = textOf({
    type: 'bulletList',
    attrs: { id: 'l' },
    content: [{ type: 'listItem', attrs: { id: 'i' }, content: [paragraph('a', 'words')] }],
  });
  expect(after(list, 'a')).toBe('doc(l(i(a new)))');
  const cell = { type: 'tableCell', attrs: { id: 'd' }, content: [paragraph('a', 'words')] };
  const table = textOf({
    type: 'table',
    attrs: { id: 't' },
    content: [{ type: 'tableRow', attrs: { id: 'r' }, content: [cell] }],
  });
  expect(after(table, 'a')).toBe('doc(t(r(d(a new))))');
});

test('what became ours is renamed wherever it stands, and what names no upload is not asked about', () => {
  const state = textOf(picture('p', 'theirs'), picture('q', 'ours'), picture('r', 'theirs'));
  let changed = state.doc;
  renamePicture('theirs', 'new')(state, ({ doc }) => (changed = doc));
  expect([...picturesIn(changed)]).toEqual(['new', 'ours']);
  expect([...picturesIn(textOf(picture('p', 'https://evil.example/a.png')).doc)]).toEqual([]);
});

test('the widths go in steps, from wherever a hand has left it', () => {
  expect([nextWidth(null, -1), nextWidth(75, -1), nextWidth(25, -1)]).toEqual([75, 50, 25]);
  expect([nextWidth(25, 1), nextWidth(60, 1), nextWidth(100, 1), nextWidth(null, 1)]).toEqual([
    50, 75, 100, 100,
  ]);
});

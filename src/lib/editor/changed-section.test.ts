import { expect, test } from 'vitest';
import { EditorState } from '@tiptap/pm/state';
import { doc, h, p } from '#lib/schema/text/testing/content.ts';
import { textSchema } from '#lib/schema/text/schema.ts';
import { headingOfChange } from './changed-section.ts';

const state = EditorState.create({
  doc: textSchema().nodeFromJSON(
    doc(p('a', 'Before'), h('b', 2, 'Method'), p('c', 'One'), h('d', 2, 'Results'), p('e', 'Two')),
  ),
});
const typedIn = (words: string) => {
  let at = 0;
  state.doc.descendants((node, position) => {
    if (node.isText && node.text === words) at = position;
  });
  return headingOfChange(state.tr.insertText('!', at + 1));
};

test('a change is told by the heading above it', () => {
  expect(typedIn('One')).toBe('Method');
  expect(typedIn('Two')).toBe('Results');
  expect(typedIn('Results')).toBe('R!esults');
});

test('above the first heading there is none to name', () => expect(typedIn('Before')).toBeNull());

import { EditorState, TextSelection } from '@tiptap/pm/state';
import { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { describe, expect, test } from 'vitest';
import { textSchema } from '#lib/schema/text/schema.ts';
import { doc, node, p } from '#lib/schema/text/testing/content.ts';
import { commandsFor, editorCommands } from '../commands/registry.ts';
import { OverlayState } from '../overlay/overlay-state.svelte.ts';
import { rankCommands } from './rank-commands.ts';
import { dismissed, triggerKey, triggerPlugin } from './trigger-plugin.ts';

const overlay = new OverlayState((key) => key, undefined);

function stateOf(content = doc(p('a')), at?: number): EditorState {
  const body = ProseMirrorNode.fromJSON(textSchema(), content);
  const selection = TextSelection.near(body.resolve(at ?? body.content.size), -1);
  return EditorState.create({ doc: body, selection, plugins: [triggerPlugin(overlay)] });
}

const typed = (words: string, from = stateOf()): EditorState =>
  [...words].reduce((state, key) => state.apply(state.tr.insertText(key)), from);

const opened = (words: string, from?: EditorState) => triggerKey.getState(typed(words, from));

describe('the menu at the cursor', () => {
  test('opens on a sign at the start of a block or after a space, and follows what is typed', () => {
    expect(opened('/')).toMatchObject({ sign: '/', query: '', from: 1 });
    expect(opened('see /num')).toMatchObject({ sign: '/', query: 'num' });
    expect(opened('/numbered l')).toMatchObject({ query: 'numbered l' });
    expect(opened('ask @éli')).toMatchObject({ sign: '@', query: 'éli' });
    expect(opened('(@')).toMatchObject({ sign: '@', query: '' });
  });

  test.each(['and/or', '3 km/h', 'a / b', 'ann@', 'x@example', 'https://', '/ ', '@ '])(
    'does not open on “%s”',
    (words) => {
      expect(opened(words)).toBeNull();
    },
  );

  test('does not open in code, nor on a sign that was there before', () => {
    expect(opened('/', stateOf(doc(node('codeBlock', { id: 'k' }, 'x '))))).toBeNull();
    const there = stateOf(doc(p('a', 'see /here')));
    expect(triggerKey.getState(there.apply(there.tr.insertText('x')))).toBeNull();
    const pasted = stateOf();
    expect(triggerKey.getState(pasted.apply(pasted.tr.insertText('/heading')))).toBeNull();
  });

  test('stays open while somebody else writes elsewhere', () => {
    const state = typed('/he');
    const all = state.doc.content;
    const remote = state.tr.replaceWith(0, all.size, all).setMeta(ySyncPluginKey, { isChangeOrigin: true });
    remote.setSelection(TextSelection.create(remote.doc, state.selection.from));
    expect(triggerKey.getState(state.apply(remote))).toMatchObject({ query: 'he' });
  });

  test('stays away after Escape, until another sign is typed', () => {
    const state = typed('/he');
    const left = state.apply(dismissed(state));
    expect(triggerKey.getState(typed('a', left))).toBeNull();
    expect(triggerKey.getState(typed(' /', left))).toMatchObject({ query: '' });
  });
});

describe('what it offers', () => {
  const nameOf = ({ label }: { label: string }): string =>
    ({ 'blocks.callout.insert-tip': 'Encadré : conseil', 'editor.list.taskList': 'Liste de tâches' })[
      label
    ] ?? label;
  const find = (query: string) =>
    rankCommands(commandsFor('slash', stateOf()), query, nameOf).map(({ id }) => id);

  test('is found by the name in the reader’s language, accents or not, and by the English one', () => {
    expect(find('encadre')).toEqual(['callout-tip']);
    expect(find('taches')).toEqual(['taskList']);
    expect(find('numbered')).toEqual(['orderedList']);
    expect(find('zzz')).toEqual([]);
  });

  test('is only what may stand at the place', () => {
    const inCode = stateOf(doc(node('codeBlock', { id: 'k' }, 'x')));
    const offered = commandsFor('slash', inCode).map(({ id }) => id);
    expect(offered).not.toContain('footnote');
    expect(offered).not.toContain('mention');
    const cell = node('tableCell', { id: 'c' }, p('q', 'x'));
    const inTable = stateOf(doc(node('table', { id: 't' }, node('tableRow', { id: 'r' }, cell))));
    expect(commandsFor('slash', inTable).map(({ id }) => id)).not.toContain('table');
    expect(commandsFor('slash', inTable).map(({ id }) => id)).toContain('footnote');
  });

  test('every command has its own id and its own keys', () => {
    const ids = editorCommands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = editorCommands.flatMap((command) => command.keys ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

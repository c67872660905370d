import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BODY } from '#lib/schema/text/convert.ts';
import { editorExtensions } from '../extensions/text-extensions.ts';
import { toolKeys } from '../tools/tool-keys.ts';
import { keyNames } from './key-names.ts';
import { shortcutGroups } from './registry.ts';

const listed = shortcutGroups.flatMap(({ shortcuts }) => shortcuts.map(({ keys }) => spelled(keys)));

/** Both spellings, and the order of the modifiers, are the same keys. */
function spelled(keys: string): string {
  const parts = keys.split(/(?<=.)[+-](?=.)/);
  const last = parts.pop() ?? '';
  return [...parts.sort(), last.length === 1 ? last.toLowerCase() : last].join('+');
}

/** Keys that do what they do in every text field. */
const ORDINARY =
  /^(Shift\+|Mod\+)?(Enter|Backspace|Delete|Tab|Arrow\w+|Home|End)$|^Mod\+Shift\+z$|^Alt\+Arrow/;

test('every key that the text binds is listed', () => {
  const bound = editorExtensions(new Y.Doc().getXmlFragment(BODY), {
    canWrite: () => true,
    onUnknownContent: () => undefined,
    mintId: () => 'x',
    texts: { placeholder: '', taskLabel: () => '' },
  }).flatMap(({ name, options, config }) => {
    const keys = (config as { addKeyboardShortcuts?: () => object }).addKeyboardShortcuts;
    return keys ? Object.keys(keys.call({ name, options, editor: {}, type: {}, storage: {} } as never)) : [];
  });
  expect(bound.length).toBeGreaterThan(15);
  const missing = bound.map(spelled).filter((keys) => !listed.includes(keys) && !ORDINARY.test(keys));
  expect(missing).toEqual([]);
});

test('keys are called as on the machine’s keyboard', () => {
  const french = (name: string) => ({ ctrl: 'Ctrl', shift: 'Maj', alt: 'Alt' })[name] ?? name;
  expect(keyNames(french, false)('Mod-Shift-b')).toBe('Ctrl+Maj+B');
  expect(keyNames(french, false)('Alt+Shift+ArrowUp')).toBe('Alt+Maj+↑');
  expect(keyNames(french, true)('Mod+Alt+F')).toBe('⌘ ⌥ F');
  expect(keyNames(french, true)('Alt-Shift-ArrowUp')).toBe('⌥ ⇧ ↑');
  expect(keyNames(french, false)('Mod+,')).toBe('Ctrl+,');
});

const pressed = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

test('each system’s own keys open the tools, and no others', () => {
  expect(toolKeys({ ...pressed, key: 'f', ctrlKey: true }, false)).toBe('find');
  expect(toolKeys({ ...pressed, key: 'F', ctrlKey: true, shiftKey: true }, false)).toBe('focus');
  expect(toolKeys({ ...pressed, key: 'h', ctrlKey: true }, false)).toBe('replace');
  expect(toolKeys({ ...pressed, key: 'h', metaKey: true }, true)).toBeNull();
  expect(toolKeys({ ...pressed, key: 'ƒ', metaKey: true, altKey: true }, true)).toBe('replace');
  // On a French keyboard the stroke is Shift and the colon's key.
  expect(toolKeys({ ...pressed, key: '/', ctrlKey: true, shiftKey: true }, false)).toBe('shortcuts');
  expect(toolKeys({ ...pressed, key: 'f' }, false)).toBeNull();
  expect(toolKeys({ ...pressed, key: 'F9' }, false)).toBe('read');
});

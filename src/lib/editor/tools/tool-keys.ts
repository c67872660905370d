import { isMac } from '../shortcuts/key-names.ts';

export type ToolAct = 'find' | 'replace' | 'shortcuts' | 'focus' | 'read' | 'leave';

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Which tool these keys mean. ⌘H hides a Mac's program, so replacing is ⌥⌘F there, as in its own programs. */
export function toolKeys({ key, ctrlKey, metaKey, altKey, shiftKey }: Keys, mac = isMac()): ToolAct | null {
  const letter = key.toLowerCase();
  if (key === 'Escape') return 'leave';
  if (key === 'F9' && !ctrlKey && !metaKey && !altKey && !shiftKey) return 'read';
  if (!(mac ? metaKey && !ctrlKey : ctrlKey && !metaKey)) return null;
  // Where a keyboard has the stroke on another level, Shift is part of it.
  if (key === '/' && !altKey) return 'shortcuts';
  if (mac && altKey && !shiftKey && (letter === 'f' || key === 'ƒ')) return 'replace';
  if (altKey) return null;
  if (letter === 'f') return shiftKey ? 'focus' : 'find';
  return letter === 'h' && !shiftKey && !mac ? 'replace' : null;
}

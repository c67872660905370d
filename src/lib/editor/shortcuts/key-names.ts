/** How keys are called on this machine: ⌘ and ⇧ on a Mac, words of the reader’s language elsewhere; the one place for it. */
const MAC: Readonly<Record<string, string>> = {
  Mod: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Enter: '↩',
  Escape: '⎋',
  Tab: '⇥',
  Backspace: '⌫',
};
const ARROWS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};
const NAMED = {
  Mod: 'ctrl',
  Ctrl: 'ctrl',
  Alt: 'alt',
  Shift: 'shift',
  Enter: 'enter',
  Escape: 'escape',
  Tab: 'tab',
  Backspace: 'backspace',
} as const;

export type KeyName = (typeof NAMED)[keyof typeof NAMED];

export const isMac = (): boolean =>
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** `Alt+Shift+ArrowUp` as this machine's keys are labelled. Both spellings, `Mod+B` and `Mod-b`, are taken. */
export const keyNames =
  (name: (key: KeyName) => string, mac = isMac()) =>
  (keys: string): string =>
    keyParts(keys)
      .map((part) => keyLabel(part, name, mac))
      .join(mac ? ' ' : '+');

/** `Mod+Alt+-` has a last part that is the separator itself. */
export const keyParts = (keys: string): string[] => keys.split(/(?<=.)[+-](?=.)/);

export function keyLabel(part: string, name: (key: KeyName) => string, mac: boolean): string {
  if (part in ARROWS) return ARROWS[part] ?? part;
  if (mac && part in MAC) return MAC[part] ?? part;
  if (part in NAMED) return name(NAMED[part as keyof typeof NAMED]);
  return part.length === 1 ? part.toUpperCase() : part;
}

import type { MessageKey } from '#lib/i18n/areas.ts';

export interface Shortcut {
  readonly label: MessageKey;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly keys: string;
  /** Where a Mac has other keys than ⌘ for Ctrl. */
  readonly mac?: string;
}

export interface ShortcutGroup {
  readonly label: MessageKey;
  readonly shortcuts: readonly Shortcut[];
}

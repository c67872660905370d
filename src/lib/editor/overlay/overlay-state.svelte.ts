import type { MessageKey } from '#lib/i18n/areas.ts';
import type { MessageValues, Translate } from '#lib/i18n/catalogue.ts';
import type { References } from '../links/references.ts';

/**
 * What stands over the text of one editor for a moment: menus at the cursor, the block's menu, what
 * is said to screen readers. Invariant: nothing here is in the document.
 */
export class OverlayState {
  /** Begins the ids of this editor's elements: a page may show two. */
  readonly uid = `text-${Math.random().toString(36).slice(2, 8)}`;
  readonly t: Translate;
  readonly references: References | undefined;
  blockMenu = $state(false);
  /** The last thing said; a live region reads it. */
  said = $state('');
  /** Keys go to the menu at the cursor first, while one is open. */
  onKey: ((event: KeyboardEvent) => boolean) | undefined;

  constructor(t: Translate, references: References | undefined) {
    this.t = t;
    this.references = references;
  }

  say(key: MessageKey, values?: MessageValues): void {
    const words = this.t(key, values);
    // The same words twice are read twice only when they differ.
    this.said = this.said === words ? `${words}\u00a0` : words;
  }
}

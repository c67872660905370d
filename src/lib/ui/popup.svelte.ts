/**
 * What Menu and Popover share: a control, and a surface that it opens. The control is there with the page
 * and is a plain button; what draws the surface is loaded when somebody comes near the control (pointer,
 * focus) and at the latest with the press. A press is never lost: the surface opens as soon as it is there.
 */
import { createAttachmentKey } from 'svelte/attachments';
import { messages } from '#lib/i18n/messages.svelte.ts';
import { toasts } from './toasts.svelte.ts';

export interface PopupOptions<Surface> {
  /** Of the surface, for `aria-controls`. */
  readonly id: string;
  readonly kind: 'menu' | 'dialog';
  isOpen(): boolean;
  setOpen(open: boolean): void;
  load(): Promise<{ readonly default: Surface }>;
  /** It may be needed when there is no network to load it from: loaded from now on. */
  isWantedAhead?(): boolean;
}

export class Popup<Surface> {
  readonly #options: PopupOptions<Surface>;
  readonly #t = messages();
  readonly #toasts = toasts();
  #loading: Promise<void> | undefined;
  /** Once it is here it stays; it shows itself while the popup is open. */
  surface = $state.raw<Surface>();
  control = $state.raw<HTMLElement>();
  /** The pointer opened it; else a key did, also one that was pressed elsewhere. */
  byPointer = false;

  constructor(options: PopupOptions<Surface>) {
    this.#options = options;
    // Opened from outside: by a key of the text, by an address.
    $effect(() => {
      if (options.isOpen() || options.isWantedAhead?.()) void this.#prepare();
      if (!options.isOpen()) this.byPointer = false;
    });
  }

  readonly props = $derived.by((): Record<PropertyKey, unknown> => {
    const { id, kind } = this.#options;
    const isOpen = this.#options.isOpen();
    return {
      'aria-haspopup': kind,
      'aria-expanded': isOpen,
      'aria-controls': isOpen && this.surface ? id : undefined,
      onpointerenter: () => void this.#prepare(),
      onfocus: () => void this.#prepare(),
      onpointerdown: () => (this.byPointer = true),
      onclick: () => this.#press(!this.#options.isOpen()),
      onkeydown: kind === 'menu' ? this.#onKey : undefined,
      [this.#attachment]: this.#attach,
    };
  });

  readonly #attachment = createAttachmentKey();
  readonly #attach = (control: HTMLElement) => {
    this.control = control;
    return () => (this.control = undefined);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' || this.#options.isOpen()) return;
    event.preventDefault();
    this.#press(true);
  };

  #press(open: boolean): void {
    // Not every browser focuses a button that is clicked; the surface gives the focus back to what had it.
    if (open) this.control?.focus({ preventScroll: true });
    this.#options.setOpen(open);
  }

  async #prepare(): Promise<void> {
    await (this.#loading ??= this.#load());
  }

  async #load(): Promise<void> {
    try {
      this.surface = (await this.#options.load()).default;
    } catch {
      // Without a network: closed again, and asked for anew at the next press.
      this.#loading = undefined;
      if (!this.#options.isOpen()) return;
      this.#options.setOpen(false);
      this.#toasts.show({
        kind: 'warning',
        title: this.#t('ui.popup-failed.title'),
        text: this.#t('ui.popup-failed.text'),
      });
    }
  }
}

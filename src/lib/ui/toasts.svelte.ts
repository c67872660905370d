import { getContext, setContext } from 'svelte';
import { assert } from '#lib/core/assert.ts';

export interface Toast {
  readonly kind: 'success' | 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ShownToast extends Toast {
  readonly id: number;
  /** Null: it stays until it is dismissed. */
  readonly durationMs: number | null;
}

// Long enough to be read twice, and to reach the action by keyboard (WCAG 2.2.1: the region also
// waits while it is pointed at or focused). What went wrong never leaves by itself.
const DURATION_MS = 8_000;
/** More at once would hide the page; the oldest gives way. */
const SHOWN_MAX = 3;

/** Short news about what has just been done. Held in Svelte's context: one list per page, not per program. */
export class Toasts {
  shown = $state.raw<readonly ShownToast[]>([]);
  #last = 0;

  show(toast: Toast): number {
    this.#last += 1;
    const stays = toast.kind === 'danger' || toast.kind === 'warning' || toast.action !== undefined;
    this.shown = [
      ...this.shown.slice(-(SHOWN_MAX - 1)),
      { ...toast, id: this.#last, durationMs: stays ? null : DURATION_MS },
    ];
    return this.#last;
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
}

const KEY = Symbol('toasts');

export function provideToasts(): Toasts {
  const toasts = new Toasts();
  setContext(KEY, toasts);
  return toasts;
}

/** During a component's initialisation: `const toast = toasts();`. */
export function toasts(): Toasts {
  const found = getContext<Toasts | undefined>(KEY);
  assert(found !== undefined, 'UiRoot is not above this component');
  return found;
}

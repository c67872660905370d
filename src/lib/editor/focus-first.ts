import type { Attachment } from 'svelte/attachments';

/** A dialog that asks one thing begins at its field, not at the button that closes it. */
export const focusFirst: Attachment<HTMLElement> = (form) => {
  // After the dialog has placed the focus itself.
  const later = setTimeout(() => form.querySelector<HTMLElement>('input, select, textarea')?.focus(), 50);
  return () => clearTimeout(later);
};

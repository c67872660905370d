import type { Attachment } from 'svelte/attachments';

/**
 * One tab stop for a row of buttons, arrows between them (ARIA toolbar pattern). The row may change
 * while it is shown; whichever button had the focus last is the stop.
 */
export const roving: Attachment<HTMLElement> = (toolbar) => {
  let current: HTMLElement | undefined;
  const buttons = (): HTMLElement[] => [...toolbar.querySelectorAll<HTMLElement>('button:not(:disabled)')];

  const settle = (): void => {
    const all = buttons();
    if (!current || !all.includes(current)) current = all[0];
    for (const button of toolbar.querySelectorAll('button')) {
      const tabIndex = button === current ? '0' : '-1';
      // Written only where it differs: the watcher below would answer to itself.
      if (button.getAttribute('tabindex') !== tabIndex) button.setAttribute('tabindex', tabIndex);
    }
  };
  const onFocus = (event: FocusEvent): void => {
    const button = (event.target as Element).closest('button');
    if (button instanceof HTMLElement) current = button;
    settle();
  };
  const onKey = (event: KeyboardEvent): void => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const isRightToLeft = getComputedStyle(toolbar).direction === 'rtl';
    const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
    const backward = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
    const to = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  };

  const watcher = new MutationObserver(settle);
  watcher.observe(toolbar, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'tabindex'],
  });
  toolbar.addEventListener('focusin', onFocus);
  toolbar.addEventListener('keydown', onKey);
  settle();
  return () => {
    watcher.disconnect();
    toolbar.removeEventListener('focusin', onFocus);
    toolbar.removeEventListener('keydown', onKey);
  };
};

/** What the script in app.html keeps until the page answers. */
interface EarlyPress {
  /** A button, or what says `data-early-press` and wants to know where. */
  readonly pressed: HTMLElement | null;
  /** Where, in px from the page's top left corner. */
  readonly pageX: number;
  readonly pageY: number;
  readonly note: (event: Event) => void;
}

/**
 * Presses what somebody pressed while the page could be seen but did not answer yet: on a slow device that
 * takes seconds, and a press that does nothing is a page that is broken. The last one counts.
 */
export function answerEarlyPress(page: Document & { tandemEarlyPress?: EarlyPress }): void {
  const early = page.tandemEarlyPress;
  if (!early) return;
  delete page.tandemEarlyPress;
  removeEventListener('click', early.note, true);
  const { pressed, pageX, pageY } = early;
  if (!pressed?.isConnected) return;
  pressed.focus();
  const place = { clientX: pageX - scrollX, clientY: pageY - scrollY };
  pressed.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...place }));
}

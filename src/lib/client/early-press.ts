/** What the script in app.html keeps until the page answers. */
interface EarlyPress {
  readonly button: HTMLElement | null;
  readonly note: (event: Event) => void;
}

/**
 * Presses the button that somebody pressed while the page could be seen but did not answer yet: on a slow
 * device that takes seconds, and a press that does nothing is a page that is broken. The last one counts.
 */
export function answerEarlyPress(page: Document & { tandemEarlyPress?: EarlyPress }): void {
  const early = page.tandemEarlyPress;
  if (!early) return;
  delete page.tandemEarlyPress;
  removeEventListener('click', early.note, true);
  const { button } = early;
  if (!button?.isConnected) return;
  button.focus();
  button.click();
}

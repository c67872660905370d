import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page of ours has before its end. */
const STOPS_MAX = 80;

/**
 * Presses Tab (or Shift+Tab) until the control has the focus, as somebody does who has no mouse. On the way
 * every stop must be seen: inside the window, under nothing, with a ring or a cursor of its own.
 */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press(key);
    expect(await whatHidesTheFocus(page)).toBeNull();
    if (await control.evaluate((it) => it === document.activeElement).catch(() => false)) return;
  }
  throw new Error(`${STOPS_MAX} stops, and the focus never came to ${String(control)}`);
}

/** `null`: it can be seen. */
const whatHidesTheFocus = (page: Page): Promise<string | null> =>
  page.evaluate(async () => {
    // The browser scrolls to what has the focus with the next frame.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const it = document.activeElement;
    if (!(it instanceof HTMLElement || it instanceof SVGElement) || it === document.body) return null;
    const name = `${it.tagName.toLowerCase()} “${(it.getAttribute('aria-label') ?? it.textContent ?? '').trim().slice(0, 40)}”`;
    // In a text it is the cursor that is seen.
    if ((it as HTMLElement).isContentEditable) return null;
    // A choice is drawn by its label.
    const drawn = it.closest('label') ?? it;
    const box = drawn.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return `${name} has no size`;
    const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 1);
    if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth)
      return `${name} is outside of the window`;
    const top = document.elementFromPoint(x, y);
    if (top && !drawn.contains(top) && !top.contains(drawn))
      return `${name} is under ${top.tagName}.${top.className}`;
    const ring = [it, drawn, it.parentElement].some((each) => {
      const style = each ? getComputedStyle(each) : null;
      return style !== null && style.outlineStyle !== 'none';
    });
    return ring || it.tabIndex < 0 ? null : `${name} shows no ring`;
  });

/** Until then a link loads its page anew and no key is heard: the search button says its keys from that moment on. */
export const awake = (page: Page): Promise<void> =>
  expect(page.getByRole('button', { name: 'Search or go to' }).locator('kbd')).not.toBeEmpty();

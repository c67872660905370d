import type { Attachment } from 'svelte/attachments';

/** A heading counts as read once it is this near to the top of what is visible of the text. */
const NEAR_TOP_PX = 24;

/**
 * Reports the heading under which the reader is, while they scroll: the last one that has passed the
 * top of the visible text. `null` before the first.
 */
export const watchSection =
  (onchange: (blockId: string | null) => void): Attachment<HTMLElement> =>
  (page) => {
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const top = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
      let current: string | null = null;
      for (const heading of page.querySelectorAll<HTMLElement>('.prose > :is(h1, h2, h3, h4)[data-id]')) {
        if (heading.getBoundingClientRect().top > top + NEAR_TOP_PX) break;
        current = heading.dataset.id ?? null;
      }
      onchange(current);
    };
    const schedule = (): void => {
      frame ||= requestAnimationFrame(look);
    };
    addEventListener('scroll', schedule, { passive: true });
    addEventListener('resize', schedule, { passive: true });
    schedule();
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', schedule);
      removeEventListener('resize', schedule);
    };
  };

import type { Attachment } from 'svelte/attachments';

/**
 * A bar that gives way to the text: what stands above its `[data-kept]` row scrolls out, the row stays.
 * Both heights are written on the root, where what sticks below the bar and `scroll-padding` read them:
 * they depend on how the title wraps, which style sheets cannot know.
 */
export const stickyBar: Attachment<HTMLElement> = (bar) => {
  const kept = bar.querySelector<HTMLElement>('[data-kept]');
  const { style } = document.documentElement;
  const measure = (): void => {
    const awayPx = kept?.offsetTop ?? 0;
    style.setProperty('--bar-away', `${awayPx}px`);
    style.setProperty('--bar-kept', `${bar.offsetHeight - awayPx}px`);
  };
  const watch = new ResizeObserver(measure);
  watch.observe(bar);
  if (kept) watch.observe(kept);
  return () => {
    watch.disconnect();
    style.removeProperty('--bar-away');
    style.removeProperty('--bar-kept');
  };
};

import type { TextEditor } from '#lib/editor/text-editor.svelte.ts';

/** Long enough to be found by the eye, short enough not to stay in the way of reading. */
const MARKED_MS = 2_500;

/** Shows the block that the address names (`#block`): when the text opens, and when the address changes. */
export function followHash(text: TextEditor): () => void {
  const follow = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id !== '') text.goTo(id, { marked: MARKED_MS });
  };
  // After the first layout: the text has just been put on the page.
  const frame = requestAnimationFrame(follow);
  addEventListener('hashchange', follow);
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener('hashchange', follow);
  };
}

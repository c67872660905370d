import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';

/** How far beyond the window's edges blocks count as seen, in windows: they are there before one has scrolled. */
const BEYOND = 0.5;

/** The blocks of the text that are in the window, or nearly. They stand one below the other. */
export function blocksInView(view: EditorView, body: Y.XmlFragment): ReadonlySet<unknown> {
  const elements = view.dom.children;
  const beyond = innerHeight * BEYOND;
  const rectAt = (at: number): DOMRect | undefined => elements[at]?.getBoundingClientRect();
  const first = firstWhere(elements.length, (at) => (rectAt(at)?.bottom ?? 0) > -beyond);
  const after = firstWhere(elements.length, (at) => (rectAt(at)?.top ?? 0) > innerHeight + beyond);
  if (first >= after) return new Set();
  const indexOf = (element: Element | undefined): number =>
    element ? view.state.doc.resolve(view.posAtDOM(element, 0)).index(0) : 0;
  return new Set(body.toArray().slice(indexOf(elements[first]), indexOf(elements[after - 1]) + 1));
}

/** The first of `count` for which it holds; it holds for all after it. */
function firstWhere(count: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

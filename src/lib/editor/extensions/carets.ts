import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { yCursorPlugin } from '@tiptap/y-tiptap';
import type { Awareness } from 'y-protocols/awareness';
import { inkOn } from '#lib/ui/country-colours.ts';

interface Person {
  readonly name?: unknown;
  readonly color?: unknown;
}

/** Against a hostile name only: the style sheet shortens what is too long to show. */
const NAME_LENGTH_MAX = 120;
const NEUTRAL = '#5f6b6d';

/** Presence comes from other people's programs: only a six-digit colour reaches a style. */
const colourOf = ({ color }: Person): string =>
  typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : NEUTRAL;

const nameOf = ({ name }: Person, unnamed: string): string =>
  typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, NAME_LENGTH_MAX) : unnamed;

/** Where the others are: a caret with their name and their selection, in their country's colour. */
export const carets = (awareness: Awareness, unnamed: string) =>
  Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (person: Person, client: number) =>
          caretOf(client, nameOf(person, unnamed), colourOf(person)),
        selectionBuilder: (person: Person) => ({
          style: `--person: ${colourOf(person)}`,
          class: 'person-selection',
        }),
      }) as Plugin,
      new Plugin({ view: ({ dom }) => showMoves(dom, awareness) }),
    ],
  });

/** Hidden from screen readers: a name read in the middle of a sentence would belong to it. */
function caretOf(client: number, name: string, colour: string): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'person-caret';
  caret.dataset.client = String(client);
  caret.style.setProperty('--person', colour);
  caret.style.setProperty('--person-ink', inkOn(colour));
  caret.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.className = 'person-name';
  label.textContent = name;
  caret.append('\u2060', label, '\u2060');
  requestAnimationFrame(() => keepOnPage(label));
  return caret;
}

/** Near the end of a line the name stands before the caret: it never widens a narrow screen. */
function keepOnPage(label: HTMLElement): void {
  const page = label.closest('.editable');
  if (!page) return;
  label.classList.remove('before-caret');
  const isBeyond = label.getBoundingClientRect().right > page.getBoundingClientRect().right;
  label.classList.toggle('before-caret', isBeyond);
}

/** A caret's element is kept while it moves within a block: whoever moves shows their name anew. */
function showMoves(page: HTMLElement, awareness: Awareness): { destroy(): void } {
  const moved = new Set<number>();
  let frame = 0;
  const show = (): void => {
    frame = 0;
    for (const client of moved) {
      const label = page.querySelector<HTMLElement>(`[data-client="${client}"] > .person-name`);
      if (!label) continue;
      keepOnPage(label);
      for (const rest of label.getAnimations()) {
        rest.currentTime = 0;
        rest.play();
      }
    }
    moved.clear();
  };
  const onChange = ({ updated }: { updated: readonly number[] }): void => {
    // One's own caret is the browser's.
    for (const client of updated) if (client !== awareness.clientID) moved.add(client);
    if (moved.size > 0) frame ||= requestAnimationFrame(show);
  };
  /** A window made narrower, or a phone that was turned. */
  const onResize = (): void => page.querySelectorAll<HTMLElement>('.person-name').forEach(keepOnPage);
  awareness.on('change', onChange);
  window.addEventListener('resize', onResize);
  return {
    destroy: () => {
      awareness.off('change', onChange);
      window.removeEventListener('resize', onResize);
      cancelAnimationFrame(frame);
    },
  };
}

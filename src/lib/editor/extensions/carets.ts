import { Extension } from '@tiptap/core';
import type { Plugin } from '@tiptap/pm/state';
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
        cursorBuilder: (person: Person) => caretOf(nameOf(person, unnamed), colourOf(person)),
        selectionBuilder: (person: Person) => ({
          style: `--person: ${colourOf(person)}`,
          class: 'person-selection',
        }),
      }) as Plugin,
    ],
  });

/** Hidden from screen readers: a name read in the middle of a sentence would belong to it. */
function caretOf(name: string, colour: string): HTMLElement {
  const caret = document.createElement('span');
  caret.className = 'person-caret';
  caret.style.setProperty('--person', colour);
  caret.style.setProperty('--person-ink', inkOn(colour));
  caret.setAttribute('aria-hidden', 'true');
  const label = document.createElement('span');
  label.className = 'person-name';
  label.textContent = name;
  caret.append('\u2060', label, '\u2060');
  return caret;
}

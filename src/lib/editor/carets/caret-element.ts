import { inkOn } from '#lib/ui/country-colours.ts';

/** Against a hostile name only: the style sheet shortens what is too long to show. */
const NAME_LENGTH_MAX = 120;
const NEUTRAL = '#5f6b6d';

const said = (person: unknown, field: 'name' | 'color'): unknown =>
  typeof person === 'object' && person !== null ? (person as Record<string, unknown>)[field] : undefined;

/** Presence comes from other people's programs: only a six-digit colour reaches a style. */
export function colourOf(person: unknown): string {
  const colour = said(person, 'color');
  return typeof colour === 'string' && /^#[0-9a-f]{6}$/i.test(colour) ? colour : NEUTRAL;
}

export function nameOf(person: unknown, unnamed: string): string {
  const name = said(person, 'name');
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, NAME_LENGTH_MAX) : unnamed;
}

/** The carets on the page: a line with a name. Names are placed once a frame, all together. */
export class CaretElements {
  readonly #labels = new Map<number, HTMLElement>();
  readonly #toPlace = new Set<HTMLElement>();
  #frame = 0;

  /** Hidden from screen readers: a name read in the middle of a sentence would belong to it. */
  make(client: number, name: string, colour: string): HTMLElement {
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
    this.#labels.set(client, label);
    this.#place(label);
    return caret;
  }

  /** A caret's element is kept while it moves within a block: whoever moves shows their name anew. */
  moved(clients: Iterable<number>): void {
    for (const client of clients) {
      const label = this.#labels.get(client);
      if (!label) continue;
      if (!label.isConnected) {
        this.#labels.delete(client);
        continue;
      }
      this.#place(label);
      for (const rest of label.getAnimations()) {
        rest.currentTime = 0;
        rest.play();
      }
    }
  }

  /** A window made narrower, or a phone that was turned. */
  arrangeAll(): void {
    for (const label of this.#labels.values()) this.#place(label);
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#toPlace.clear();
    this.#labels.clear();
  }

  #place(label: HTMLElement): void {
    this.#toPlace.add(label);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      keepOnPage([...this.#toPlace].filter(({ isConnected }) => isConnected));
      this.#toPlace.clear();
    });
  }
}

/** Near the end of a line the name stands before the caret: it never widens a narrow screen. */
function keepOnPage(labels: readonly HTMLElement[]): void {
  for (const label of labels) label.classList.remove('before-caret');
  const isBeyond = labels.map((label) => {
    const page = label.closest('.editable');
    return page !== null && label.getBoundingClientRect().right > page.getBoundingClientRect().right;
  });
  for (const [at, label] of labels.entries()) label.classList.toggle('before-caret', isBeyond[at]);
}

import { getContext, onDestroy, setContext } from 'svelte';
import { assert } from '#lib/core/assert.ts';
import type { Icon } from './icon.ts';

/** Something that can be done or gone to by its name, in the command palette. */
export interface Command {
  /** Its own among all that are offered at once. */
  readonly id: string;
  readonly label: string;
  /** The language of the label, where it is not the page's. */
  readonly lang?: string;
  /** What tells it apart from its like. */
  readonly detail?: string;
  readonly icon: Icon;
  /** Other words by which people look for it. */
  readonly words?: string;
  /** The keys that do the same, as `Mod+F`. */
  readonly keys?: string;
  /** Only found by its words: there are too many of its kind to be shown unasked. */
  readonly unasked?: false;
  /** Where it leads, or what it does: one of the two. */
  readonly href?: string;
  readonly run?: () => void;
}

type Offer = () => readonly Command[] | Promise<readonly Command[]>;

/**
 * What the page that is shown can do, for whoever asks: parts of pages offer their commands while they are
 * mounted, and the frame, which knows no page, lists them. Held in Svelte's context, like the toasts.
 */
export class PageCommands {
  readonly #offers = new Set<Offer>();

  offer(offer: Offer): () => void {
    this.#offers.add(offer);
    return () => this.#offers.delete(offer);
  }

  /** What cannot be fetched just now is left out. */
  async all(): Promise<readonly Command[]> {
    const offered = await Promise.allSettled([...this.#offers].map(async (offer) => offer()));
    return offered.flatMap((it) => (it.status === 'fulfilled' ? it.value : []));
  }
}

const KEY = Symbol('page-commands');

export const providePageCommands = (): PageCommands => setContext(KEY, new PageCommands());

/** During a component's initialisation. */
export function pageCommands(): PageCommands {
  const found = getContext<PageCommands | undefined>(KEY);
  assert(found !== undefined, 'UiRoot is not above this component');
  return found;
}

/** During a component's initialisation; the offer is asked each time somebody looks, and ends with the component. */
export const offerCommands = (offer: Offer): void => onDestroy(pageCommands().offer(offer));

import { getContext, setContext } from 'svelte';
import { assert } from '#lib/core/assert.ts';
import type { MessageKey, PageCatalogue } from './areas.ts';
import { hasMessage, translator, type Translate } from './catalogue.ts';
import { createFormats, type Formats } from './formats.ts';
import type { Locale } from './locales.ts';

export interface MessagesSource {
  readonly locale: Locale;
  readonly catalogue: PageCatalogue;
  readonly timeZone?: string;
}

/** The page's language, in Svelte's context: never module state, which a server would share between people. */
class Messages {
  readonly #source: () => MessagesSource;
  readonly locale = $derived.by(() => this.#source().locale);
  readonly #translate = $derived.by(() => translator(this.locale, this.#source().catalogue));
  readonly #formats = $derived.by(() => createFormats(this.locale, this.#source().timeZone));

  constructor(source: () => MessagesSource) {
    this.#source = source;
  }

  readonly translate: Translate = (key, values) => this.#translate(key, values);

  get formats(): Formats {
    return this.#formats;
  }

  has(key: string): key is MessageKey {
    return hasMessage(this.#source().catalogue, key);
  }
}

const KEY = Symbol('messages');

/** Called once, by the root layout. The source is a function, so that a change of language reaches every component. */
export function provideMessages(source: () => MessagesSource): void {
  setContext(KEY, new Messages(source));
}

function context(): Messages {
  const found = getContext<Messages | undefined>(KEY);
  assert(found !== undefined, 'provideMessages() has not been called by a component above');
  return found;
}

/** During a component's initialisation: `const t = messages();`. */
export const messages = (): Translate => context().translate;

/** Dates, numbers, names of languages and countries in the page's language. */
export function formats(): Formats {
  const found = context();
  // Read through on every use, so that a change of language shows without a reload.
  return new Proxy({} as Formats, {
    get: (_, property) => found.formats[property as keyof Formats],
  });
}

/** The page's locale, reactive: read `.current`. */
export function currentLocale(): { readonly current: Locale } {
  const found = context();
  return {
    get current() {
      return found.locale;
    },
  };
}

/** The sentence for a problem's code: the place's own, then area `errors`, then a general one. */
export function problemMessages(
  place?: 'exports' | 'images' | 'publications',
  values?: Readonly<Record<string, number>>,
): (code: string) => string {
  const found = context();
  return (code) => {
    const keys = [`errors.${code}`];
    if (place === 'exports') keys.unshift(`exports.problem.${code}`);
    // Its files are made as exports are.
    if (place === 'publications') keys.unshift(`publications.problem.${code}`, `exports.problem.${code}`);
    if (place === 'images') keys.unshift(`images.problem.${code}`);
    const key = keys.find((it) => found.has(it));
    return found.translate(key !== undefined && found.has(key) ? key : 'common.something-went-wrong', values);
  };
}

/** Whether the page's catalogue has a sentence, where its key is made of a code. */
export function hasMessageOf(): (key: string) => boolean {
  const found = context();
  return (key) => found.has(key);
}

/** The sentence beside a field that the server refused; `undefined`: nothing is wrong with it. */
export function fieldMessages(): (code: string | undefined) => string | undefined {
  const found = context();
  const general = problemMessages();
  return (code) => {
    if (code === undefined) return undefined;
    const key = `errors.field.${code}`;
    return found.has(key) ? found.translate(key) : general(code);
  };
}

import { IntlMessageFormat } from 'intl-messageformat';
import type { Area, AreaMessages, MessageKey, PageCatalogue } from './areas.ts';
import type { Locale } from './locales.ts';
import { typeset } from './typography.ts';

export type MessageValues = Readonly<Record<string, string | number | boolean | Date | null | undefined>>;

/** The sentence for a key, in one locale. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** Each catalogue is parsed once per program, message by message, on first use. */
const translators = new WeakMap<PageCatalogue, Translate>();

/**
 * A translator over one catalogue. A key or value that is missing never breaks a page: the key
 * itself is shown, which the completeness test keeps out of releases.
 */
export function translator(locale: Locale, catalogue: PageCatalogue): Translate {
  const known = translators.get(catalogue);
  if (known !== undefined) return known;

  const formatters = new Map<string, Sentence>();
  const translate: Translate = (key, values) => {
    let formatter = formatters.get(key);
    if (formatter === undefined) {
      formatter = compile(locale, findMessage(catalogue, key));
      formatters.set(key, formatter);
    }
    if (formatter === null) return key;
    return typeof formatter === 'string' ? formatter : format(formatter, key, values);
  };
  translators.set(catalogue, translate);
  return translate;
}

/** The source text of `area.key` or `area.group.key`. */
export function findMessage(catalogue: PageCatalogue, key: string): string | undefined {
  const [area, ...path] = key.split('.');
  let found: AreaMessages | AreaMessages[string] | undefined = ownValue(catalogue, area as Area);
  for (const step of path) {
    if (found === undefined || typeof found === 'string') return undefined;
    found = ownValue(found as AreaMessages, step);
  }
  return typeof found === 'string' ? found : undefined;
}

// Keys may come from data (`errors.<code>`): an inherited property must not be taken for a message.
const ownValue = <T extends object, K extends keyof T>(of: T, key: K): T[K] | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** Ready to be shown, or to be given its values; `null`: there is none. */
type Sentence = string | IntlMessageFormat | null;

const ICU_SYNTAX = /[{}']/;

function compile(locale: Locale, source: string | undefined): Sentence {
  if (source === undefined) return null;
  const text = typeset(locale, source);
  // Six sentences of seven take no value: nothing to parse.
  if (!ICU_SYNTAX.test(text)) return text;
  // Catalogues hold text, never markup: a `<` is a character.
  return new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
}

function format(formatter: IntlMessageFormat, key: string, values: MessageValues | undefined): string {
  try {
    return String(formatter.format(values as Record<string, string>));
  } catch {
    return key;
  }
}

/** For keys built from data (`errors.<code>`): undefined where the catalogue has no such sentence. */
export const hasMessage = (catalogue: PageCatalogue, key: string): key is MessageKey =>
  findMessage(catalogue, key) !== undefined;

import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { AREAS, type AreaMessages } from './areas.ts';
import { CATALOGUES } from './every-catalogue.ts';
import { LOCALES } from './locales.ts';

/** Every message of an area as `key` or `group.key`. */
const flatten = (area: AreaMessages): Map<string, string> =>
  new Map(
    Object.entries(area).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[key, value] as const]
        : Object.entries(value).map(([inner, text]) => [`${key}.${inner}`, text] as const),
    ),
  );

const messagesOf = (locale: (typeof LOCALES)[number]) =>
  AREAS.flatMap((area) =>
    [...flatten(CATALOGUES[locale][area])].map(([key, text]) => ({ key: `${area}.${key}`, text })),
  );

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** Kinds of the parser's nodes that name no argument: plain text, and `#` inside a plural. */
const [LITERAL, POUND] = [0, 7];

function argumentsOf(elements: Ast): string[] {
  return elements.flatMap((element) => {
    if (element.type === LITERAL || element.type === POUND || !('value' in element)) return [];
    const inner =
      'options' in element ? Object.values(element.options).flatMap((o) => argumentsOf(o.value)) : [];
    return [element.value, ...inner];
  });
}

const argumentNames = (text: string): string[] => {
  const ast = new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
  return [...new Set(argumentsOf(ast))].sort();
};

describe.each(LOCALES)('catalogue %s', (locale) => {
  test('has every English key and no other', () => {
    expect(
      messagesOf(locale)
        .map((m) => m.key)
        .sort(),
    ).toEqual(
      messagesOf('en')
        .map((m) => m.key)
        .sort(),
    );
  });

  test('takes the same values as the English sentence', () => {
    const own = new Map(messagesOf(locale).map((m) => [m.key, m.text]));
    const wrong = messagesOf('en').filter(({ key, text }) => {
      const translated = own.get(key);
      return translated !== undefined && argumentNames(translated).join() !== argumentNames(text).join();
    });
    expect(wrong).toEqual([]);
  });

  test('writes apostrophes as ’ (the straight one is ICU’s escape) and has no empty sentence', () => {
    const wrong = messagesOf(locale).filter(({ text }) => text.includes("'") || text.trim() === '');
    expect(wrong).toEqual([]);
  });
});

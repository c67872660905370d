import { describe, expect, test } from 'vitest';
import { AREAS, type Catalogue, type MessageKey } from './areas.ts';
import { translator } from './catalogue.ts';
import { createFormats } from './formats.ts';
import { negotiateLocale } from './locales.ts';
import { typeset } from './typography.ts';

const catalogueOf = (common: Catalogue['common']): Catalogue => ({
  ...(Object.fromEntries(AREAS.map((area) => [area, {}])) as Catalogue),
  common,
});

const key = (name: string) => name as MessageKey;

describe('sentences', () => {
  test('a missing key shows itself instead of breaking the page', () => {
    const t = translator('en', catalogueOf({ hello: 'Hello' }));
    expect(t(key('common.nothing'))).toBe('common.nothing');
    expect(t(key('nowhere.at-all'))).toBe('nowhere.at-all');
  });

  test('a key built from data never reaches an inherited property', () => {
    const t = translator('en', catalogueOf({}));
    expect(t(key('errors.constructor'))).toBe('errors.constructor');
    expect(t(key('__proto__.toString'))).toBe('__proto__.toString');
  });

  test('a missing value shows the key instead of breaking the page', () => {
    const t = translator('en', catalogueOf({ hello: 'Hello {name}' }));
    expect(t(key('common.hello'))).toBe('common.hello');
  });

  test('plurals follow the language: zero is singular in French, plural in English', () => {
    const en = translator('en', catalogueOf({ n: '{n, plural, one {# person} other {# people}}' }));
    const fr = translator('fr', catalogueOf({ n: '{n, plural, one {# personne} other {# personnes}}' }));
    expect([0, 1, 2].map((n) => en(key('common.n'), { n }))).toEqual(['0 people', '1 person', '2 people']);
    expect([0, 1, 2].map((n) => fr(key('common.n'), { n }))).toEqual([
      '0 personne',
      '1 personne',
      '2 personnes',
    ]);
  });

  test('groups are one level deep', () => {
    const t = translator('en', catalogueOf({ group: { inner: 'Inside' } }));
    expect(t(key('common.group.inner'))).toBe('Inside');
    expect(t(key('common.group'))).toBe('common.group');
  });

  test('text is text: a less-than sign is no markup', () => {
    expect(translator('en', catalogueOf({ a: 'a < b & <b>' }))(key('common.a'))).toBe('a < b & <b>');
  });
});

describe('French typography', () => {
  const t = translator(
    'fr',
    catalogueOf({
      stops: 'Vraiment ? Oui ; non ! Voir : ici',
      quotes: '« {name} »',
    }),
  );

  test('no line begins with a lone punctuation mark', () => {
    expect(t(key('common.stops'))).toBe('Vraiment\u202f? Oui\u202f; non\u202f! Voir\u00a0: ici');
  });

  test('guillemets hold on to their words, and values stay as they were written', () => {
    expect(t(key('common.quotes'), { name: 'a ; b' })).toBe('«\u00a0a ; b\u00a0»');
  });

  test('ICU’s own syntax is left alone', () => {
    const skeleton = '{at, date, ::yyyyMMdd}';
    expect(typeset('fr', skeleton)).toBe(skeleton);
  });

  test('other languages keep their spaces', () => {
    expect(typeset('en', 'a ; b')).toBe('a ; b');
  });
});

describe('the reader’s locale', () => {
  test('one’s own choice wins over the browser’s', () => {
    expect(negotiateLocale('en-GB,en;q=0.9', 'fr')).toBe('fr');
  });

  test('the browser’s wishes are followed by weight, regions included', () => {
    expect(negotiateLocale('sv-SE, en;q=0.5, fr-BE;q=0.8, it;q=0.7')).toBe('fr');
  });

  test('a language refused with weight 0 is not chosen', () => {
    expect(negotiateLocale('fr;q=0, en;q=0.1')).toBe('en');
  });

  test('the pseudo-locale comes by the cookie alone, never by what a browser wishes', () => {
    expect(negotiateLocale('en-XA')).toBe('en');
    expect(negotiateLocale('fr', 'en-XA')).toBe('en-XA');
  });

  test.each([null, '', ';;;,,,', 'q=1;q=x', 'zz-ZZ', '*', 'fr;q=abc'])(
    '%j falls back to English',
    (header) => {
      expect(negotiateLocale(header, 'constructor')).toBe('en');
    },
  );
});

describe('formats', () => {
  test('dates are European: day first, 24 hours', () => {
    const at = Date.UTC(2027, 2, 14, 15, 30);
    expect(createFormats('en', 'UTC').dateTime(at)).toBe('14 Mar 2027, 15:30');
    expect(createFormats('fr', 'UTC').date(at)).toBe('14 mars 2027');
  });

  test('elapsed time is told in the largest fitting unit', () => {
    const f = createFormats('en', 'UTC');
    const now = Date.UTC(2027, 0, 10);
    expect(f.ago(now - 4_000, now)).toBe('now');
    expect(f.ago(now - 3 * 60_000, now)).toBe('3 minutes ago');
    expect(f.ago(now - 86_400_000, now)).toBe('yesterday');
    expect(f.ago(now - 8 * 86_400_000, now)).toBe('last week');
  });

  test('languages and countries are named for the reader, and in themselves', () => {
    const f = createFormats('fr', 'UTC');
    expect(f.languageName('it')).toBe('italien');
    expect(f.languageOwnName('fi')).toBe('suomi');
    expect(f.countryName('be')).toBe('Belgique');
  });

  test('a malformed tag is shown as it is', () => {
    const f = createFormats('en', 'UTC');
    expect([f.languageName('?'), f.languageOwnName('?'), f.countryName('?')]).toEqual(['?', '?', '?']);
  });

  test('sizes are readable', () => {
    const f = createFormats('en', 'UTC');
    expect([0, 999, 1500, 2_400_000].map((n) => f.bytes(n))).toEqual([
      '0 bytes',
      '999 bytes',
      '2 kB',
      '2.4 MB',
    ]);
  });
});

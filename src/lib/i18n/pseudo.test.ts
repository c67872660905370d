import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { pseudoText } from './pseudo.ts';

const shown = (source: string, values?: Record<string, number | string>): string =>
  String(new IntlMessageFormat(pseudoText(source), 'en', undefined, { ignoreTag: true }).format(values));

test('a sentence is accented, a third longer and in brackets', () => {
  expect(shown('Save the text')).toMatch(/^⟦Šåvé ţĥé ţéxţ~+⟧$/);
});

test('values, plurals and choices work as in English', () => {
  expect(shown('{name} writes', { name: 'Ann' })).toContain('Ann ŵŕîţéš');
  const people = 'With {count, plural, one {# person} other {# people}}';
  expect(shown(people, { count: 1 })).toContain('1 péŕšöñ');
  expect(shown(people, { count: 3 })).toContain('3 péöpļé');
  expect(
    shown('{kind, select, text {a text for {name}} other {more}}', { kind: 'text', name: 'Ann' }),
  ).toContain('å ţéxţ föŕ Ann');
});

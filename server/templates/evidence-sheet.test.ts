import { describe, expect, test } from 'vitest';
import { evidenceKinds } from '#lib/domain/deliverable/work.ts';
import { checkContent, type ContentNode } from '#lib/schema/text/convert.ts';
import { plainText, sectionsOf } from '#lib/schema/text/sections.ts';
import { emptySheet, filledSheet, sheetTemplate } from './evidence-sheet.ts';

const LANGUAGES = ['en', 'fr', 'it', 'fi', 'nl', 'de'];
const blocks = (content: ContentNode) => content.content ?? [];
const headings = (content: ContentNode) =>
  blocks(content).flatMap((it) => (it.type === 'heading' ? plainText(it) : []));

describe.each(evidenceKinds)('a new sheet (%s)', (kind) => {
  const { fields, opening } = sheetTemplate(kind);

  test('has its words in every language of the program, each another', () => {
    for (const words of [...opening.map((it) => it.words), ...fields.flatMap((it) => [it.heading, it.hint])])
      expect(Object.keys(words).sort()).toEqual([...LANGUAGES].sort());
    expect(new Set(LANGUAGES.map((it) => headings(emptySheet(kind, it)).join())).size).toBe(6);
    for (const { id, hint } of fields) expect(new Set(Object.values(hint)).size, id).toBe(6);
  });

  test.each(LANGUAGES)(
    'in %s begins with what every sheet needs, and each heading asks something',
    (language) => {
      const content = emptySheet(kind, language);
      expect(checkContent(content)).toMatchObject({ ok: true });
      expect(sectionsOf(content).map(({ id }) => id)).toEqual(
        expect.arrayContaining(fields.map(({ id }) => id)),
      );
      const required = fields.filter((it) => it.required).length;
      expect(required).toBeGreaterThan(0);
      expect(fields.slice(0, required).every((it) => it.required)).toBe(true);
      const notes = blocks(content).slice(0, opening.length).map(plainText).join(' ');
      expect(notes).toContain(String(required));
      expect(notes).not.toMatch(/[{}]|undefined/);
      for (const { id } of fields) {
        const at = blocks(content).findIndex((it) => it.attrs?.id === id);
        expect(plainText(blocks(content)[at + 1] ?? { type: '' }), id).toMatch(/\?/);
      }
    },
  );
});

test('an observation note says first, in every language, that no name of people supported belongs in it', () => {
  const [privacy] = sheetTemplate('observation').opening;
  expect(privacy).toMatchObject({
    kind: 'warning',
    words: { en: expect.stringMatching(/^Never write names of people supported/) as string },
  });
  for (const language of LANGUAGES)
    expect(blocks(emptySheet('observation', language))[0]).toMatchObject({
      type: 'callout',
      attrs: { kind: 'warning' },
    });
});

test('in a language that the templates do not have, the English words are marked as English', () => {
  const [, heading] = blocks(emptySheet('trend', 'sv'));
  expect(heading).toMatchObject({ attrs: { lang: 'en' }, content: [{ text: 'Kind' }] });
  expect(blocks(emptySheet('trend', 'nl-BE'))[1]?.attrs).not.toHaveProperty('lang');
});

test('a sheet that says something has the headings of what it says, in the same order', () => {
  const said = (id: string): ContentNode => ({ type: 'paragraph', attrs: { id } });
  const content = filledSheet('scenario', 'en', { story: [said('b')], axes: [said('a')] });
  expect(content.map(({ attrs }) => attrs?.id)).toEqual(['axes', 'a', 'story', 'b']);
});

import { expect, test } from 'vitest';
import { limits } from '#lib/core/limits.ts';
import { applyCommand } from '#lib/domain/workshop/running/apply-command.ts';
import { newWorkshop, stepOf } from '#lib/domain/workshop/running/workshop-state.ts';
import { readFormats } from '#server/workshops/read-formats.ts';
import { isExamplePerson, playExampleWorkshop } from './example-workshop.ts';
import { readExampleWorkshop } from './read-example.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 9);
const file = readExampleWorkshop();
const format = readFormats().find(({ id }) => id === file.format)!;
const played = playExampleWorkshop(file, format, NOW_MS);
const state = newWorkshop(format);
for (const entry of played.log) applyCommand(state, entry);
const cards = [...state.cards.values()];

test('it stands in the silent stage of the second round, with 2 min 20 s on the clock', () => {
  expect(stepOf(state)).toMatchObject({ stageId: 'note', round: 2 });
  expect(state.clock).toEqual({ kind: 'running', endsAtMs: NOW_MS + 140_000 });
  expect(state.phase).toBe('open');
});

test('25 tables have a host, a scribe and two guests, each of whom has been at another table before', () => {
  expect(state.tables.size).toBe(25);
  for (const number of state.tables.keys()) {
    const seated = [...state.people.values()].filter(({ table }) => table === number);
    expect(seated.map(({ role }) => role)).toEqual(['host', 'scribe', 'participant', 'participant']);
    for (const { role, visited } of seated)
      expect(new Set(visited).size).toBe(role === 'participant' ? 2 : 1);
  }
});

test('every card of the first round lies at its table, and 61 of the second are hidden', () => {
  for (const { id, table, text, lang, kind } of file.cards)
    expect(cards.find((it) => it.id === `msf-card-${id.toLowerCase()}`)).toMatchObject({
      ...{ table, text, lang, kind, isRevealed: true },
    });
  expect(cards.filter(({ isRevealed }) => !isRevealed)).toHaveLength(61);
  expect(cards).toHaveLength(61 + file.cards.length);
});

test('whoever writes understands the language they write in', () => {
  for (const { author, lang } of cards)
    expect(state.people.get(author)?.languages, `${author} ${lang}`).toContain(lang);
});

test('everybody is a pseudonym that fits on a badge, and says so where they write by themselves', () => {
  expect(played.people).toHaveLength(state.people.size);
  for (const { id, name, personId } of played.people) {
    expect([isExamplePerson(id), personId]).toEqual([true, null]);
    expect(name.length).toBeLessThanOrEqual(limits.pseudonymLengthMax);
    if (state.people.get(id)?.role === 'participant') expect(name).toContain('(');
    if (state.people.get(id)?.role === 'participant') expect(name).toContain('scripted)');
  }
});

import { expect, test } from 'vitest';
import type { Command } from '#lib/ui/page-commands.ts';
import { groupsFor, type Sources } from './results.ts';

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  label,
  icon: (() => undefined) as never,
  href: `/${id}`,
  ...more,
});
const sources: Sources = {
  texts: [command('d1', 'Typologie'), command('d2', 'Recommandations'), command('d3', 'Appel')],
  page: [command('find', 'Chercher'), command('heading', 'Section : Personnes', { unasked: false })],
  go: [command('people', 'Personnes'), command('home', 'Vue d’ensemble')],
  do: [command('invite', 'Inviter quelqu’un', { words: 'personne' })],
  people: [],
  organisations: [],
  activities: [],
  concepts: [],
};
const shown = (query: string, recent: readonly string[] = [], from = sources, isAnswered = true) =>
  groupsFor(query, from, recent, isAnswered).map(({ name, commands }) => [
    name,
    ...commands.map(({ id }) => id),
  ]);

test('without a word: the texts opened last, then what can be done; what is many stays away', () => {
  expect(shown('', ['d3', 'd2'])).toEqual([
    ['recent', 'd3', 'd2'],
    ['texts', 'd1'],
    ['page', 'find'],
    ['go', 'people', 'home'],
    ['do', 'invite'],
  ]);
});

test('with a word only what bears it, the group with the best of it first', () => {
  // The server has not answered yet: what it found before shows by its own name or not at all.
  expect(shown('personnes', [], sources, false)).toEqual([
    ['go', 'people'],
    ['page', 'heading'],
  ]);
  expect(shown('vue', [], sources, false)).toEqual([['go', 'home']]);
});

test('a text that the server found by its title in another language is shown', () => {
  expect(shown('call', [], { ...sources, texts: [command('d3', 'Appel')] })).toEqual([['texts', 'd3']]);
});

test('what one opened last comes first among its like', () => {
  const texts = [command('a', 'Note A'), command('b', 'Note B')];
  expect(shown('note', ['b'], { ...sources, texts })[0]).toEqual(['texts', 'b', 'a']);
});

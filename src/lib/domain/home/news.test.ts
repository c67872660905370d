import { expect, test } from 'vitest';
import type { Grant } from '../partnership/member.ts';
import { newsOf, type Looked, type NewsFacts } from './news.ts';
import { DAY, everywhere, facts, NOW, organisation, principal, text, work } from './testing/facts.ts';

const digest = (identity: string) => identity;
const none: NewsFacts = { ...facts(), created: [], versions: [], joined: [], locks: [], roles: [] };
const editor: readonly Grant[] = [everywhere('editor')];

function news(
  grants: readonly Grant[],
  more: Partial<NewsFacts>,
  looked: Looked | null = null,
  organisationId: string | null = null,
) {
  return newsOf(principal(grants, organisationId), { ...none, ...more }, looked, digest);
}
const kinds = (of: ReturnType<typeof news>) => of.entries.map(({ entry }) => entry.kind);

const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
const named = {
  kind: 'named' as const,
  name: 'One',
  heads: { 'a-fr': 1 },
  personId: 'ada',
  atMs: NOW - DAY,
};

test('what was looked at is no longer new, and what came after the look is', () => {
  const facts = {
    works,
    versions: [named],
    organisations: [organisation('x', 'IT', { status: 'to-be-confirmed' })],
  };
  const first = news([everywhere('coordinator')], facts);
  expect(first.newCount).toBe(2);
  const looked = { atMs: NOW, needs: first.needs.map(({ key }) => key) };
  expect(news([everywhere('coordinator')], facts, looked).newCount).toBe(0);
  const later = {
    works,
    versions: [{ ...named, atMs: NOW + 1 }, named],
    organisations: [...facts.organisations, organisation('y', 'FR', { status: 'to-be-confirmed' })],
  };
  const again = news([everywhere('coordinator')], later, looked);
  expect(again.newCount).toBe(2);
  expect(again.entries.map(({ isNew }) => isNew)).toEqual([true, false]);
});

test('who never looked is told of a week', () => {
  const versions = [named, { ...named, name: 'Old', atMs: NOW - 8 * DAY }];
  const { newCount, entries } = news(editor, { works, versions });
  expect([newCount, entries.length]).toEqual([1, 2]);
});

test('a version concerns who writes in the text, and not who only reads it', () => {
  const named2 = { works, versions: [named] };
  expect(kinds(news(editor, named2))).toEqual(['named']);
  expect(kinds(news([everywhere('facilitator')], named2))).toEqual([]);
});

test('somebody who joined concerns who looks after their country and who works beside them', () => {
  const joined = [{ name: 'Guest', organisationId: 'x', atMs: NOW - 1 }];
  const organisations = [organisation('x', 'IT'), organisation('y', 'FR')];
  const facts = { joined, organisations };
  const lead = (country: string): Grant => ({ role: 'country-lead', scope: { kind: 'country', country } });
  expect(kinds(news([everywhere('coordinator')], facts))).toEqual(['joined']);
  expect(kinds(news([lead('IT')], facts))).toEqual(['joined']);
  expect(kinds(news([lead('FR')], facts, null, 'y'))).toEqual([]);
  expect(kinds(news(editor, facts, null, 'x'))).toEqual(['joined']);
  const me = [{ personId: 'me', name: 'Guest', organisationId: 'x', grants: editor }];
  expect(kinds(news(editor, { ...facts, members: me }, null, 'x'))).toEqual([]);
});

test('others’ words are news where one wrote oneself, said once; they ring once a day, not with each word', () => {
  const writing = [
    { documentId: 'a-fr', author: 'me', atMs: NOW - 3 },
    { documentId: 'a-fr', author: 'ada', atMs: NOW + 1 },
  ];
  expect(news(editor, { works, writing, writers: new Map([['a-fr', new Set(['ada'])]]) }).newCount).toBe(0);
  const writers = new Map([['a-fr', new Set(['me', 'ada'])]]);
  const first = news(editor, { works, writing, writers });
  expect(first).toMatchObject({ newCount: 1, needs: [{ need: { kind: 'text-changed' } }], entries: [] });
  const looked = { atMs: NOW + 1, needs: first.needs.map(({ key }) => key) };
  const on = (atMs: number) => [...writing, { documentId: 'a-fr', author: 'ada', atMs }];
  expect(news(editor, { works, writers, writing: on(NOW + 60_000) }, looked).newCount).toBe(0);
  expect(news(editor, { works, writers, writing: on(NOW + DAY) }, looked).newCount).toBe(1);
});

test('one’s own draft waits without ringing; other roles ring', () => {
  const writers = new Map([['a-fr', new Set(['me'])]]);
  const roles = [{ personId: 'me', by: 'ada', atMs: NOW }];
  const { needs, entries, newCount } = news(editor, { works, writers, roles });
  expect(needs).toMatchObject([{ need: { kind: 'own-draft' }, isNew: false }]);
  expect(entries).toMatchObject([{ entry: { kind: 'roles-changed', by: 'ada' }, isNew: true }]);
  expect(newCount).toBe(1);
});

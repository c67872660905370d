import { expect, test } from 'vitest';
import { feedOf, type FeedFacts } from './feed.ts';
import { DAY, NOW, text, work } from './testing/facts.ts';

const empty: FeedFacts = {
  works: [
    { work: work('a'), documents: [text('a', 'fr'), text('a', 'it')] },
    { work: work('b'), documents: [text('b', 'fr')] },
  ],
  writing: [],
  created: [],
  versions: [],
  joined: [],
  locks: [],
  roles: [],
};
const of = (more: Partial<FeedFacts>) => feedOf('me', { ...empty, ...more });
const wrote = (documentId: string, author: string, atMs: number) => ({ documentId, author, atMs });

test('a day of writing in a text is one line, with everybody who wrote', () => {
  const writing = [
    wrote('a-fr', 'ada', NOW),
    wrote('a-fr', 'bob', NOW + 5),
    wrote('a-fr', 'ada', NOW - DAY),
    wrote('b-fr', 'ada', NOW + 1),
  ];
  expect(of({ writing })).toMatchObject([
    { kind: 'wrote', text: { documentId: 'a-fr' }, by: ['bob', 'ada'], atMs: NOW + 5 },
    { kind: 'wrote', text: { documentId: 'b-fr' }, by: ['ada'] },
    { kind: 'wrote', text: { documentId: 'a-fr' }, by: ['ada'], atMs: NOW - DAY },
  ]);
});

test('what one did oneself, and what one may not read is no news', () => {
  const version = { kind: 'named' as const, name: 'One', heads: { 'a-fr': 1 }, personId: 'me', atMs: NOW };
  expect(
    of({
      writing: [wrote('a-fr', 'me', NOW), wrote('secret', 'ada', NOW)],
      versions: [version, { ...version, personId: 'ada', heads: { secret: 1 } }],
      locks: [{ documentId: 'a-fr', personId: 'me', atMs: NOW }],
      created: [{ documentId: 'secret', atMs: NOW }],
    }),
  ).toEqual([]);
});

test('the new texts of a day are one line; a text in two languages is one text', () =>
  expect(
    of({
      created: [
        { documentId: 'a-fr', atMs: NOW },
        { documentId: 'a-it', atMs: NOW + 2 },
        { documentId: 'b-fr', atMs: NOW + 1 },
      ],
    }),
  ).toMatchObject([
    { kind: 'created', count: 2, texts: [{ documentId: 'a-fr' }, { documentId: 'b-fr' }], atMs: NOW + 2 },
  ]));

test('everything comes newest first', () => {
  const version = { name: 'One', heads: { 'a-fr': 1 }, personId: 'ada' };
  expect(
    of({
      writing: [wrote('a-fr', 'ada', NOW)],
      versions: [
        { ...version, kind: 'named', atMs: NOW + 3 },
        { ...version, kind: 'restored', atMs: NOW - 1 },
      ],
      joined: [{ name: 'Ugo', organisationId: null, atMs: NOW + 4 }],
      locks: [{ documentId: 'b-fr', personId: null, atMs: NOW + 1 }],
    }).map(({ kind }) => kind),
  ).toEqual(['joined', 'named', 'locked', 'wrote', 'restored']);
});

test('somebody is told who changed what they may do, and not what others may do now', () =>
  expect(
    of({
      roles: [
        { personId: 'me', by: 'ada', atMs: NOW },
        { personId: 'me', by: 'me', atMs: NOW + 1 },
        { personId: 'bob', by: 'ada', atMs: NOW + 2 },
      ],
    }),
  ).toEqual([{ kind: 'roles-changed', by: 'ada', atMs: NOW }]));

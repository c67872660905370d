import { describe, expect, test } from 'vitest';
import { explain } from '../partnership/explanation.ts';
import type { NeedFacts } from './need.ts';
import { needsOf } from './needs.ts';
import { DAY, everywhere, facts, NOW, organisation, principal, text, work } from './testing/facts.ts';

const coordinator = principal([everywhere('coordinator')]);
const editor = principal([everywhere('editor')]);
const observer = principal([everywhere('observer')]);
const leadOfItaly = principal([{ role: 'country-lead', scope: { kind: 'country', country: 'IT' } }]);
const italianReviewer = principal([
  { role: 'language-reviewer', scope: { kind: 'language', language: 'it' } },
]);

const kinds = (who: Parameters<typeof needsOf>[0], more: Partial<NeedFacts>) =>
  needsOf(who, facts(more)).map(({ kind }) => kind);
const person = (personId: string, organisationId: string | null, grants: readonly unknown[] = [1]) => ({
  personId,
  name: personId,
  organisationId,
  grants,
});

const broken: Partial<NeedFacts> = {
  standing: {
    rules: [
      { rule: 'R4', state: 'warning', explanation: explain('r4-warning') },
      { rule: 'R1', state: 'not-met', explanation: explain('r1-not-met') },
      { rule: 'R2', state: 'met', explanation: explain('r2-met') },
      { rule: 'R3', state: 'unknown', explanation: explain('r3-unknown') },
    ],
    readiness: [
      { country: 'IT', readiness: 'partial', reason: explain('one-confirmed') },
      { country: 'FI', readiness: 'partial', reason: explain('one-confirmed') },
    ],
  },
  organisations: [
    organisation('it', 'IT', { status: 'to-be-confirmed' }),
    organisation('fi', 'FI', { status: 'to-be-confirmed' }),
  ],
  members: [person('me', 'it'), person('ugo', null), person('ines', 'it', []), person('aino', 'fi', [])],
};

describe('who coordinates', () => {
  test('is told of invitations first, then people, then the rules that fail, the broken before the doubtful', () => {
    const invitations = [
      { name: 'Late', expiresAtMs: NOW - 1 },
      { name: 'Soon', expiresAtMs: NOW + DAY },
      { name: 'In time', expiresAtMs: NOW + 5 * DAY },
    ];
    const needs = needsOf(coordinator, facts({ ...broken, invitations }));
    expect(needs.map(({ kind }) => kind)).toEqual([
      'invitations-expired',
      'invitations-expiring',
      'people-roleless',
      'people-unplaced',
      'rule',
      'rule',
      'organisations-unconfirmed',
    ]);
    expect(needs[0]).toMatchObject({ count: 1, names: ['Late'] });
    expect(needs[1]).toMatchObject({ names: ['Soon'], atMs: NOW + DAY });
    expect(needs.flatMap((it) => (it.kind === 'rule' ? it.rule : []))).toEqual(['R1', 'R4']);
  });

  test('of a partnership without organisations is not told of every rule', () =>
    expect(kinds(coordinator, { ...broken, organisations: [], members: [person('me', null)] })).toEqual([]));

  test('hears which languages grow stale, but not what is still to be translated', () => {
    const works = [
      { work: work('a'), documents: [text('a', 'fr', { changedAtMs: NOW }), text('a', 'it')] },
      { work: work('b'), documents: [text('b', 'fr')] },
    ];
    expect(kinds(coordinator, { works })).toEqual(['versions-behind']);
  });
});

test('who leads a country is told of that country and its people only', () => {
  const needs = needsOf(leadOfItaly, facts(broken));
  expect(needs.map(({ kind }) => kind)).toEqual(['people-roleless', 'country', 'organisations-unconfirmed']);
  expect(needs[0]).toMatchObject({ names: ['ines'] });
  expect(needs[1]).toMatchObject({ country: 'IT' });
  expect(needs[2]).toMatchObject({ names: ['Organisation it'] });
});

test('who neither coordinates nor leads is told nothing of all that', () => {
  for (const who of [editor, observer, italianReviewer]) expect(kinds(who, broken)).toEqual([]);
});

describe('who reviews a language', () => {
  const source = (changedAtMs: number) => text('a', 'fr', { changedAtMs });
  const needs = (documents: readonly ReturnType<typeof text>[]) =>
    needsOf(italianReviewer, facts({ works: [{ work: work('a'), documents }] }));

  test('hears that a version may be out of date when its source changed after it, and by how many days', () => {
    const own = text('a', 'it', { changedAtMs: NOW - 3 * DAY });
    expect(needs([source(NOW), own])).toEqual([
      {
        kind: 'versions-behind',
        language: 'it',
        days: 3,
        count: 1,
        texts: [{ documentId: 'a-it', title: 'a it', language: 'it' }],
      },
    ]);
  });
  test('hears nothing while both are worked on side by side, nor when theirs is the newer', () => {
    expect(needs([source(NOW), text('a', 'it', { changedAtMs: NOW - 3_599_000 })])).toEqual([]);
    expect(needs([source(NOW - DAY), text('a', 'it', { changedAtMs: NOW })])).toEqual([]);
  });
  test('hears that a version is empty, or not there, once its source is written', () => {
    expect(needs([source(NOW), text('a', 'it', { head: 0 })])[0]?.kind).toBe('versions-empty');
    expect(needs([source(NOW)])[0]?.kind).toBe('versions-missing');
    expect(needs([text('a', 'fr', { head: 0 })])).toEqual([]);
  });
  test('hears nothing of the language that texts are written in first', () => {
    const frenchReviewer = principal([
      { role: 'language-reviewer', scope: { kind: 'language', language: 'fr' } },
    ]);
    const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
    expect(needsOf(frenchReviewer, facts({ works }))).toEqual([]);
  });
  test('of a country keeps the languages of their organisation', () => {
    const who = principal([{ role: 'language-reviewer', scope: { kind: 'country', country: 'IT' } }], 'it');
    const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
    const more = { works, organisations: [organisation('it', 'IT')], languages: ['fr', 'it', 'fi'] };
    expect(needsOf(who, facts(more))).toMatchObject([{ kind: 'versions-missing', language: 'it' }]);
  });
});

describe('who writes', () => {
  const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
  const wrote = (author: string, atMs: number) => ({ documentId: 'a-fr', author, atMs });
  const writers = new Map([['a-fr', new Set(['me', 'ada'])]]);

  test('is told of what others changed after them, not before them', () => {
    const later = [wrote('me', 10), wrote('ada', 20)];
    expect(needsOf(editor, facts({ works, writers, writing: later }))).toMatchObject([
      { kind: 'text-changed', by: ['ada'], atMs: 20 },
    ]);
    expect(kinds(editor, { works, writers, writing: [wrote('ada', 5), wrote('me', 10)] })).toEqual([]);
  });
  test('is not told of texts in which they never wrote', () =>
    expect(
      kinds(editor, { works, writers: new Map([['a-fr', new Set(['ada'])]]), writing: [wrote('ada', 20)] }),
    ).toEqual([]));
  test('is told of their own text that somebody else locked', () => {
    const locked = [{ work: work('a'), documents: [text('a', 'fr', { locked: true })] }];
    const by = (personId: string) => ({ works: locked, writers, locks: [{ documentId: 'a-fr', personId }] });
    expect(needsOf(editor, facts(by('ada')))).toMatchObject([{ kind: 'text-locked', by: 'ada' }]);
    expect(kinds(editor, by('me'))).toEqual([]);
  });
  test('is reminded of a draft in which nobody else wrote yet, while it is one', () => {
    const alone = new Map([['a-fr', new Set(['me'])]]);
    expect(kinds(editor, { works, writers: alone })).toEqual(['own-draft']);
    const agreed = [{ work: work('a', { state: 'agreed' }), documents: [text('a', 'fr')] }];
    expect(kinds(editor, { works: agreed, writers: alone })).toEqual([]);
  });
});

test('who only reads is told which versions got a name', () => {
  const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
  const versions: NeedFacts['versions'] = [
    { kind: 'named', name: 'To the partners', heads: { 'a-fr': 5 }, atMs: NOW },
    { kind: 'restored', name: '', heads: { 'a-fr': 4 }, atMs: NOW },
    { kind: 'named', name: 'Elsewhere', heads: { 'z-fr': 5 }, atMs: NOW },
  ];
  expect(needsOf(observer, facts({ works, versions }))).toMatchObject([
    { kind: 'to-read', version: 'To the partners', text: { documentId: 'a-fr' } },
  ]);
  expect(kinds(editor, { works, versions })).toEqual([]);
});

test('several roles find all of theirs, and roles elsewhere count for nothing', () => {
  const both = principal([everywhere('coordinator'), everywhere('editor')]);
  const works = [{ work: work('a'), documents: [text('a', 'fr')] }];
  const writers = new Map([['a-fr', new Set(['me'])]]);
  expect(kinds(both, { ...broken, works, writers })).toContain('own-draft');
  expect(kinds(both, { ...broken, works, writers })).toContain('rule');
  expect(kinds(both, { ...broken, partnershipId: 'elsewhere' })).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { format, stage } from '#lib/domain/workshop/testing/small-format.ts';
import type { Format } from '#lib/domain/workshop/format.ts';
import { checkCommand } from '#lib/domain/workshop/running/check-command.ts';
import type { MeView, NowView, PersonView, TableView } from '#lib/domain/workshop/running/views.ts';
import { writableNow } from './may-write.ts';
import { toldState, type ToldWorkshop } from './told-state.ts';

const NOW = {
  ...{ phase: 'open', step: 0, clock: { kind: 'standing', leftMs: 0 }, isFrozen: false, isCalledBack: false },
  ...{ notice: null, spotlight: null, locked: [], confirmed: 0, gate: null, beganAtMs: 0 },
  startedAtMs: 0,
  queue: { isOpen: false, waiting: [], speaking: null },
} as NowView;
const ME = {
  ...{ id: 'me', role: 'participant', country: null, languages: ['en'], table: 1, isAdmitted: true },
  ...{ visited: [1], written: 0, anonymous: [], hasConfirmed: false, hasConsented: false },
} as MeView;
const table = (number: number, changes: Partial<TableView> = {}): TableView => ({
  ...{ number, topics: {}, languages: [], capacity: 2, seats: [], helpSinceMs: null, wroteAtMs: null },
  ...{ cards: 0, hidden: 0, ...changes },
});
const person = (id: string, at: number): PersonView => ({
  ...{ id, name: id, role: 'participant', country: null, languages: [], table: at, isAdmitted: true },
});
const card = (id: string, changes: object = {}) => ({
  ...{
    id,
    kind: 'idea',
    zone: 'wall',
    table: 1,
    text: 'Mine',
    fields: {},
    lang: 'en',
    author: 'me',
    step: 0,
  },
  ...{ isRevealed: true, x: 0, y: 0, lane: null, parent: null, under: null, status: 'active' as const },
  ...{ reason: null, comments: [], atMs: 0, changedAtMs: 0, ...changes },
});

interface Told {
  readonly now?: Partial<NowView>;
  readonly me?: Partial<MeView>;
  readonly tables?: readonly TableView[];
  readonly people?: readonly PersonView[];
  readonly cards?: readonly ReturnType<typeof card>[];
}
const told = ({ now, me, tables = [table(1)], people = [], cards = [] }: Told = {}): ToldWorkshop =>
  ({
    now: { ...NOW, ...now },
    mine: new Map([['me', { ...ME, ...me }]]),
    tables: new Map(tables.map((it) => [it.number, it])),
    people: new Map(people.map((it) => [it.id, it])),
    cards: new Map(cards.map((it) => [it.id, it])),
    ballots: new Map(),
    votesOf: () => ({}),
  }) as unknown as ToldWorkshop;

const writing = (changes: Parameters<typeof stage>[0] = {}): Format =>
  format({
    stages: [
      stage({
        zones: ['wall', 'notes'],
        add: { by: ['participant'], kinds: ['idea'], maxEach: 2 },
        edit: 'own',
        ...changes,
      }),
    ],
  });
const write = (of: Format, it: Told = {}) => {
  const state = toldState(of, told(it), 'me');
  const who = state?.people.get('me');
  if (!state || !who) throw new Error('nothing was told');
  return writableNow(state, who);
};

describe('what the screen offers to write', () => {
  test('is what the stage grants, what everybody sees first', () => {
    const { places, refusal, left } = write(writing());
    expect(places.map(({ zone }) => zone.id)).toEqual(['wall', 'notes']);
    expect(places[0]?.kinds.map(({ id }) => id)).toEqual(['idea']);
    expect([refusal, left]).toEqual([null, 2]);
  });

  test('runs out with one’s cards, those without a name and those on their way included', () => {
    const cards = [card('a', { author: null }), card('b', { isPending: true })];
    const { places, refusal, left } = write(writing(), { cards, me: { anonymous: ['a'] } });
    expect(places.every(({ isPrivate }) => isPrivate)).toBe(true);
    expect([refusal, left]).toEqual([{ code: 'too-many', about: 2 }, 0]);
  });

  test.each([
    ['not-seated', {}, { me: { table: null } }],
    ['frozen', {}, { now: { isFrozen: true } }],
    ['zone-locked', {}, { now: { locked: ['wall'] } }],
    ['not-open', {}, { now: { phase: 'closed' } }],
    ['not-your-role', { add: { by: ['scribe'], kinds: ['idea'] } }, {}],
  ] as const)('is nothing, and the screen says why: %s', (code, changes, it) => {
    expect(write(writing({ zones: ['wall'], ...changes }), it as Told).refusal?.code).toBe(code);
  });

  test('who listens in this stage keeps the private notes', () => {
    const { places, refusal } = write(writing({ silenced: ['participant'] }));
    expect(places.map(({ zone }) => zone.id)).toEqual(['notes']);
    expect(refusal?.code).toBe('silenced');
  });
});

describe('seats', () => {
  const market = writing({ rotation: 'chooseCapped', zones: [], mode: 'market' });
  const sit = (number: number, it: Told = {}) => {
    const state = toldState(market, told(it), 'me');
    return state && (checkCommand(state, 'me', { type: 'sit', table: number }, 0)?.code ?? null);
  };

  test('are refused at a full table and where one has been, as the server would', () => {
    const tables = [table(1), table(2), table(3)];
    const people = [person('a', 2), person('b', 2)];
    expect(sit(2, { tables, people })).toBe('table-full');
    expect(sit(3, { tables, people, me: { visited: [1, 3] } })).toBe('table-visited');
    expect(sit(3, { tables, people })).toBeNull();
  });
});

test('nothing is offered before the server has spoken', () => {
  expect(toldState(writing(), { ...told(), now: null } as unknown as ToldWorkshop, 'me')).toBeNull();
  expect(toldState(writing(), told(), 'somebody-else')).toBeNull();
});

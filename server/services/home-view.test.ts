import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '#lib/core/clock.ts';
import { exampleInvitation, exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { SERVER_AUTHOR } from '#server/ports/doc-store.ts';
import { findPartnership } from './find-partnership.ts';
import { homeView, keepVisit } from './home-view.ts';
import { partnershipOverview } from './partnership-overview.ts';

const MINUTE = 60_000;
const START = 200 * 86_400_000;

/** The small partnership over real tables, and a clock that stands where it is put. */
async function setUp(example = true) {
  const stores = await openSqliteStores();
  onTestFinished(stores.close);
  const rows = exampleRows('p');
  await stores.partnerships.insert({
    ...rows,
    partnerships: rows.partnerships.map((it) => ({ ...it, example })),
  });
  let nowMs = START;
  const clock: Clock = { nowMs: () => nowMs, after: () => () => {} };
  const deps = { ...stores, clock, findPartnership: findPartnership(stores) };
  const documentId = rows.documents[0]!.id;
  const principal = (personId: string) => stores.accounts.principal(personId);
  return {
    ...stores,
    documentId,
    at: (ms: number) => void (nowMs = START + ms),
    visit: async (personId: string) => keepVisit(deps)(await principal(personId), 'p'),
    async see(personId: string, earlier = false) {
      const who = await principal(personId);
      const overview = await partnershipOverview(deps)(who, 'p');
      if (!overview.ok) throw new Error(overview.problem.code);
      const view = await homeView(deps)(who, overview.value, { earlier });
      if (!view.ok) throw new Error(view.problem.code);
      return view.value;
    },
    async write(author: string) {
      const meta = (await stores.docs.head(documentId))!;
      const clients = await stores.docs.clients(documentId);
      const [outcome] = await stores.docs.commit([
        {
          documentId,
          expectedHead: meta.head,
          expectedPolicyEpoch: meta.policyEpoch,
          updates: [{ bytes: new Uint8Array([1]), author, atMs: nowMs }],
          newClients: [{ clientId: clients.size + 1, author }],
        },
      ]);
      expect(outcome?.kind).toBe('committed');
    },
  };
}

test('somebody who was away finds what the others did since, by name and organisation, and not what they did themselves', async () => {
  const { at, see, visit, write, documentId } = await setUp();
  expect((await see('p-editor')).feed).toMatchObject({ sinceMs: null, fresh: [] });
  await visit('p-editor');
  at(5 * MINUTE);
  await write('p-editor');
  at(10 * MINUTE);
  await write('p-lead');
  at(60 * MINUTE);
  const { feed, needs, authors } = await see('p-editor');
  expect(feed).toMatchObject({
    sinceMs: START,
    fresh: [{ kind: 'wrote', by: ['p-lead'], text: { documentId } }],
    hasEarlier: false,
  });
  expect(needs).toMatchObject([{ kind: 'text-changed', by: ['p-lead'] }]);
  expect(authors['p-lead']).toMatchObject({ organisation: 'Authority of FR', country: 'FR' });
});

test('a reload shows the same again; after half an hour it is earlier, and comes when it is asked for', async () => {
  const { at, see, visit, write } = await setUp();
  await visit('p-editor');
  at(40 * MINUTE);
  await write('p-lead');
  at(50 * MINUTE);
  await visit('p-editor');
  at(55 * MINUTE);
  await visit('p-editor');
  expect((await see('p-editor')).feed.fresh).toHaveLength(1);
  at(90 * MINUTE);
  const later = (await see('p-editor')).feed;
  expect(later).toMatchObject({ fresh: [], earlier: null, hasEarlier: true });
  expect((await see('p-editor', true)).feed.earlier).toHaveLength(1);
});

test('what the server mends in a text is nobody’s news, and a draft stays its writer’s own', async () => {
  const { at, see, visit, write, documentId } = await setUp();
  await write('p-editor');
  const own = { kind: 'own-draft', text: { documentId } };
  expect((await see('p-editor')).needs).toMatchObject([own]);
  await visit('p-editor');
  at(5 * MINUTE);
  await write(SERVER_AUTHOR);
  at(60 * MINUTE);
  const { feed, needs } = await see('p-editor');
  expect(feed.fresh).toEqual([]);
  expect(needs).toMatchObject([own]);
});

test('looking at the page without being there keeps nothing; a stranger keeps nothing either', async () => {
  const { see, visit, activity, partnerships } = await setUp();
  await see('p-editor');
  expect(await activity.visit('p', 'p-editor')).toBeNull();
  await partnerships.insert(exampleRows('q'));
  expect(await visit('q-lead')).toMatchObject({ ok: false, problem: { code: 'not-allowed' } });
  expect(await activity.visit('p', 'q-lead')).toBeNull();
});

test('an invitation that nobody answered waits for who looks after it, and for nobody else', async () => {
  const { see, invitations } = await setUp();
  await invitations.create(exampleInvitation('p'), 9);
  expect((await see('p-lead')).needs[0]).toMatchObject({ kind: 'invitations-expired', names: ['Guest'] });
  expect((await see('p-editor')).needs.map(({ kind }) => kind)).not.toContain('invitations-expired');
});

test('a new partnership has first steps that tick themselves; the example has none', async () => {
  expect((await (await setUp()).see('p-lead')).steps).toBeNull();
  const { see, write } = await setUp(false);
  const done = async () => (await see('p-lead')).steps?.flatMap((it) => (it.done ? it.step : []));
  expect(await done()).toEqual(['organisations', 'people', 'text']);
  await write('p-lead');
  expect(await done()).not.toContain('together');
  await write('p-editor');
  expect(await done()).toBeUndefined();
});

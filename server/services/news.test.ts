import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '#lib/core/clock.ts';
import { limits } from '#lib/core/limits.ts';
import { exampleInvitation, exampleRows } from '../../tests/contracts/example-rows.ts';
import { openSqliteStores } from '../../tests/contracts/sqlite-stores.ts';
import { findPartnership } from './find-partnership.ts';
import { newsServices, type NewsView } from './news.ts';

const START = 200 * 86_400_000;
const LATER = limits.newsReadEveryMs;

async function setUp() {
  const stores = await openSqliteStores();
  onTestFinished(stores.close);
  await stores.partnerships.insert(exampleRows('p'));
  await stores.partnerships.insert(exampleRows('q'));
  let nowMs = START;
  const clock: Clock = { nowMs: () => nowMs, after: () => () => {} };
  let reads = 0;
  const activity = {
    ...stores.activity,
    writing: (...asked: Parameters<typeof stores.activity.writing>) => (
      reads++,
      stores.activity.writing(...asked)
    ),
  };
  const services = newsServices({ ...stores, activity, clock, findPartnership: findPartnership(stores) });
  // The editor writes in it, and in none of the others.
  const { id: documentId, workId } = exampleRows('p').documents[2]!;
  const principal = (personId: string) => stores.accounts.principal(personId);
  return {
    ...stores,
    services,
    principal,
    reads: () => reads,
    wait: (ms: number) => void (nowMs += ms),
    count: async (personId: string) => services.newsCount(await principal(personId), 'p'),
    async look(personId: string): Promise<NewsView> {
      const found = await services.news(await principal(personId), 'p');
      if (!found.ok) throw new Error(found.problem.code);
      return found.value;
    },
    see: async (personId: string, { look }: NewsView) =>
      services.keepLook(await principal(personId), 'p', look),
    version: (id: string) =>
      stores.versions.create({
        id,
        workId,
        kind: 'named',
        name: id,
        heads: { [documentId]: 1 },
        restoredSeq: null,
        personId: 'p-lead',
        atMs: nowMs,
      }),
  };
}

test('the number goes when somebody has looked, and counts what came after', async () => {
  const { count, look, see, version, wait } = await setUp();
  const before = await look('p-editor');
  await see('p-editor', before);
  expect(await count('p-editor')).toEqual({ ok: true, value: { count: 0 } });
  wait(LATER);
  await version('One');
  expect(await count('p-editor')).toEqual({ ok: true, value: { count: 1 } });
  const view = await look('p-editor');
  expect(view.entries[0]).toMatchObject({ kind: 'named', name: 'One', isNew: true });
  expect(view.authors['p-lead']).toBeDefined();
  await see('p-editor', view);
  expect(await count('p-editor')).toEqual({ ok: true, value: { count: 0 } });
  expect((await look('p-editor')).entries[0]).toMatchObject({ name: 'One', isNew: false });
});

test('what came while somebody was looking stays new', async () => {
  const { count, look, see, version, wait } = await setUp();
  const view = await look('p-editor');
  wait(LATER);
  await version('Meanwhile');
  await see('p-editor', view);
  expect(await count('p-editor')).toEqual({ ok: true, value: { count: 1 } });
});

test('people who come at the same time read the logs once; each is told only what they may read', async () => {
  const { count, reads, wait, invitations, look } = await setUp();
  await invitations.create(exampleInvitation('p'), 9);
  await Promise.all([count('p-lead'), count('p-editor'), count('p-lead')]);
  expect(reads()).toBe(1);
  wait(LATER);
  await count('p-editor');
  expect(reads()).toBe(2);
  expect((await look('p-lead')).needs.map(({ kind }) => kind)).toContain('invitations-expired');
  expect((await look('p-editor')).needs.map(({ kind }) => kind)).not.toContain('invitations-expired');
});

test('names of people are not among what is remembered', async () => {
  const { invitations, look, see, activity } = await setUp();
  await invitations.create(exampleInvitation('p'), 9);
  await see('p-lead', await look('p-lead'));
  const kept = JSON.stringify(await activity.looked('p', 'p-lead'));
  expect(kept).not.toContain('Guest');
  expect(JSON.parse(kept).needs.length).toBeGreaterThan(0);
});

test('a stranger is told nothing, and keeps nothing', async () => {
  const { services, principal, activity } = await setUp();
  const stranger = await principal('q-lead');
  const refused = { ok: false, problem: { code: 'not-allowed' } };
  expect(await services.news(stranger, 'p')).toMatchObject(refused);
  expect(await services.newsCount(stranger, 'p')).toMatchObject(refused);
  expect(await services.keepLook(stranger, 'p', { atMs: 1, needs: [] })).toMatchObject(refused);
  expect(await services.newsCount(null, 'p')).toMatchObject({ problem: { code: 'not-signed-in' } });
  expect(await activity.looked('p', 'q-lead')).toBeNull();
});

test('a look that nobody can have had is refused, and so is asking without end', async () => {
  const { services, principal, count } = await setUp();
  const editor = await principal('p-editor');
  for (const look of [
    { atMs: START + 1, needs: [] },
    { atMs: 'now', needs: [] },
    { atMs: 1, needs: 'all' },
    { atMs: 1, needs: ['x'.repeat(limits.newsKeyLengthMax + 1)] },
    { atMs: 1, needs: Array.from({ length: limits.newsSeenMax + 1 }, String) },
  ])
    expect(await services.keepLook(editor, 'p', look)).toMatchObject({ problem: { code: 'input-invalid' } });
  for (let asked = 0; asked < limits.newsBurst; asked++) await count('p-editor');
  expect(await count('p-editor')).toMatchObject({ problem: { code: 'too-many-attempts' } });
  expect(await count('p-lead')).toMatchObject({ ok: true });
});

/**
 * Who may do what, asked of the running program: every route of the built manifest and every live message,
 * by nobody, by each role and by a member of another partnership. A route or message that is not listed
 * fails here, and so does one that is listed and no longer exists.
 */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeAccess, type RouteMethod } from '#lib/domain/access/routes.ts';
import {
  streamedRouteAccess,
  streamedRouteOf,
  type StreamedAccess,
} from '#lib/domain/access/streamed-routes.ts';
import { roles, type Role } from '#lib/domain/partnership/member.ts';
import { includes, partnershipActions, rightOfRole } from '#lib/domain/partnership/policy.ts';
import { compose } from '#server/compose.ts';
import { readConfig } from '#server/config.ts';
import { addOtherPartnership, OTHER_DOCUMENT, OTHER_PARTNERSHIP } from '../support/other-partnership.ts';
import { liveClientAccess, liveServerMessages, tryLive, type LiveAttempt } from '../support/live-attempt.ts';
import { builtRoutes, type BuiltRoute } from '../support/route-manifest.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { messageTypes, syncTypes } from '#lib/protocol/messages.ts';

const HERE = 'msf-2050';
/** The example's first language reviewer reviews English. */
const DOCUMENT = 'call-en';
const FRENCH = 'call-fr';
const LOCKED = 'd1-en';
const PUBLISHED = 'd2-en';

/** After a copied id. */
const COPY = '-2';

type Actor = 'nobody' | 'stranger' | Role;
const actors: readonly Actor[] = ['nobody', 'stranger', ...roles];

let server: RunningServer;
let manifest: readonly BuiltRoute[];
const tokens = new Map<Actor, string>();

beforeAll(async () => {
  manifest = await builtRoutes();
  server = await startServer();
  for (const role of roles)
    tokens.set(role, await server.cli('token', 'create', '--role', role, '--partnership', HERE));
  tokens.set('stranger', await strangersToken());
  const db = new DatabaseSync(join(server.dataDir, 'tandem.db'));
  db.exec('PRAGMA busy_timeout = 5000');
  db.exec(`UPDATE document SET locked = 1 WHERE id = '${LOCKED}'`);
  db.exec(
    `UPDATE work SET state = 'published' WHERE id = (SELECT work FROM document WHERE id = '${PUBLISHED}')`,
  );
  // A picture here, and one of the other partnership; nobody asks for their bytes.
  for (const [id, document] of [
    [here.upload, DOCUMENT],
    [elsewhere.upload, OTHER_DOCUMENT],
  ])
    db.exec(
      `INSERT INTO upload (id, work, sha256, mime, size_bytes, width, height, created_at_ms)
       SELECT '${id}', work, '${id}', 'image/jpeg', 1, 1, 1, 0 FROM document WHERE id = '${document}'`,
    );
  // A workshop of the other partnership, like the example's.
  const copied = Object.keys(db.prepare('SELECT * FROM workshop').get() ?? {}).map((column) =>
    ['id', 'join_secret', 'join_code'].includes(column) ? `${column} || '${COPY}'` : column,
  );
  db.exec(
    `INSERT INTO workshop SELECT ${copied.join(', ').replace('partnership', `'${OTHER_PARTNERSHIP}'`)} FROM workshop`,
  );
  db.close();
});

afterAll(async () => {
  await server?.stop();
});

/** Another partnership, with a member who holds the highest role there. */
async function strangersToken(): Promise<string> {
  const config = readConfig({ TANDEM_DATA: server.dataDir });
  if (!config.ok) throw new Error(config.problem.detail);
  const composed = await compose(config.value, { lockFolder: false });
  if (!composed.ok) throw new Error(composed.problem.detail);
  const personId = await addOtherPartnership(composed.value.partnerships);
  const { token } = await composed.value.accountServices.createToken({ personId, label: 'test' });
  await composed.value.close();
  return token;
}

type Outcome = 'allowed' | 'not signed in' | 'not allowed' | 'not found';

async function ask(actor: Actor, path: string, method: RouteMethod, page: boolean): Promise<Outcome> {
  const token = tokens.get(actor);
  const [verb = 'GET', action = ''] = method.split(' ');
  const body = verb === 'GET' ? undefined : page ? new URLSearchParams() : '{}';
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    // A form comes from one of our pages, or the framework refuses it before anybody is asked.
    ...(body === '{}' ? { 'content-type': 'application/json' } : { origin: server.url, accept: 'text/html' }),
  };
  const response = await fetch(server.url + path + action, {
    method: verb,
    headers,
    body,
    redirect: 'manual',
  });
  await response.arrayBuffer();
  expect(response.status, `${method} ${path} by ${actor}`).toBeLessThan(500);
  if (response.status === 401 || response.headers.get('location')?.startsWith('/sign-in?next='))
    return 'not signed in';
  if (response.status === 403) return 'not allowed';
  return response.status === 404 ? 'not found' : 'allowed';
}

const fill = (id: string, values: Readonly<Record<string, string>>): string =>
  id.replace(/\/\([^)]*\)/g, '').replace(/\[([^\]]+)\]/g, (_, name: string) => values[name] ?? 'missing');

const here = {
  partnership: HERE,
  document: DOCUMENT,
  export: 'no-such-export',
  seq: '1',
  upload: 'upload-here',
  workshop: 'msf-discovery',
};
const elsewhere = {
  partnership: OTHER_PARTNERSHIP,
  document: OTHER_DOCUMENT,
  export: 'no-such-export',
  seq: '0',
  upload: 'upload-elsewhere',
  workshop: `msf-discovery${COPY}`,
};

/** What needs a member, an invitation or a version beside its route; these requests name none. */
const NAMES_NOTHING: ReadonlySet<string> = new Set([
  'POST ?/begin /p/[partnership]/deliverables',
  'POST ?/begin /p/[partnership]/evidence',
  'POST ?/renew /p/[partnership]/people',
  'POST ?/withdraw /p/[partnership]/people',
  'POST ?/remove /p/[partnership]/people',
  'POST ?/change /p/[partnership]/activities',
  'POST ?/remove /p/[partnership]/activities',
  'POST ?/item /p/[partnership]/activities',
  'POST ?/remove-item /p/[partnership]/activities',
  'POST ?/change /p/[partnership]/glossary',
  'POST ?/remove /p/[partnership]/glossary',
  'POST ?/remove /p/[partnership]/workshops',
  'POST ?/withdraw /p/[partnership]/publications',
  'POST ?/discard /p/[partnership]/publications',
  'GET /api/v1/partnerships/[partnership]/publications/[publication]',
  'GET /api/v1/partnerships/[partnership]/publications/[publication]/files/[file]',
  'PATCH /api/v1/documents/[document]/versions/[version]',
  'DELETE /api/v1/documents/[document]/versions/[version]',
  'POST /api/v1/documents/[document]/restorations',
]);

/** What the table and the policy together promise, for objects of the example or of the other partnership. */
function expected(access: StreamedAccess, actor: Actor, own: boolean): Outcome {
  if (access === 'public') return 'allowed';
  if (actor === 'nobody') return 'not signed in';
  if (access === 'signed-in') return 'allowed';
  // Everybody comes with a token here.
  if (access === 'operator' || access === 'in-person') return 'not allowed';
  if ('own' in access) return 'not found';
  // The stranger coordinates the other partnership.
  const role = actor === 'stranger' ? 'coordinator' : actor;
  if (own === (actor === 'stranger')) return 'not allowed';
  if ('upload' in access) return 'allowed';
  if ('document' in access) return includes(rightOfRole[role], access.right) ? 'allowed' : 'not allowed';
  return (partnershipActions[access.action] as readonly Role[]).includes(role) ? 'allowed' : 'not allowed';
}

/** Who steers: a workshop tells strangers nothing, and members their role. */
function expectedToSteer(actor: Actor, own: boolean): Outcome {
  if (actor === 'nobody') return 'not signed in';
  if (own === (actor === 'stranger')) return 'not found';
  const role = actor === 'stranger' ? 'coordinator' : actor;
  const steering: readonly Role[] = partnershipActions['workshop.manage'];
  return steering.includes(role) ? 'allowed' : 'not allowed';
}

/** Taking part is public, and found by those alone who joined. */
const isSteering = (id: string, access: StreamedAccess): boolean =>
  id.includes('[workshop]') && access !== 'public';

test('every route and method of the build is listed, and nothing else is', () => {
  const built = manifest.map(({ id, methods }) => [id, [...methods].sort()] as const);
  const listed = Object.entries(routeAccess).map(
    ([id, methods]) => [id, Object.keys(methods).sort()] as const,
  );
  const sorted = (routes: readonly (readonly [string, readonly string[]])[]) =>
    [...routes].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(sorted(listed)).toEqual(sorted(built));
});

test('what the server answers beside the framework is no route of the framework as well', () => {
  const built = new Set(manifest.map(({ id }) => id));
  for (const id of Object.keys(streamedRouteAccess)) {
    expect(built.has(id), id).toBe(false);
    expect(streamedRouteOf(fill(id, here))?.id).toBe(id);
  }
  for (const { id } of manifest) expect(streamedRouteOf(fill(id, here)), id).toBeNull();
});

const everyRoute = { ...routeAccess, ...streamedRouteAccess };

describe.each(Object.entries(everyRoute))('%s', (id, methods) => {
  const cells = Object.entries(methods) as [RouteMethod, StreamedAccess][];
  for (const [method, access] of cells)
    for (const actor of actors)
      test(`${method} by ${actor}`, async () => {
        const page = manifest.find((route) => route.id === id)?.page || id === '/sign-out';
        const answers = async (own: boolean) => {
          const outcome = await ask(actor, fill(id, own ? here : elsewhere), method, page);
          // What is public may still have nothing to show: an empty link, a gallery outside development;
          // and an empty password lets nobody in.
          const isNothing = outcome === 'not found' || (id === '/sign-in' && outcome === 'not signed in');
          return access === 'public' && isNothing ? 'allowed' : outcome;
        };
        // Whoever may is told that what they name within it does not exist.
        const promised = (own: boolean): Outcome => {
          const outcome = isSteering(id, access) ? expectedToSteer(actor, own) : expected(access, actor, own);
          return outcome === 'allowed' && NAMES_NOTHING.has(`${method} ${id}`) ? 'not found' : outcome;
        };
        expect(await answers(true), 'in the example').toBe(promised(true));
        if (/\[(partnership|document|upload|workshop)\]/.test(id))
          expect(await answers(false), 'in the other partnership').toBe(promised(false));
      });

  test('refuses every method that it does not list', async () => {
    const path = fill(id, here);
    const headers = { authorization: `Bearer ${tokens.get('coordinator')}` };
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      if (cells.some(([listed]) => listed.startsWith(method))) continue;
      const response = await fetch(server.url + path, { method, headers, redirect: 'manual' });
      expect(response.status, method).toBe(405);
    }
    const action = await fetch(`${server.url}${path}?/no-such-action`, {
      method: 'POST',
      headers,
      redirect: 'manual',
    });
    expect(action.status, 'an unknown form action').toBe(405);
  });
});

test('an export belongs to whoever asked for it', async () => {
  const asked = await fetch(`${server.url}/api/v1/documents/${DOCUMENT}/exports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.get('observer')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ format: 'md' }),
  });
  expect(asked.status).toBe(202);
  const { id } = (await asked.json()) as { id: string };
  for (const actor of actors) {
    const owner = actor === 'observer';
    const wanted: Outcome = actor === 'nobody' ? 'not signed in' : owner ? 'allowed' : 'not found';
    expect(await ask(actor, `/api/v1/exports/${id}`, 'GET', false), actor).toBe(wanted);
    if (!owner) expect(await ask(actor, `/api/v1/exports/${id}/file`, 'GET', false), actor).toBe(wanted);
  }
});

test('what does not exist is not found, for whoever is signed in', async () => {
  for (const path of [
    '/p/no-such',
    '/d/no-such',
    '/api/v1/partnerships/no-such/documents',
    '/api/v1/documents/no-such',
  ])
    expect(await ask('coordinator', path, 'GET', false), path).toBe('not found');
});

test('a cookie opens what its person may open, from our own pages only', async () => {
  const link = new URL(await server.cli('link', '--role', 'editor'));
  const post = (path: string, headers: Record<string, string>, body = '') =>
    fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
      body,
      redirect: 'manual',
    });
  const body = `link=${encodeURIComponent(link.hash.slice(1))}`;
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await post('/link', foreign, body)).status).toBe(403);

  const signedIn = await post('/link', { origin: server.url }, body);
  expect(signedIn.status).toBe(303);
  const set = signedIn.headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-tandem=')) ?? '';
  for (const attribute of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) expect(set).toContain(attribute);
  const cookie = set.split(';')[0] ?? '';

  const create = `/p/${HERE}/deliverables?/create`;
  expect((await fetch(`${server.url}/p/${HERE}`, { headers: { cookie }, redirect: 'manual' })).status).toBe(
    200,
  );
  expect((await post(create, { cookie, ...foreign })).status).toBe(403);
  expect((await post(create, { cookie })).status).toBe(403);
  expect((await post(create, { cookie, origin: server.url, 'sec-fetch-site': 'same-origin' })).status).toBe(
    422,
  );
  expect((await post('/link', { origin: server.url }, body)).status).toBe(410);

  await post('/sign-out', { cookie, origin: server.url });
  const after = await fetch(`${server.url}/p/${HERE}`, { headers: { cookie }, redirect: 'manual' });
  expect(after.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(`/p/${HERE}`)}`);
});

test('every live message is listed: as one that clients send, with the right it takes, or as the server’s own', () => {
  const listed = [...Object.values(liveClientAccess).map(({ type }) => type), ...liveServerMessages];
  expect(new Set(listed)).toEqual(new Set(Object.keys(messageTypes)));
  const syncKinds = Object.values(liveClientAccess).filter(({ type }) => type === 'sync');
  expect(syncKinds).toHaveLength(Object.keys(syncTypes).length);
});

describe('live', () => {
  const documents = [
    { name: 'an open document', id: DOCUMENT, own: true, readOnlyFor: [] },
    {
      name: 'a document in a language beside the reviewer’s',
      id: FRENCH,
      own: true,
      readOnlyFor: ['language-reviewer'],
    },
    { name: 'a locked document', id: LOCKED, own: true, readOnlyFor: actors },
    { name: 'a published document', id: PUBLISHED, own: true, readOnlyFor: actors },
    { name: 'a document of the other partnership', id: OTHER_DOCUMENT, own: false, readOnlyFor: [] },
  ] satisfies { name: string; id: string; own: boolean; readOnlyFor: readonly Actor[] }[];
  for (const { name, id, own, readOnlyFor } of documents)
    for (const actor of actors)
      for (const kind of Object.keys(liveClientAccess) as (keyof typeof liveClientAccess)[])
        test(`${kind} on ${name} by ${actor}`, async () => {
          const outcome = await tryLive({ server, token: tokens.get(actor), documentId: id, kind });
          const readOnly = (readOnlyFor as readonly Actor[]).includes(actor);
          expect(outcome).toBe(wanted(actor, own, readOnly, kind));
        });

  function wanted(
    actor: Actor,
    own: boolean,
    readOnly: boolean,
    kind: keyof typeof liveClientAccess,
  ): LiveAttempt {
    if (actor === 'nobody') return 'closed 4401';
    if (own === (actor === 'stranger')) return 'closed 4403';
    const right = rightOfRole[actor === 'stranger' ? 'coordinator' : actor];
    const needed = liveClientAccess[kind].right;
    if (needed === 'read') return 'taken';
    return includes(right, needed) && !readOnly ? 'taken' : 'refused, document unchanged';
  }

  test('a document that does not exist is closed as such', async () => {
    const token = tokens.get('coordinator');
    expect(await tryLive({ server, token, documentId: 'no-such', kind: 'step1' })).toBe('closed 4404');
  });
});

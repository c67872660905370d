/**
 * Bad input, said to the running program over HTTP and the live connection: a clear answer with a stable
 * code, and afterwards not a row of the database differs and not a byte of the document.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { limits } from '#lib/core/limits.ts';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { badFrames, badUpdates, followingOnNothing, paragraphUpdate } from '../support/bad-updates.ts';
import { apiClient, liveUrl, newDocument, type ApiClient } from '../support/api-client.ts';
import { changeDatabase, databaseState } from '../support/database-state.ts';
import { freshText } from '../support/journal-writer.ts';
import { BareClient, settle, until, type BareOptions } from '../support/live-clients.ts';
import { askRaw, type RawAnswer, type RawRequest } from '../support/raw-http.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const PARTNERSHIP = 'msf-2050';
const QUERY = 'schema=1&proto=1&ack=1';

let server: RunningServer;
let editor: ApiClient;
let coordinatorToken: string;
let expiredToken: string;
let cookie: string;
let usedSecret: string;
let expiredSecret: string;
let documentId: string;
/** What the coordinator wrote, under a client id of theirs. */
const kept = new Y.Doc();
const sockets: BareClient[] = [];

beforeAll(async () => {
  server = await startServer();
  const token = (...args: string[]) => server.cli('token', 'create', '--role', ...args);
  const link = async () => new URL(await server.cli('link', '--role', 'editor')).hash.slice(1);
  editor = apiClient(server, await token('editor'));
  coordinatorToken = await token('coordinator');
  expiredToken = await token('facilitator', '--days', '1', '--label', 'expired');
  changeDatabase(server.dataDir, "UPDATE api_token SET expires_at_ms = 1 WHERE label = 'expired'");
  expiredSecret = await link();
  changeDatabase(server.dataDir, 'UPDATE sign_in_link SET expires_at_ms = 1');
  usedSecret = await link();
  const signedIn = await signIn({ link: usedSecret });
  cookie = signedIn.cookies.find((it) => it.startsWith('__Host-tandem='))?.split(';')[0] ?? '';
  expect(cookie).not.toBe('');
  documentId = await newDocument(editor);
  const author = await live({ token: coordinatorToken });
  author.send(encodeUpdate(paragraphUpdate('Kept.', kept)));
  await until(() => author.durable === 1, 'the text is durable');
}, 60_000);

afterAll(async () => {
  await server?.stop();
});

/** Every row, and the text as a newcomer is given it. */
const state = async () => ({ rows: databaseState(server.dataDir), text: await read() });
const read = () => freshText(`${liveUrl(server)}/${documentId}`, editor.token);
let before: Awaited<ReturnType<typeof state>>;

beforeEach(async () => {
  before = await state();
  expect(before.text).toContain('Kept.');
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.stop();
  expect(await state()).toEqual(before);
});

async function live(options: BareOptions = {}, id = documentId): Promise<BareClient> {
  const client = new BareClient(liveUrl(server), id, { token: editor.token, query: QUERY, ...options });
  sockets.push(client);
  return client.opened();
}

/** A socket that was given the text. */
async function liveAndSynced(): Promise<BareClient> {
  const client = await live();
  client.send(encodeStep1(Uint8Array.of(0)));
  await until(() => client.sync(1).length > 0, 'the text');
  return client;
}

describe('[E2] a frame that is no message ends the connection with 4422', () => {
  test.each(badFrames)('%s', async (_, frame) => {
    const client = await liveAndSynced();
    client.send(Uint8Array.from(frame));
    expect(await client.closed()).toBe(4422);
  });
});

describe('[E3] an update that cannot be taken is refused in words', () => {
  test.each(badUpdates)('%s: %s', async (_, code, frame) => {
    const client = await liveAndSynced();
    client.send(frame(kept));
    expect(await client.closed()).toBe(4422);
    expect(client.notice('rejected')).toEqual({ kind: 'rejected', frame: 1, code });
    expect(client.durable).toBe(0);
  });

  test('a frame above 8.1 MB is not even read', async () => {
    const client = await liveAndSynced();
    client.send(new Uint8Array(limits.frameSizeBytesMax + 1));
    expect(await client.closed()).toBe(1009);
  });

  test('a gap: the client is asked for everything, and closed for good when it goes on', async () => {
    const client = await liveAndSynced();
    client.send(encodeUpdate(followingOnNothing()));
    await until(() => client.sync(0).length === 2, 'asked again');
    client.send(encodeStep2(followingOnNothing()));
    expect(await client.closed()).toBe(4422);
  });

  test('presence that is no JSON or too large is passed over', async () => {
    const client = await liveAndSynced();
    const json = JSON.stringify({ cursor: 'x'.repeat(limits.presenceSizeBytesMax) });
    client.send(encodePresence([{ clientId: 5, clock: 1, json: '{"cursor":' }]));
    client.send(encodePresence([{ clientId: 5, clock: 2, json }]));
    await settle(100);
    expect(client.closeCode).toBeNull();
  });
});

describe('[E1] a connection that may not be is closed with its reason', () => {
  test.each<[string, number, () => BareOptions, string?]>([
    ['no token', 4401, () => ({ token: null })],
    ['an unknown token', 4401, () => ({ token: 'tdm_unknown' })],
    ['a token that has expired', 4401, () => ({ token: expiredToken })],
    ['the cookie without an origin', 4401, () => ({ token: null, cookie })],
    ['the cookie from another site', 4403, () => ({ token: null, cookie, origin: 'https://evil.example' })],
    ['another site’s origin, with a token', 4403, () => ({ origin: 'https://evil.example' })],
    ['an unknown document', 4404, () => ({}), 'no-such-document'],
    ['a path out of the folder', 4404, () => ({}), '..%2F..%2Ftandem.db'],
    ['a name beyond all bounds', 4404, () => ({}), 'x'.repeat(4_000)],
    ['another protocol', 4426, () => ({ query: 'schema=1&proto=2' })],
    ['a schema that is no number', 4426, () => ({ query: 'schema=one&proto=1' })],
    ['another incarnation', 4409, () => ({ query: 'incarnation=99' })],
  ])('%s: %i', async (_, code, options, id = documentId) => {
    const client = await live(options(), id);
    expect(await client.closed()).toBe(code);
    expect(client.frames).toEqual([]);
  });

  test('an upgrade of another path is refused', async () => {
    const ws = new WebSocket(`ws://127.0.0.1:${server.port}/api/v1/partnerships`);
    await expect(new Promise((_, reject) => ws.on('error', reject))).rejects.toThrow();
  });
});

const bearer = () => ({ authorization: `Bearer ${editor.token}` });
const json = () => ({ ...bearer(), 'content-type': 'application/json' });
const documents = `/api/v1/partnerships/${PARTNERSHIP}/documents`;
const ask = (asked: RawRequest): Promise<RawAnswer> =>
  askRaw(server.port, { ...asked, headers: { host: hostOf(), ...asked.headers } });
const hostOf = () => `127.0.0.1:${server.port}`;
const post = (path: string, body: unknown, headers: Record<string, string> = json()): RawRequest => ({
  method: 'POST',
  path,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('the API answers with problem details (RFC 9457)', () => {
  const valid = { title: 'New', kind: 'free', language: 'en' };
  const expectProblem = (answer: RawAnswer, status: number, code: string, more: object = {}) => {
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    const title = expect.stringMatching(/\w/) as string;
    expect(JSON.parse(answer.text)).toMatchObject({
      ...{ type: `urn:tandem:problem:${code}`, title, status, code },
      ...more,
    });
  };

  test.each<[string, number, string, string, unknown]>([
    ['a body that is no JSON', 400, 'body-not-json', 'application/json', '{'],
    ['a list for an object', 400, 'body-not-json', 'application/json', [valid]],
    ['no body', 400, 'body-not-json', 'application/json', ''],
    ['JSON sent as text', 415, 'body-type-unknown', 'text/plain', valid],
    ['a form', 415, 'body-type-unknown', 'application/x-www-form-urlencoded', 'title=New'],
    [
      ...(['a body above its limit', 413, 'body-too-large', 'application/json'] as const),
      { ...valid, title: 'x'.repeat(limits.bodySizeBytesMax) },
    ],
  ])('%s: %i %s', async (_, status, code, type, body) => {
    expectProblem(await ask(post(documents, body, { ...bearer(), 'content-type': type })), status, code);
  });

  test.each<[string, object, object]>([
    ['missing fields', {}, { title: 'missing', language: 'missing' }],
    ['a blank title', { ...valid, title: '  ' }, { title: 'missing' }],
    ['a number for a title', { ...valid, title: 5 }, { title: 'missing' }],
    [
      'a title without end',
      { ...valid, title: 'x'.repeat(limits.titleLengthMax + 1) },
      { title: 'too-long' },
    ],
    ['an unknown kind', { ...valid, kind: '__proto__' }, { kind: 'unknown' }],
    ['an unknown language', { ...valid, language: 'not a tag' }, { language: 'unknown' }],
  ])('a document with %s: 422 input-invalid, and which field', async (_, body, fields) => {
    expectProblem(await ask(post(documents, body)), 422, 'input-invalid', { fields });
  });

  test.each<[string, object, string, object]>([
    ['without a format', {}, 'input-invalid', { fields: { format: 'missing' } }],
    ['to an unknown format', { format: 'exe' }, 'input-invalid', { fields: { format: 'unknown' } }],
    ['to a format that is not built yet', { format: 'odt' }, 'format-unavailable', {}],
  ])('an export %s: 422', async (_, body, code, more) => {
    expectProblem(await ask(post(`/api/v1/documents/${documentId}/exports`, body)), 422, code, more);
  });

  test.each<[string, string, string]>([
    ['an unknown partnership', '/partnerships/no-such/documents', 'partnership-unknown'],
    ['an unknown document', '/documents/no-such', 'document-unknown'],
    ['an unknown export', '/exports/no-such', 'export-unknown'],
    ['an unknown export’s file', '/exports/no-such/file', 'export-unknown'],
    ['a path out of the folder', '/documents/..%2f..%2ftandem.db', 'document-unknown'],
    ['a path to a file', '/exports/..%2f..%2f..%2fetc%2fpasswd/file', 'export-unknown'],
    ['a zero byte in an id', '/documents/a%00b', 'document-unknown'],
    ['an id beyond all bounds', `/documents/${'x'.repeat(4_000)}`, 'document-unknown'],
    ['an address that is none', '/no-such', 'page-unknown'],
  ])('%s: 404', async (_, path, code) => {
    expectProblem(await ask({ path: `/api/v1${path}`, headers: bearer() }), 404, code);
  });

  test('an unknown format of the text: 422', async () => {
    const path = `/api/v1/documents/${documentId}?format=exe`;
    expectProblem(await ask({ path, headers: bearer() }), 422, 'input-invalid', {
      fields: { format: 'unknown' },
    });
  });

  test('a method that is not offered: 405', async () => {
    const path = `/api/v1/documents/${documentId}`;
    expectProblem(await ask({ method: 'DELETE', path, headers: bearer() }), 405, 'method-unknown');
  });

  test.each<[string, number, string, () => Record<string, string>]>([
    ['no token', 401, 'not-signed-in', () => ({})],
    ['an unknown token', 401, 'not-signed-in', () => ({ authorization: 'Bearer tdm_unknown' })],
    ['an expired token', 401, 'not-signed-in', () => ({ authorization: `Bearer ${expiredToken}` })],
    [
      'the cookie, from another site',
      403,
      'origin-refused',
      () => ({ cookie, origin: 'https://evil.example' }),
    ],
    ['the cookie, from nowhere', 403, 'origin-refused', () => ({ cookie })],
  ])('%s: %i', async (_, status, code, headers) => {
    const type = { 'content-type': 'application/json' };
    expectProblem(await ask(post(documents, valid, { ...type, ...headers() })), status, code);
  });

  test('an address that cannot be decoded is refused', async () => {
    expect((await ask({ path: '/api/v1/documents/%FF', headers: bearer() })).status).toBe(404);
  });

  test.each(['evil.example', '127.0.0.1:1', '127.0.0.1.evil.example'])(
    'the host name "%s" is not answered',
    async (host) => {
      const answer = await ask({ path: '/api/v1/partnerships', headers: { ...bearer(), host } });
      expect(answer.status).toBe(421);
      expect(answer.text).toBe('This server does not answer for that host.\n');
    },
  );
});

async function signIn(form: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return askRaw(server.port, {
    method: 'POST',
    path: '/link',
    headers: {
      host: hostOf(),
      origin: server.url,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
}

describe('a sign-in link that opens nothing', () => {
  test.each<[string, number, string, () => Record<string, string>]>([
    ['used', 410, 'link-used', () => ({ link: usedSecret })],
    ['expired', 410, 'link-expired', () => ({ link: expiredSecret })],
    ['unknown', 404, 'link-unknown', () => ({ link: 'a'.repeat(40) })],
    ['empty', 404, 'link-unknown', () => ({ link: '' })],
    ['missing', 404, 'link-unknown', () => ({})],
    ['without end', 404, 'link-unknown', () => ({ link: 'a'.repeat(100_000) })],
  ])('%s: %i %s, and nobody is signed in', async (_, status, code, form) => {
    const answer = await signIn(form());
    expect(answer.text).toContain(code);
    expect(answer.text).toContain(`"status":${status}`);
    expect(answer.cookies.filter((it) => it.startsWith('__Host-tandem='))).toEqual([]);
  });
});

describe('a form that cannot be taken', () => {
  const create = `/p/${PARTNERSHIP}/deliverables?/create`;
  const form = (body: string, headers: Record<string, string> = {}) =>
    ask({
      method: 'POST',
      path: create,
      headers: {
        cookie,
        origin: server.url,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        ...headers,
      },
      body,
    });

  test('missing fields: the page again, with what is missing', async () => {
    const answer = await form('title=&language=');
    expect(answer.status).toBe(422);
    expect(answer.text.includes('fields:{title:"missing",language:"missing"}')).toBe(true);
  });

  test.each([
    ['another site’s', { origin: 'https://evil.example' }],
    ['a sandboxed frame’s', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused', async (_, headers) => {
    expect((await form('title=New&language=en', headers)).status).toBe(403);
  });

  test('a body above its limit', async () => {
    expect((await form(`title=${'x'.repeat(limits.bodySizeBytesMax)}&language=en`)).status).toBe(413);
  });
});

/** What those who run the program see of it: health, metrics, the API's description, logs. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOfRole, liveUrl, newDocument, type ApiClient } from '../support/api-client.ts';
import { freshText } from '../support/journal-writer.ts';
import { BareClient, stockClient } from '../support/live-clients.ts';
import { parsePrometheus, type Samples } from '../support/prometheus-text.ts';
import { streamedRouteAccess } from '#lib/domain/access/streamed-routes.ts';
import { builtRoutes } from '../support/route-manifest.ts';
import { freePort, startServer, temporaryFolder, type RunningServer } from '../support/server.ts';

/** The machine may be busy with other things. */
const eventually = <T>(ask: () => T) => expect.poll(ask, { timeout: 15_000 });

let server: RunningServer;
let editor: ApiClient;
const dataDir = temporaryFolder();

beforeAll(async () => {
  server = await startServer({ dataDir, port: await freePort(), env: { LOG_LEVEL: 'debug' } });
  editor = await apiOfRole(server, 'editor');
});
afterAll(async () => {
  await server?.stop();
});

test.each([
  ['/healthz', 'ok'],
  ['/readyz', 'ready'],
])('%s answers without a token, also under another host name', async (path, body) => {
  for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost')]) {
    const answer = await fetch(url + path);
    expect([answer.status, await answer.text()]).toEqual([200, `${body}\n`]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});

describe('/metrics', () => {
  const measure = async (): Promise<Samples> => {
    const answer = await fetch(`${server.url}/metrics`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return parsePrometheus(await answer.text());
  };

  test('is Prometheus text, and its live counters move with an edit', async () => {
    const documentId = await newDocument(editor);
    const before = await measure();
    const client = stockClient(liveUrl(server), documentId, editor.token);
    await client.synced();
    client.write('Counted.');
    await expect
      .poll(() => freshText(`${liveUrl(server)}/${documentId}`, editor.token))
      .toContain('Counted.');
    const during = await measure();
    const moved = (name: string) => (during.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(moved('tandem_updates_committed_total')).toBe(1);
    expect(moved('tandem_commits_total')).toBe(1);
    expect(moved('tandem_commit_seconds_count')).toBe(1);
    expect(moved('tandem_rooms')).toBe(1);
    expect(during.get('tandem_connections')).toBeGreaterThanOrEqual(1);
    client.stop();
    await eventually(async () => (await measure()).get('tandem_connections')).toBe(0);
  });

  test('counts who and what was refused', async () => {
    const documentId = await newDocument(editor);
    const before = await measure();
    const stranger = new BareClient(liveUrl(server), documentId, { token: 'tdm_unknown' });
    expect(await stranger.closed()).toBe(4401);
    const observer = stockClient(liveUrl(server), documentId, (await apiOfRole(server, 'observer')).token);
    await observer.synced();
    observer.write('Refused.');
    const count = async (name: string) => ((await measure()).get(name) ?? 0) - (before.get(name) ?? 0);
    await eventually(() => count('tandem_updates_refused_total')).toBe(1);
    expect(await count('tandem_connections_refused_total')).toBe(1);
    expect(await count('tandem_updates_committed_total')).toBe(0);
    observer.stop();
  });
});

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}
type Schema = Readonly<{ properties: Readonly<Record<string, unknown>> }>;
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

describe('/api/v1/openapi.json', () => {
  const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
  let description: OpenApi;
  beforeAll(async () => {
    const answer = await fetch(`${server.url}/api/v1/openapi.json`);
    expect(answer.status).toBe(200);
    description = (await answer.json()) as OpenApi;
  });

  test('describes exactly the routes of the build, method by method', async () => {
    const described = Object.entries(description.paths).map(
      ([path, item]) => [path, METHODS.filter((method) => method in item)] as const,
    );
    const streamed = Object.entries(streamedRouteAccess).map(([id, methods]) => ({
      id,
      methods: Object.keys(methods),
    }));
    const built = [...(await builtRoutes()), ...streamed]
      .filter(({ id }) => id.startsWith('/api/v1/'))
      .map(({ id, methods }) => {
        const path = id.slice('/api/v1'.length).replace(/\[(\w+)\]/g, '{$1}');
        return [
          path,
          METHODS.filter((method) => (methods as string[]).includes(method.toUpperCase())),
        ] as const;
      });
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(built));
  });

  test('names each parameter of a path, each refusal, and nothing that it does not define', () => {
    expect(description.openapi).toBe('3.1.0');
    for (const [path, item] of Object.entries(description.paths)) {
      const named = ((item['parameters'] ?? []) as { name: string; in: string }[]).filter(
        (it) => it.in === 'path',
      );
      expect(
        named.map(({ name }) => `{${name}}`),
        path,
      ).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const method of METHODS.filter((each) => each in item)) {
        const { security, requestBody, responses } = item[method] as Operation;
        expect('default' in responses, `${method} ${path} may refuse`).toBe(security?.length !== 0);
        expect(requestBody !== undefined, `${method} ${path}`).toBe(method === 'post' || method === 'patch');
      }
    }
    const refs = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(new Set(refs.map(([, name]) => name))).toEqual(
      new Set(Object.keys(description.components.schemas)),
    );
  });

  test('the answers hold what is described, no more and no less', async () => {
    const expectFields = (value: object, schema: string) =>
      expect(Object.keys(value).sort(), schema).toEqual(
        Object.keys(description.components.schemas[schema]?.properties ?? {}).sort(),
      );
    const get = async <T>(path: string) => (await (await editor.get(path)).json()) as T;
    const partnerships = await get<{ items: { id: string }[]; next: null }>('/partnerships');
    expectFields(partnerships.items[0] ?? {}, 'Partnership');
    const documents = await get<{ items: object[]; next: null }>(
      `/partnerships/${partnerships.items[0]?.id}/documents`,
    );
    expectFields(documents.items[0] ?? {}, 'DocumentInList');
    expect([partnerships.next, documents.next]).toEqual([null, null]);
    const documentId = await newDocument(editor);
    expectFields(await get(`/documents/${documentId}`), 'Document');
    const asked = await editor.post(`/documents/${documentId}/exports`, { format: 'md' });
    const queued = (await asked.json()) as { id: string };
    expectFields(queued, 'Export');
    await eventually(() => get<object>(`/exports/${queued.id}`)).toMatchObject({ state: 'done' });
    expectFields(await get(`/exports/${queued.id}`), 'Export');
  });
});

test('the log is one JSON object a line, and holds no secret, no name and no text', async () => {
  const secrets = ['Sesquipedalian words of the text', 'A title that nobody logs'];
  const documentId = await newDocument(editor, secrets[1]);
  const client = stockClient(liveUrl(server), documentId, editor.token);
  await client.synced();
  client.write(secrets[0] ?? '');
  await eventually(() => freshText(`${liveUrl(server)}/${documentId}`, editor.token)).toContain(secrets[0]);
  client.stop();
  secrets.push(editor.token, ...(await signInAndTry()));
  const malformed = new BareClient(liveUrl(server), documentId, { token: editor.token });
  (await malformed.opened()).send(Uint8Array.of(0, 2, 6, 1, 1, 1, 0, 4, 0));
  expect(await malformed.closed()).toBe(4422);
  const { id } = (await (await editor.post(`/documents/${documentId}/exports`, { format: 'md' })).json()) as {
    id: string;
  };
  await eventually(async () => (await editor.get(`/exports/${id}/file`)).status).toBe(200);
  secrets.push(...names());
  await server.stop();

  const lines = server.log().split('\n').filter(Boolean);
  // Standard output is for whoever started the program on this machine: the address, and the links.
  const announced =
    /^(Tandem is ready at |The example partnership\. | {2}[a-z-]+ +http:\/\/127\.0\.0\.1:\d+\/link#\S+$)/;
  const logged = lines.filter((line) => !announced.test(line));
  const entries = logged.map((line) => JSON.parse(line) as { level: string; time: string; msg: string });
  for (const { level, time, msg } of entries) {
    expect(['debug', 'info', 'warn', 'error']).toContain(level);
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(msg).toMatch(/\w/);
  }
  expect(entries.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['update refused', 'job ended', 'stopping']),
  );
  // Whatever strangers send, they fill no log with errors.
  expect(entries.filter(({ level }) => level === 'error')).toEqual([]);
  for (const secret of secrets) expect(logged.join('\n')).not.toContain(secret);
}, 60_000);

/** A link used twice, a wrong one, and what the session is told; everything that none may read. */
async function signInAndTry(): Promise<string[]> {
  const secret = new URL(await server.cli('link', '--role', 'editor')).hash.slice(1);
  const post = (link: string) =>
    fetch(`${server.url}/link`, {
      method: 'POST',
      headers: { origin: server.url, accept: 'application/json' },
      body: new URLSearchParams({ link }),
      redirect: 'manual',
    });
  const signedIn = await post(secret);
  const session = /__Host-tandem=([^;]+)/.exec(signedIn.headers.getSetCookie().join('\n'))?.[1] ?? '';
  expect(session).not.toBe('');
  await post(secret);
  await post('a-wrong-link-0123456789');
  await fetch(`${server.url}/d/no-such`, { headers: { cookie: `__Host-tandem=${session}` } });
  await fetch(`${server.url}/d/%FF`);
  return [secret, session, 'a-wrong-link-0123456789'];
}

function names(): string[] {
  const db = new DatabaseSync(join(dataDir, 'tandem.db'), { readOnly: true });
  const rows = db.prepare('SELECT name, email FROM person').all();
  db.close();
  expect(rows.length).toBeGreaterThan(5);
  return rows.flatMap(({ name, email }) => [name, email]).filter((it) => typeof it === 'string');
}

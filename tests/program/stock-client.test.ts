/** A program of somebody else's with a y-websocket provider and an API token: it writes what its role may. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { apiOfRole, liveUrl, newDocument, type ApiClient } from '../support/api-client.ts';
import { databaseState } from '../support/database-state.ts';
import { freshText } from '../support/journal-writer.ts';
import { settle, stockClient, until, type StockClient } from '../support/live-clients.ts';
import { freePort, startServer, temporaryFolder, type RunningServer } from '../support/server.ts';

let options: { port: number; dataDir: string };
let server: RunningServer;
let editor: ApiClient;
let observer: ApiClient;
let documentId: string;
const clients: StockClient[] = [];

beforeAll(async () => {
  options = { port: await freePort(), dataDir: temporaryFolder() };
  server = await startServer(options);
  [editor, observer] = await Promise.all([apiOfRole(server, 'editor'), apiOfRole(server, 'observer')]);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  documentId = await newDocument(editor);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
});

function join(token: string, id = documentId): StockClient {
  const client = stockClient(liveUrl(server), id, token);
  clients.push(client);
  return client;
}

const freshly = () => freshText(`${liveUrl(server)}/${documentId}`, editor.token);
const markdown = async () => (await editor.get(`/documents/${documentId}?format=md`)).text();
const head = async () =>
  ((await (await editor.get(`/documents/${documentId}`)).json()) as { head: number }).head;

test('with an editor’s token it reads and writes, and what it wrote is in the log and the API', async () => {
  const [one, other] = [join(editor.token), join(editor.token)];
  await Promise.all([one.synced(), other.synced()]);
  one.write('From one.');
  other.write('From the other.');
  await until(() => /From one.*From the other|From the other.*From one/.test(one.text()), 'both at one');
  await until(() => one.text() === other.text(), 'the same at the other');
  expect(await freshly()).toBe(one.text());
  expect(await head()).toBeGreaterThanOrEqual(2);
  expect(await markdown()).toContain('From the other.');
});

test('with the observer’s token it reads; what it writes is refused and the document is unchanged', async () => {
  const writer = join(editor.token);
  await writer.synced();
  writer.write('Written by an editor.');
  const reader = join(observer.token);
  await reader.synced();
  await until(() => reader.text().includes('Written by an editor.'), 'the observer reads');
  // The server's own repair after a quiet moment would be a change too.
  await until(() => / id="/.test(writer.text()), 'repaired', 10_000);
  const before = { text: await freshly(), rows: databaseState(options.dataDir) };

  reader.write('Written by the observer.');
  await settle(300);
  expect(writer.text()).not.toContain('the observer');
  expect({ text: await freshly(), rows: databaseState(options.dataDir) }).toEqual(before);
  expect(reader.closeCodes).toEqual([]);

  writer.write('Still read.');
  await until(() => reader.text().includes('Still read.'), 'the observer goes on reading');
});

test.each<[string, number, () => StockClient]>([
  ['nobody', 4401, () => join('')],
  ['an unknown token', 4401, () => join('tdm_unknown')],
  ['an unknown document', 4404, () => join(editor.token, 'no-such-document')],
])('%s: closed for good with %i', async (_, code, connect) => {
  const client = connect();
  await until(() => client.closeCodes.length > 0, 'closed');
  await settle(400);
  expect(client.closeCodes).toEqual([code]);
  expect(client.provider.shouldConnect).toBe(false);
  expect(client.provider.synced).toBe(false);
});

test('when the server restarts it comes back by itself with what it wrote meanwhile', async () => {
  const client = join(editor.token);
  await client.synced();
  client.write('Before.');
  await until(() => client.closeCodes.length === 0 && client.provider.wsconnected, 'connected');
  expect(await server.stop()).toBe(0);
  client.write('While nobody listens.');
  expect(client.closeCodes[0]).toBe(1012);
  server = await startServer(options);
  await until(() => client.provider.synced, 'back', 10_000);
  await expect.poll(freshly, { timeout: 15_000 }).toBe(client.text());
  expect(client.text()).toContain('Before.');
  expect(client.text()).toContain('While nobody listens.');
});

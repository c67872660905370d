/** Who is let in, and how those who are not are told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DOCUMENT, ORIGIN, startLive, type LiveServer } from '../support/live-server.ts';
import { BareClient, settle, until, type BareOptions } from '../support/live-clients.ts';
import { encodeStep1 } from '#lib/protocol/codec.ts';

let live: LiveServer;
const sockets: BareClient[] = [];
const connect = (options: BareOptions, documentId = DOCUMENT): BareClient => {
  const socket = new BareClient(live.url, documentId, options);
  sockets.push(socket);
  return socket;
};
const EMPTY_STATE = new Uint8Array([0]);

beforeEach(async () => {
  live = await startLive();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.stop();
  await live.stop();
});

test.each<[string, BareOptions, string, number]>([
  ['no token', { token: null }, DOCUMENT, 4401],
  ['an unknown token', { token: 'stranger' }, DOCUMENT, 4401],
  ['a cookie without an origin', { token: null, cookie: 'who=ada' }, DOCUMENT, 4401],
  [
    'another site’s origin, with the cookie',
    { token: null, cookie: 'who=ada', origin: 'https://evil.example' },
    DOCUMENT,
    4403,
  ],
  [
    'an origin that only begins like ours',
    { token: null, cookie: 'who=ada', origin: `${ORIGIN}.evil.example` },
    DOCUMENT,
    4403,
  ],
  ['a person without rights', { token: 'nobody' }, DOCUMENT, 4403],
  ['an unknown document', {}, 'doc-9', 4404],
  ['a name that is none', {}, '..%2Fetc', 4404],
  ['another incarnation', { query: 'incarnation=7' }, DOCUMENT, 4409],
  ['another protocol', { query: 'schema=1&proto=9' }, DOCUMENT, 4426],
  ['a schema that is no number', { query: 'schema=one' }, DOCUMENT, 4426],
])(
  '[E1] %s: the handshake completes, then the socket is closed with a code, and nothing is loaded',
  async (_, options, documentId, code) => {
    const socket = connect(options, documentId);
    expect(await socket.closed()).toBe(code);
    expect(socket.frames).toEqual([]);
    expect(live.engine.stats().rooms).toBe(0);
  },
);

test('[E1] a browser of our origin enters with its cookie', async () => {
  const socket = await connect({ token: null, cookie: 'who=ada', origin: ORIGIN }).opened();
  socket.send(encodeStep1(EMPTY_STATE));
  await until(() => socket.sync(1).length === 1, 'step 2');
});

test('[E1] a session that ends takes its socket with it', async () => {
  live.setExpiry('ada', Date.now() + 150);
  const socket = await connect({}).opened();
  await settle(20);
  expect(socket.closeCode).toBeNull();
  expect(await socket.closed()).toBe(4401);
});

test('[E17] after a restore, a client that holds the text of before is turned away for good', async () => {
  const before = await connect({ query: 'incarnation=1&ack=1' }).opened();
  before.send(encodeStep1(EMPTY_STATE));
  await until(() => before.sync(1).length === 1, 'open');
  live.store.change(DOCUMENT, { incarnation: 2, policyEpoch: 1 });
  await live.engine.documentRightsChanged(DOCUMENT);
  expect(await before.closed()).toBe(4409);
  expect(await connect({ query: 'incarnation=1&ack=1' }).closed()).toBe(4409);
  const after = await connect({ query: 'incarnation=2&ack=1' }).opened();
  after.send(encodeStep1(EMPTY_STATE));
  await until(() => after.sync(1).length === 1, 'the restored text');
});

test('[E13] while the server stops, who comes is told to come back', async () => {
  await live.engine.shutdown();
  expect(await connect({}).closed()).toBe(1012);
});

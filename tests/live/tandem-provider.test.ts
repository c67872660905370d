import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { TandemProvider } from '#lib/client/tandem-provider.ts';
import type { ServerNotice } from '#lib/protocol/messages.ts';
import {
  settle,
  stockClient,
  textOf,
  until,
  writeParagraph,
  type StockClient,
} from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';

let server: LiveServer;
const opened: { stop(): void }[] = [];

beforeEach(async () => {
  server = await startLive();
});
afterEach(async () => {
  for (const each of opened.splice(0)) each.stop();
  await server.stop();
});

/** The browser's peer, with every frame that it sends noted. */
function peer(token: string, mayWrite = () => true, random = () => 0) {
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const notices: ServerNotice[] = [];
  const sent: Uint8Array[] = [];
  const Socket = class extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols ?? [], { headers: { authorization: `Bearer ${token}` } });
    }
    override send(data: Uint8Array) {
      sent.push(data);
      super.send(data);
    }
  } as unknown as typeof globalThis.WebSocket;
  const provider = new TandemProvider({
    url: server.url,
    documentId: DOCUMENT,
    doc,
    awareness,
    schema: 1,
    incarnation: 1,
    mayWrite,
    onNotice: (notice) => notices.push(notice),
    onUnsaved: () => undefined,
    onIncoming: () => undefined,
    random,
    WebSocketPolyfill: Socket,
  });
  provider.connect();
  const stop = () => {
    provider.destroy();
    awareness.destroy();
    doc.destroy();
  };
  opened.push({ stop });
  return { doc, awareness, provider, notices, sent };
}

async function stock(token: string): Promise<StockClient> {
  const client = stockClient(server.url, DOCUMENT, token);
  opened.push(client);
  await client.synced();
  return client;
}

test('[E12] an edit is unsaved until the server has called it durable, and then no longer', async () => {
  const ada = peer('ada');
  await until(() => ada.provider.synced, 'synced');
  await settle(50);
  expect(ada.provider.unsaved).toBe(false);
  writeParagraph(ada.doc, 'one');
  expect(ada.provider.unsaved).toBe(true);
  await until(() => !ada.provider.unsaved, 'durable');
  expect((await server.store.head(DOCUMENT))?.head).toBe(1);
});

test('[E12] while the disk refuses, what was written stays unsaved, and is saved by itself afterwards', async () => {
  const ada = peer('ada');
  await until(() => ada.provider.synced, 'synced');
  server.store.failWith('full');
  writeParagraph(ada.doc, 'kept');
  await until(() => ada.notices.some((it) => it.kind === 'storage' && it.state === 'full'), 'told');
  writeParagraph(ada.doc, 'kept too');
  await settle(100);
  expect(ada.provider.unsaved).toBe(true);
  server.store.failWith(null);
  await until(() => !ada.provider.unsaved, 'durable');
  const bob = await stock('bob');
  expect(bob.text()).toBe(textOf(ada.doc));
});

test('[E7] what was written offline, and typed before the first answer, arrives whole and in one go', async () => {
  const ada = peer('ada');
  await until(() => ada.provider.synced, 'synced');
  ada.provider.disconnect();
  writeParagraph(ada.doc, 'on the train');
  expect(ada.provider.unsaved).toBe(true);
  ada.provider.connect();
  // Typed as soon as the socket is open, ahead of the server's first word.
  await until(() => ada.provider.wsconnected, 'connected');
  writeParagraph(ada.doc, 'at the station');
  await until(() => !ada.provider.unsaved, 'durable');
  const bob = await stock('bob');
  expect(bob.text()).toContain('on the train');
  expect(bob.text()).toContain('at the station');
  expect(server.warnings()).toEqual([]);
});

test('[E8] others’ presence is never sent back', async () => {
  const ada = peer('ada');
  await until(() => ada.provider.synced, 'synced');
  await settle(50);
  ada.sent.length = 0;
  const bob = await stock('bob');
  bob.provider.awareness.setLocalStateField('cursor', { at: 1 });
  await until(
    () => [...ada.awareness.getStates().values()].some((state) => 'cursor' in state),
    'bob’s cursor',
  );
  expect(ada.sent).toHaveLength(0);
});

test('[E4] a reader’s peer sends no edit and no step 2', async () => {
  const eve = peer('eve', () => false);
  await until(() => eve.provider.synced, 'synced');
  writeParagraph(eve.doc, 'not mine to write');
  await settle(100);
  expect(eve.notices.some((it) => it.kind === 'rejected')).toBe(false);
  expect((await server.store.head(DOCUMENT))?.head).toBe(0);
});

test('[E11] a writer who may no longer write is told, and the others’ text is untouched', async () => {
  const ada = peer('ada');
  await until(() => ada.provider.synced, 'synced');
  server.setRight('ada', 'comment');
  server.store.change(DOCUMENT, { policyEpoch: 1 });
  await server.engine.policyChanged(DOCUMENT);
  await until(() => ada.notices.some((it) => it.kind === 'policy' && it.right === 'comment'), 'downgraded');
  writeParagraph(ada.doc, 'too late');
  await until(() => ada.notices.some((it) => it.kind === 'rejected'), 'refused');
  expect(ada.provider.unsaved).toBe(true);
  const bob = await stock('bob');
  expect(bob.text()).toBe('');
});

test('[E13] a hall that is cut off at once comes back spread out: already the first wait is one’s own', async () => {
  const [soon, late] = [
    peer('ada'),
    peer(
      'bob',
      () => true,
      () => 0.1,
    ),
  ];
  await until(() => soon.provider.synced && late.provider.synced, 'synced');
  for (const { provider } of [soon, late]) (provider.ws as unknown as WebSocket).terminate();
  await until(() => !soon.provider.wsconnected && !late.provider.wsconnected, 'cut off');
  await until(() => soon.provider.wsconnected, 'back');
  expect(late.provider.wsconnected).toBe(false);
  await until(() => late.provider.wsconnected, 'back as well');
});

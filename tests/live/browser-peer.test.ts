/** The browser's own peer against the real engine: what it counts, what it keeps quiet about, how it comes back. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { TandemProvider } from '#lib/client/tandem-provider.ts';
import type { ServerNotice } from '#lib/protocol/messages.ts';
import { BareClient, settle, textOf, until, writeParagraph } from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';

let live: LiveServer;
const cleanUp: (() => void)[] = [];
beforeEach(async () => {
  live = await startLive();
});
afterEach(async () => {
  for (const stop of cleanUp.splice(0)) stop();
  await live.stop();
});

interface Peer {
  readonly provider: TandemProvider;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly notices: ServerNotice[];
  /** Types of the frames that left, in order. */
  readonly sent: number[];
  mayWrite: boolean;
}

function join(token: string, mayWrite = true, random: () => number = () => 0): Peer {
  const sent: number[] = [];
  const notices: ServerNotice[] = [];
  class Polyfill extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${token}` } });
    }
    override send(data: unknown): void {
      sent.push((data as Uint8Array)[0] ?? -1);
      super.send(data as Uint8Array);
    }
  }
  const doc = new Y.Doc();
  const awareness = new Awareness(doc);
  const peer = { doc, awareness, notices, sent, mayWrite };
  const provider = new TandemProvider({
    url: live.url,
    documentId: DOCUMENT,
    doc,
    awareness,
    schema: 1,
    incarnation: 1,
    mayWrite: () => peer.mayWrite,
    onNotice: (notice) => notices.push(notice),
    onUnsaved: () => undefined,
    onIncoming: () => undefined,
    random,
    WebSocketPolyfill: Polyfill as unknown as typeof globalThis.WebSocket,
  });
  provider.connect();
  cleanUp.push(() => {
    provider.destroy();
    awareness.destroy();
    doc.destroy();
  });
  return Object.assign(peer, { provider });
}

test('[E12] a change counts as unsaved from the key press until the server calls it durable', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  expect(ada.provider.unsaved).toBe(false);
  writeParagraph(ada.doc, 'words');
  expect(ada.provider.unsaved).toBe(true);
  await until(() => !ada.provider.unsaved, 'durable');
  expect(live.store.rows(DOCUMENT)).toHaveLength(1);
});

test('[E12] while the storage fails nothing is called saved; when it works again everything is, by itself', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  await settle(20);
  live.store.failWith('full');
  for (const words of ['one', 'two', 'three']) {
    writeParagraph(ada.doc, words);
    await settle(30);
  }
  expect(ada.notices.some((notice) => notice.kind === 'storage' && notice.state === 'full')).toBe(true);
  expect(ada.provider.unsaved).toBe(true);
  live.store.failWith(null);
  await until(() => !ada.provider.unsaved, 'durable');
  const copy = new Y.Doc();
  for (const { bytes } of live.store.rows(DOCUMENT)) Y.applyUpdate(copy, bytes);
  expect(textOf(copy)).toBe(textOf(ada.doc));
});

test('[E7] what was written while offline stays unsaved until the server has it', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  ada.provider.disconnect();
  writeParagraph(ada.doc, 'on the train');
  expect(ada.provider.unsaved).toBe(true);
  ada.provider.connect();
  writeParagraph(ada.doc, 'in the tunnel');
  await until(() => !ada.provider.unsaved, 'durable');
  const bob = join('bob');
  await until(() => textOf(bob.doc) === textOf(ada.doc), 'seen');
});

test('[E12] what a broken connection carried unacknowledged stays unsaved, and is sent again', async () => {
  let isHeld = false;
  await live.stop();
  live = await startLive({
    wrap: (store) => ({
      ...store,
      // A server that dies with the update in its hands.
      commit: (rooms) => (isHeld ? new Promise(() => undefined) : store.commit(rooms)),
    }),
  });
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  isHeld = true;
  writeParagraph(ada.doc, 'in the air');
  await settle(50);
  const { store } = live;
  ada.provider.disconnect();
  await settle(50);
  expect(ada.provider.unsaved).toBe(true);
  const next = await startLive({ store });
  cleanUp.push(() => void next.stop());
  (ada.provider as unknown as { serverUrl: string }).serverUrl = next.url;
  ada.provider.connect();
  await until(() => !ada.provider.unsaved, 'durable');
  expect(store.rows(DOCUMENT)).toHaveLength(1);
  isHeld = false;
  live = await startLive();
});

test('[E8] others’ presence is never sent back to the server', async () => {
  const [ada, bob] = [join('ada'), join('bob')];
  await until(() => ada.provider.synced && bob.provider.synced, 'synced');
  await settle(100);
  const before = bob.sent.filter((type) => type === 1).length;
  for (let n = 0; n < 10; n++) {
    ada.awareness.setLocalStateField('cursor', { anchor: n });
    await settle(50);
  }
  await until(() => bob.awareness.getStates().get(ada.doc.clientID)?.cursor?.anchor === 9, 'seen');
  expect(bob.sent.filter((type) => type === 1).length).toBe(before);
});

test('[E4] the page of a reader sends no edit, whatever happens to its document', async () => {
  const eve = join('eve', false);
  await until(() => eve.provider.synced, 'synced');
  writeParagraph(eve.doc, 'a repair plugin gone wild');
  await settle(100);
  expect(eve.notices.some(({ kind }) => kind === 'rejected')).toBe(false);
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] an edit that crosses the loss of the right is refused in words, and stays in the page', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  live.setRight('ada', 'read');
  await live.engine.documentRightsChanged(DOCUMENT);
  writeParagraph(ada.doc, 'too late');
  await until(() => ada.notices.some(({ kind }) => kind === 'rejected'), 'refused');
  expect(ada.notices.findLast(({ kind }) => kind === 'policy')).toMatchObject({ right: 'read' });
  expect(ada.provider.unsaved).toBe(true);
  expect(textOf(ada.doc)).toContain('too late');
});

test('[E17] the page of an older incarnation is told so, keeps its text, and does not knock again', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  writeParagraph(ada.doc, 'before');
  await until(() => !ada.provider.unsaved, 'durable');
  const closed: number[] = [];
  ada.provider.on('closed', ({ code }) => closed.push(code));
  live.store.change(DOCUMENT, { incarnation: 2 });
  await live.engine.documentRightsChanged(DOCUMENT);
  await until(() => closed.length > 0, 'told');
  expect(closed).toEqual([4409]);
  await settle(500);
  expect(ada.provider.shouldConnect).toBe(false);
  expect(textOf(ada.doc)).toContain('before');
});

test('[E17] a stock client, which names no incarnation, is turned away by a restore as well', async () => {
  const stock = await new BareClient(live.url, DOCUMENT, { query: '' }).opened();
  cleanUp.push(() => stock.stop());
  await settle(30);
  live.store.change(DOCUMENT, { incarnation: 2 });
  await live.engine.documentRightsChanged(DOCUMENT);
  expect(await stock.closed()).toBe(4409);
});

test('[E7] what was written offline, and typed before the first answer, arrives whole and in one go', async () => {
  const ada = join('ada');
  await until(() => ada.provider.synced, 'synced');
  ada.provider.disconnect();
  writeParagraph(ada.doc, 'on the train');
  expect(ada.provider.unsaved).toBe(true);
  ada.provider.connect();
  // Typed as soon as the socket is open, ahead of the server's first word.
  await until(() => ada.provider.wsconnected, 'connected');
  writeParagraph(ada.doc, 'at the station');
  await until(() => !ada.provider.unsaved, 'durable');
  const bob = join('bob');
  await until(() => bob.provider.synced, 'bob synced');
  expect(textOf(bob.doc)).toContain('on the train');
  expect(textOf(bob.doc)).toContain('at the station');
  expect(live.warnings()).toEqual([]);
});

test('[E13] a hall that is cut off at once comes back spread out: already the first wait is one’s own', async () => {
  const [soon, late] = [join('ada'), join('bob', true, () => 0.1)];
  await until(() => soon.provider.synced && late.provider.synced, 'synced');
  for (const { provider } of [soon, late]) (provider.ws as unknown as WebSocket).terminate();
  await until(() => !soon.provider.wsconnected && !late.provider.wsconnected, 'cut off');
  await until(() => soon.provider.wsconnected, 'back');
  expect(late.provider.wsconnected).toBe(false);
  await until(() => late.provider.wsconnected, 'back as well');
});

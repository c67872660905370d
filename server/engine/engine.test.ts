import { expect, test } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { encodePresence, encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes } from '#lib/protocol/messages.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import { DOCUMENT, EMPTY_STATE, FakeSocket, stage } from '../../tests/support/engine-stage.ts';
import { textOf, writeParagraph } from '../../tests/support/live-clients.ts';

/** The update that an edit makes, framed. */
function edit(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  let update = new Uint8Array();
  doc.once('update', (bytes: Uint8Array) => (update = bytes.slice()));
  doc.transact(() => change(doc));
  return encodeUpdate(update);
}
const type = (doc: Y.Doc, words: string): Uint8Array => edit(doc, () => writeParagraph(doc, words));

test('[E5] quiet: an edit is committed at once; under load the commits are a tick apart', async () => {
  const { clock, commits, join } = stage();
  const { connection } = await join('ada');
  const doc = new Y.Doc();
  connection.receive(type(doc, 'first'));
  await clock.pass(0);
  expect(commits).toHaveLength(1);
  for (let ms = 0; ms < 1_000; ms += 5) {
    connection.receive(type(doc, 'x'));
    if (ms % 10 === 0) connection.receive(type(doc, 'y'));
    await clock.pass(5);
  }
  const busyFrom = commits.length;
  for (let ms = 0; ms < 1_000; ms += 10) {
    for (let n = 0; n < 3; n++) connection.receive(type(doc, 'z'));
    await clock.pass(10);
  }
  expect(commits.length - busyFrom).toBeGreaterThan(25);
  expect(commits.length - busyFrom).toBeLessThanOrEqual(50);
});

test('[E7] who comes back with all there is, is answered by the snapshot’s summary: no text is sent', async () => {
  const { clock, engine, store } = stage();
  const doc = new Y.Doc();
  const updates: { bytes: Uint8Array; author: string; atMs: number }[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push({ bytes, author: 'ada', atMs: 1 }));
  for (let n = 0; n < 5; n++) writeParagraph(doc, `Paragraph ${n}.`);
  doc.getXmlFragment('body').delete(0, 1);
  await store.commit([
    { documentId: DOCUMENT, expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients: [] },
  ]);
  await store.saveSnapshot(DOCUMENT, { seq: 4, ...condense(updates.slice(0, 4).map(({ bytes }) => bytes)) });
  const socket = new FakeSocket();
  const identity = { personId: 'ada', name: 'ada', colour: '#336699', country: null };
  const connection = engine.connect({
    ...{ documentId: DOCUMENT, socket, identity, right: 'read', schema: 1, ack: true },
  });
  connection.receive(encodeStep1(Y.encodeStateVector(doc)));
  await clock.pass(0);
  const sync = socket.frames.filter(([type]) => type === messageTypes.sync);
  expect(sync).toEqual([encodeStep2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc)))]);
  // Its own step 2 adds nothing, which is settled without looking at the text.
  connection.receive(encodeStep2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc))));
  await clock.pass(0);
  expect(socket.durable).toBe(1);
});

test('[E5] rooms with something to say share one transaction', async () => {
  let release: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (release = resolve));
  const { clock, commits, engine, store, join } = stage((inner) => ({
    ...inner,
    commit: async (rooms) => (await first, inner.commit(rooms)),
  }));
  store.add({ id: 'doc-2' });
  const { connection } = await join('ada');
  connection.receive(type(new Y.Doc(), 'keeps the disk busy'));
  await clock.pass(0);
  const other = engine.edit('doc-2', (doc) => writeParagraph(doc, 'two'));
  const own = engine.edit(DOCUMENT, (doc) => writeParagraph(doc, 'one'));
  await clock.pass(0);
  release();
  await clock.pass(100);
  expect([(await other).ok, (await own).ok]).toEqual([true, true]);
  expect(commits.map((rooms) => rooms.length)).toEqual([1, 2]);
});

test('[E5] a document that somebody else wrote to is read again, and nothing is lost', async () => {
  const { clock, store, join } = stage();
  const [ada, bob] = [await join('ada'), await join('bob', 'read')];
  const doc = new Y.Doc();
  ada.connection.receive(type(doc, 'here'));
  await clock.pass(10);
  const elsewhere = new Y.Doc();
  writeParagraph(elsewhere, 'elsewhere');
  const updates = [{ bytes: Y.encodeStateAsUpdate(elsewhere), author: 'eve', atMs: 0 }];
  const newClients = [{ clientId: elsewhere.clientID, author: 'eve' }];
  await store.commit([
    { documentId: DOCUMENT, expectedHead: 1, expectedPolicyEpoch: 0, updates, newClients },
  ]);
  ada.connection.receive(type(doc, 'after'));
  await clock.pass(100);
  expect(ada.socket.durable).toBe(2);
  for (const word of ['here', 'elsewhere', 'after']) expect(bob.socket.text()).toContain(word);
});

test('[E6] what follows a dropped update is not called durable, even when it does not depend on it', async () => {
  const { clock, store, join } = stage();
  const { socket, connection } = await join('ada');
  const doc = new Y.Doc();
  connection.receive(type(doc, 'old'));
  await clock.pass(10);
  store.failWith('storage');
  connection.receive(type(doc, 'dropped'));
  await clock.pass(10);
  store.failWith(null);
  await clock.pass(3_000);
  // A deletion alone needs nothing of what was dropped.
  connection.receive(edit(doc, () => doc.getXmlFragment('body').delete(0, 1)));
  await clock.pass(100);
  expect(socket.durable).toBe(1);
});

test('[E6] a store that throws is a store that failed: said, and tried again', async () => {
  let isBroken = true;
  const { clock, join } = stage((inner) => ({
    ...inner,
    commit: (rooms) => (isBroken ? Promise.reject(new Error('worker lost')) : inner.commit(rooms)),
  }));
  const { socket, connection } = await join('ada');
  connection.receive(type(new Y.Doc(), 'words'));
  await clock.pass(10);
  expect(socket.frames.at(-1)?.[0]).toBe(messageTypes.storage);
  isBroken = false;
  const asked = socket.frames.length;
  await clock.pass(5_000);
  expect(socket.frames.slice(asked).some(([kind, sync]) => kind === 0 && sync === 0)).toBe(true);
});

test('[E8] within 20 s every socket gets some frame', async () => {
  const { clock, join } = stage();
  const { socket } = await join('ada');
  for (let n = 0; n < 5; n++) {
    const before = socket.frames.length;
    await clock.pass(20_000);
    expect(socket.frames.length).toBeGreaterThan(before);
  }
});

test('[E8] nobody can speak for somebody else’s cursor', async () => {
  const { clock, join } = stage();
  const [ada, eve, bob] = [await join('ada'), await join('eve'), await join('bob', 'read')];
  ada.connection.receive(encodePresence([{ clientId: 1, clock: 1, json: '{"cursor":1}' }]));
  await clock.pass(100);
  eve.connection.receive(encodePresence([{ clientId: 1, clock: 9, json: 'null' }]));
  eve.connection.receive(encodePresence([{ clientId: 1, clock: 9, json: '{"cursor":666}' }]));
  await clock.pass(100);
  const states = new TextDecoder().decode(Uint8Array.from(bob.socket.frames.flatMap((frame) => [...frame])));
  expect(states).toContain('"cursor":1,');
  expect(states).not.toContain('666');
});

test('[E8] somebody who only reads, and has said nothing yet, is there for the others', async () => {
  const { clock, join } = stage();
  const [ada, bob] = [await join('ada', 'read'), await join('bob', 'read')];
  const silent = new Awareness(new Y.Doc());
  const told = encodeAwarenessUpdate(silent, [silent.clientID]);
  bob.connection.receive(Uint8Array.of(messageTypes.presence, told.length, ...told));
  await clock.pass(200);
  const others = new Awareness(new Y.Doc());
  for (const frame of ada.socket.frames)
    if (frame[0] === messageTypes.presence)
      applyAwarenessUpdate(others, frame.subarray(frame[1]! < 128 ? 2 : 3), null);
  expect(others.getStates().get(silent.clientID)).toMatchObject({ user: { name: 'bob' } });
  for (const awareness of [silent, others]) awareness.destroy();
});

test('[E8] in a crowd, presence is passed on at most once a second', async () => {
  const { clock, join } = stage();
  const crowd = await Promise.all(Array.from({ length: 60 }, (_, n) => join(`p${n}`, 'read')));
  const wave = (round: number): void => {
    for (const [n, { connection }] of crowd.entries()) {
      connection.receive(
        encodePresence([{ clientId: n + 1, clock: round + 1, json: `{"cursor":${round}}` }]),
      );
    }
  };
  wave(0);
  await clock.pass(2_000);
  const [first] = crowd;
  const before = first?.socket.presences() ?? 0;
  for (let round = 1; round <= 50; round++) {
    wave(round);
    await clock.pass(100);
  }
  expect((first?.socket.presences() ?? 0) - before).toBeLessThanOrEqual(6);
});

test('[E8] who moved goes to the others in one write with what was written, and the author’s “saved” with it', async () => {
  const { clock, join } = stage();
  const [ada, bob] = [await join('ada'), await join('bob', 'read')];
  const doc = new Y.Doc();
  ada.connection.receive(type(doc, 'first'));
  ada.connection.receive(encodePresence([{ clientId: doc.clientID, clock: 1, json: '{"cursor":1}' }]));
  await clock.pass(1_000);
  const before = { ada: ada.socket.sharedWrites, bob: bob.socket.sharedWrites };
  const [frames, presences] = [bob.socket.frames.length, bob.socket.presences()];

  ada.connection.receive(encodePresence([{ clientId: doc.clientID, clock: 2, json: '{"cursor":2}' }]));
  ada.connection.receive(type(doc, 'second'));
  await clock.pass(1_000);
  expect(bob.socket.sharedWrites - before.bob).toBe(1);
  expect(bob.socket.frames.length - frames).toBe(2);
  expect(bob.socket.presences() - presences).toBe(1);
  expect(ada.socket.sharedWrites - before.ada).toBe(1);
  expect(ada.socket.durable).toBe(2);
});

test('[E10] a stuck socket is given nothing more, and without progress it is closed after 10 s', async () => {
  const { clock, join } = stage();
  const [ada, bob] = [await join('ada'), await join('bob', 'read')];
  bob.socket.isStuck = true;
  const doc = new Y.Doc();
  for (let n = 0; n < 6; n++) {
    ada.connection.receive(type(doc, 'x'.repeat(400_000)));
    await clock.pass(1_000);
  }
  expect(bob.socket.buffered).toBeLessThan(1_500_000);
  await clock.pass(3_000);
  expect(bob.socket.closeCode).toBeNull();
  await clock.pass(9_000);
  expect(bob.socket.closeCode).toBe(4503);
  expect(ada.socket.closeCode).toBeNull();
});

test('[E10] a slow socket that comes forward is given what it missed', async () => {
  const { clock, join } = stage();
  const [ada, bob] = [await join('ada'), await join('bob', 'read')];
  bob.socket.isStuck = true;
  const doc = new Y.Doc();
  for (let n = 0; n < 6; n++) {
    ada.connection.receive(type(doc, `${n}${'x'.repeat(400_000)}`));
    await clock.pass(100);
  }
  bob.socket.isStuck = false;
  bob.socket.buffered = 0;
  await clock.pass(200);
  expect(bob.socket.text()).toBe(textOf(doc));
});

test('[E13] a shutdown waits until everything that was offered is on disk', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const { clock, engine, store, join } = stage((inner) => ({
    ...inner,
    commit: async (rooms) => (await gate, inner.commit(rooms)),
  }));
  const { socket, connection } = await join('ada');
  const doc = new Y.Doc();
  connection.receive(type(doc, 'under way'));
  await clock.pass(0);
  connection.receive(type(doc, 'waiting'));
  let isDown = false;
  const down = engine.shutdown().then(() => (isDown = true));
  await clock.pass(1_000);
  expect([isDown, socket.closeCode]).toEqual([false, null]);
  release();
  await clock.pass(1_000);
  await down;
  expect(store.rows(DOCUMENT)).toHaveLength(2);
  expect(socket.closeCode).toBe(1012);
});

test('[E7] after a quiet moment a long tail becomes a snapshot, and opening gives the same text', async () => {
  const { clock, engine, store, join } = stage();
  const { socket, connection } = await join('ada');
  const doc = new Y.Doc();
  for (let n = 0; n < 250; n++) {
    connection.receive(type(doc, `${n}`));
    await clock.pass(20);
  }
  await clock.pass(5_000);
  expect((await store.read(DOCUMENT, 0)).snapshot?.seq).toBe(250);
  expect((await join('bob', 'read')).socket.text()).toBe(textOf(doc));
  connection.closed();
  await clock.pass(60_000);
  expect(socket.closeCode).toBeNull();
  await clock.pass(60_000);
  expect((await join('eve')).socket.text()).toBe(textOf(doc));
  expect(engine.stats().rooms).toBe(1);
});

test('[E5] a document whose log is damaged fails alone', async () => {
  const { clock, engine, store, join } = stage();
  store.add({ id: 'damaged' });
  const updates = [{ bytes: new Uint8Array([1, 2, 3]), author: 'ada', atMs: 0 }];
  await store.commit([
    { documentId: 'damaged', expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients: [] },
  ]);
  const socket = new FakeSocket();
  const identity = { personId: 'ada', name: 'ada', colour: '#336699', country: null };
  const connection = engine.connect({
    documentId: 'damaged',
    socket,
    identity,
    right: 'write',
    schema: 1,
    ack: true,
  });
  connection.receive(encodeStep1(EMPTY_STATE));
  await clock.pass(0);
  expect(socket.closeCode).toBe(4503);
  const { socket: other, connection: sound } = await join('ada');
  sound.receive(type(new Y.Doc(), 'fine'));
  await clock.pass(10);
  expect(other.durable).toBe(1);
});

test('an empty room is let go when nobody comes back', async () => {
  const { clock, engine, join } = stage();
  const { connection } = await join('ada');
  expect(engine.stats()).toEqual({ rooms: 1, connections: 1 });
  connection.closed();
  await clock.pass(60_000);
  expect(engine.stats()).toEqual({ rooms: 0, connections: 0 });
});

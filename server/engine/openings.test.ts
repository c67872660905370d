/** [E7] What somebody is sent who opens a long text, or comes back to it, counted in bytes. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes, syncTypes } from '#lib/protocol/messages.ts';
import { condense } from '#lib/protocol/whole-text.ts';
import { DOCUMENT, EMPTY_STATE, FakeSocket, stage, type Stage } from '../../tests/support/engine-stage.ts';
import { textOf, writeParagraph } from '../../tests/support/live-clients.ts';

const WORDS = 'One sentence of a long text that somebody wrote last week. ';
const LONG_PARAGRAPHS = 3_000;

/** As it arrives when somebody pastes a book: one update of more than 100 KB, with deletions in it. */
function longText(): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => {
    for (let n = 0; n < LONG_PARAGRAPHS; n++) writeParagraph(doc, WORDS);
  });
  doc.getXmlFragment('body').delete(7, 3);
  return doc;
}

async function stored({ store }: Stage, doc: Y.Doc, withSnapshot: boolean): Promise<void> {
  const bytes = Y.encodeStateAsUpdate(doc);
  expect(bytes.length).toBeGreaterThan(100_000);
  const updates = [{ bytes, author: 'ada', atMs: 1 }];
  const newClients = [{ clientId: doc.clientID, author: 'ada' }];
  await store.commit([
    { documentId: DOCUMENT, expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients },
  ]);
  if (withSnapshot) await store.saveSnapshot(DOCUMENT, { seq: 1, ...condense([bytes]) });
}

/** Comes with this state; what it is sent of the text. */
async function come({ engine, clock }: Stage, state: Uint8Array) {
  const socket = new FakeSocket();
  const identity = { personId: 'ada', name: 'ada', colour: '#336699', country: null };
  const connection = engine.connect({
    ...{ documentId: DOCUMENT, socket, identity, right: 'write', schema: 1, ack: true },
  });
  connection.receive(encodeStep1(state));
  await clock.pass(0);
  const text = socket.frames.filter(([type, sync]) => type === messageTypes.sync && sync !== syncTypes.step1);
  const bytes = text.reduce((sum, { length }) => sum + length, 0);
  const asked = socket.frames.some(([type, sync]) => type === messageTypes.sync && sync === syncTypes.step1);
  return { socket, connection, bytes, asked };
}

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const applied = (doc: Y.Doc, socket: FakeSocket): Y.Doc => {
  socket.applyTo(doc);
  return doc;
};

test('[E7] who comes back to a long text is sent what came since, and asked for what they wrote meanwhile', async () => {
  const it = stage();
  const doc = longText();
  await stored(it, doc, true);
  const away = copyOf(doc);
  const own = copyOf(doc);
  writeParagraph(own, 'Written offline.');
  const { connection } = await come(it, Y.encodeStateVector(doc));
  for (const words of ['first', 'second', 'third']) {
    doc.once('update', (update: Uint8Array) => connection.receive(encodeUpdate(update)));
    writeParagraph(doc, words);
    await it.clock.pass(50);
  }
  for (const back of [away, own]) {
    const { socket, bytes, asked } = await come(it, Y.encodeStateVector(back));
    expect(bytes).toBeLessThan(2_000);
    expect(asked).toBe(true);
    expect(textOf(applied(back, socket))).toContain('third');
  }
  expect(textOf(away)).toBe(textOf(doc));
  const { bytes, socket } = await come(it, EMPTY_STATE);
  expect(bytes).toBeGreaterThan(100_000);
  expect(socket.text()).toBe(textOf(doc));
});

test('[E7] a long text that came whole has its snapshot after a quiet moment', async () => {
  const it = stage();
  const doc = longText();
  const { connection, socket } = await come(it, EMPTY_STATE);
  connection.receive(encodeStep2(Y.encodeStateAsUpdate(doc)));
  await it.clock.pass(100);
  expect(socket.durable).toBe(1);
  await it.clock.pass(5_000);
  expect((await it.store.read(DOCUMENT, 0)).snapshot?.seq).toBeGreaterThanOrEqual(1);
});

test('[E7] a long text left without a snapshot has one soon after somebody opened it, and all come to the same', async () => {
  const it = stage();
  const doc = longText();
  await stored(it, doc, false);
  const first = await come(it, EMPTY_STATE);
  expect(first.socket.text()).toBe(textOf(doc));
  await it.clock.pass(5_000);
  expect((await it.store.read(DOCUMENT, 0)).snapshot?.seq).toBe(1);
  const { socket, bytes } = await come(it, Y.encodeStateVector(doc));
  expect(bytes).toBeLessThan(2_000);
  expect(textOf(applied(copyOf(doc), socket))).toBe(textOf(doc));
});

test('[E7] somebody who comes back with nothing new is acknowledged without the text being read', async () => {
  const it = stage();
  const doc = longText();
  await stored(it, doc, true);
  const state = Y.encodeStateVector(doc);
  const { socket, connection } = await come(it, state);
  connection.receive(encodeStep2(Y.encodeStateAsUpdate(doc, state)));
  expect(socket.durable, 'at once: nothing had to be learnt').toBe(1);
  await it.clock.pass(100);
  expect(it.store.rows(DOCUMENT)).toHaveLength(1);
});

test('[E3] [E7] after a long pause, when what was learnt is let go, client ids still belong to their people', async () => {
  const it = stage();
  const doc = new Y.Doc();
  const ada = await it.join('ada');
  const write = async ({ connection }: typeof ada, words: string) => {
    doc.once('update', (update: Uint8Array) => connection.receive(encodeUpdate(update)));
    writeParagraph(doc, words);
    await it.clock.pass(50);
  };
  await write(ada, 'before');
  await it.clock.pass(300_000);
  await write(ada, 'after');
  expect(ada.socket.durable).toBe(2);
  await it.clock.pass(300_000);
  const eve = await it.join('eve');
  await write(eve, 'under the id of another');
  expect(eve.socket.closeCode).toBe(4422);
  expect(it.commits, 'it is known here, not found out by the store').toHaveLength(2);
  expect(it.store.rows(DOCUMENT)).toHaveLength(2);
});

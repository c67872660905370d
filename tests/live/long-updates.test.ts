/** Long updates and long logs: whoever brings one waits for it, nobody else does. */
import { afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';
import {
  BareClient,
  stockClient,
  textOf,
  until,
  writeParagraph,
  type StockClient,
} from '../support/live-clients.ts';

const ELSEWHERE = 'doc-2';
const EMPTY_STATE = new Uint8Array([0]);
/** Far less than a thousand slices take, far more than happens at a stroke. */
const EXCHANGES_MIN = 8;

/** Weeks of writing offline, in many small pieces. */
const longDoc = new Y.Doc();
let long: Uint8Array;
beforeAll(() => {
  longDoc.transact(() => {
    for (let n = 0; n < 4_000; n++) {
      writeParagraph(longDoc, `paragraph ${n}`);
      const text = (longDoc.getXmlFragment('body').get(n) as Y.XmlElement).get(0) as Y.XmlText;
      for (let at = 0; at < 20; at++) text.insert(at, 'written in the middle');
    }
  });
  long = Y.encodeStateAsUpdate(longDoc);
  expect(long.length).toBeGreaterThan(2_000_000);
});

let live: LiveServer;
const cleanUp: (() => void)[] = [];
afterEach(async () => {
  for (const stop of cleanUp.splice(0)) stop();
  await live.stop();
});

const stock = async (token: string, documentId: string): Promise<StockClient> => {
  const client = stockClient(live.url, documentId, token);
  cleanUp.push(() => client.stop());
  await client.synced();
  return client;
};
const bare = async (token: string): Promise<BareClient> => {
  const client = await new BareClient(live.url, DOCUMENT, { token }).opened();
  cleanUp.push(() => client.stop());
  client.send(encodeStep1(EMPTY_STATE));
  await until(() => client.sync(1).length > 0, 'step 2');
  return client;
};

/** Sends it, and returns when the server has it: frames of a socket are taken in their order. */
async function bring(client: BareClient, update: Uint8Array): Promise<void> {
  const answers = client.sync(1).length;
  client.send(encodeStep2(update));
  client.send(encodeStep1(EMPTY_STATE));
  await until(() => client.sync(1).length > answers, 'taken');
}

/** How often two people in another room hear from each other until it is so. */
async function countExchanges(from: StockClient, to: StockClient, isSo: () => boolean): Promise<number> {
  let exchanges = 0;
  for (; !isSo(); exchanges++) {
    from.write(`exchange ${exchanges}`);
    await until(() => to.text().includes(`exchange ${exchanges}<`), 'heard', 30_000);
  }
  return exchanges;
}

const committed = async (): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await live.engine.readDocument(DOCUMENT)) ?? new Uint8Array([0, 0]));
  return doc;
};

const start = async (): Promise<{ from: StockClient; to: StockClient }> => {
  live = await startLive();
  live.store.add({ id: ELSEWHERE });
  return { from: await stock('bob', ELSEWHERE), to: await stock('ada', ELSEWHERE) };
};

test('[E2] while a long step 2 is judged others go on; then it is committed, passed on and acknowledged whole', async () => {
  const { from, to } = await start();
  const [ada, bob] = [await bare('ada'), await stock('bob', DOCUMENT)];
  await bring(ada, long);
  expect(await countExchanges(from, to, () => ada.durable === 1)).toBeGreaterThan(EXCHANGES_MIN);
  expect(live.store.rows(DOCUMENT)).toHaveLength(1);
  const whole = textOf(longDoc);
  await until(() => bob.text() === whole, 'passed on', 30_000);
  expect(textOf(await committed())).toBe(whole);
  expect(live.warnings()).toEqual([]);
});

test('[E2] a long malformed step 2 is refused and changes nothing', async () => {
  await start();
  const trailing = new Uint8Array(long.length + 1);
  trailing.set(long);
  for (const bytes of [trailing, long.subarray(0, long.length - 500_000)]) {
    const ada = await bare('ada');
    ada.send(encodeStep2(bytes));
    await until(() => ada.closeCode !== null, 'closed', 30_000);
    expect([ada.closeCode, ada.notice('rejected')?.code, ada.durable]).toEqual([4422, 'malformed', 0]);
  }
  expect(live.store.rows(DOCUMENT)).toEqual([]);
  const bob = await stock('bob', DOCUMENT);
  bob.write('as if nothing had happened');
  await until(() => live.store.rows(DOCUMENT).length === 1, 'written');
});

test('[E2] the author of a long step 2 may leave meanwhile: the room goes on', async () => {
  await start();
  const [ada, bob] = [await bare('ada'), await stock('bob', DOCUMENT)];
  await bring(ada, long);
  ada.stop();
  bob.write('still here');
  await until(() => live.store.rows(DOCUMENT).length === 2, 'written', 30_000);
  expect(textOf(await committed())).toContain('still here');
  await until(() => bob.text().includes('paragraph 3999'), 'passed on', 30_000);
});

test('[E2] what comes after a long step 2, from its author or others of the room, is committed after it and in its order', async () => {
  await start();
  const [ada, bob] = [await bare('ada'), await bare('bob')];
  await bring(ada, long);
  const own = new Y.Doc();
  Y.applyUpdate(own, long);
  const edits: Uint8Array[] = [];
  const others = new Y.Doc();
  others.on('update', (update: Uint8Array) => edits.push(update));
  for (let n = 0; n < 5; n++) writeParagraph(others, `edit ${n}`);
  // A deletion of what the long one brings: of no meaning before it.
  own.once('update', (update: Uint8Array) => ada.send(encodeUpdate(update)));
  own.getXmlFragment('body').delete(0, 1);
  for (const update of edits) bob.send(encodeUpdate(update));
  await until(() => ada.durable === 2 && bob.durable === 5, 'acknowledged', 30_000);
  const rows = live.store.rows(DOCUMENT);
  expect(rows).toHaveLength(7);
  expect(rows[0]?.bytes.length).toBeGreaterThan(2_000_000);
  const ofBob = rows.filter(({ author }) => author === 'bob').map(({ bytes }) => Buffer.from(bytes));
  expect(ofBob).toEqual(edits.map((bytes) => Buffer.from(bytes)));
  expect(live.warnings()).toEqual([]);
});

test('[E2] a document that moved under a long step 2: it is judged again, and nothing is lost', async () => {
  await start();
  const ada = await bare('ada');
  await bring(ada, long);
  const elsewhere = new Y.Doc();
  writeParagraph(elsewhere, 'from another process');
  const updates = [{ bytes: Y.encodeStateAsUpdate(elsewhere), author: 'eve', atMs: 0 }];
  const newClients = [{ clientId: elsewhere.clientID, author: 'eve' }];
  await live.store.commit([
    { documentId: DOCUMENT, expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients },
  ]);
  await until(() => ada.durable === 1, 'acknowledged', 30_000);
  expect(live.store.rows(DOCUMENT).map(({ author }) => author)).toEqual(['eve', 'ada']);
  const text = textOf(await committed());
  expect(text).toContain('from another process');
  expect(text).toContain('paragraph 3999');
});

test('[E2] who loses the right to write while their long step 2 is judged is refused', async () => {
  await start();
  const ada = await bare('ada');
  await bring(ada, long);
  live.setRight('ada', 'comment');
  live.store.change(DOCUMENT, { policyEpoch: 1 });
  await live.engine.documentRightsChanged(DOCUMENT);
  await until(() => ada.notice('rejected') !== undefined, 'refused', 30_000);
  expect(ada.notice('rejected')).toMatchObject({ frame: 1, code: 'not-allowed' });
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E4] a reader’s long step 2 is settled when it adds nothing, and refused otherwise', async () => {
  await start();
  const [eve, ada] = [await bare('eve'), await bare('ada')];
  await bring(ada, long);
  await bring(eve, long);
  await until(() => ada.durable === 1 && eve.durable === 1, 'settled', 30_000);
  const more = new Y.Doc();
  Y.applyUpdate(more, long);
  writeParagraph(more, 'not mine to write');
  await bring(eve, Y.encodeStateAsUpdate(more));
  await until(() => eve.notice('rejected') !== undefined, 'refused', 30_000);
  expect(live.store.rows(DOCUMENT)).toHaveLength(1);
});

test('[E2] while a long log is read for its first writer, others go on and the writer already reads', async () => {
  const { from, to } = await start();
  const newClients = [{ clientId: longDoc.clientID, author: 'eve' }];
  const updates = [{ bytes: long, author: 'eve', atMs: 0 }];
  await live.store.commit([
    { documentId: DOCUMENT, expectedHead: 0, expectedPolicyEpoch: 0, updates, newClients },
  ]);
  const ada = await bare('ada');
  expect(ada.sync(0)).toHaveLength(0);
  const doc = new Y.Doc();
  writeParagraph(doc, 'typed at once');
  ada.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  expect(await countExchanges(from, to, () => ada.durable === 1)).toBeGreaterThan(EXCHANGES_MIN);
  expect(ada.sync(0)).toHaveLength(1);
  expect(live.store.rows(DOCUMENT)).toHaveLength(2);
});

test('[E13] a shutdown waits for the long step 2 that is being judged', async () => {
  await start();
  const ada = await bare('ada');
  await bring(ada, long);
  await live.engine.shutdown();
  expect(live.store.rows(DOCUMENT)).toHaveLength(1);
  expect(await ada.closed()).toBe(1012);
  expect(ada.durable).toBe(1);
});

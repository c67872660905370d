/** What any y-websocket client notices. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';
import { settle, stockClient, textOf, until, type StockClient } from '../support/live-clients.ts';

let live: LiveServer;
let clients: StockClient[] = [];
const join = (token: string, doc?: Y.Doc): StockClient => {
  const client = stockClient(live.url, DOCUMENT, token, doc);
  clients.push(client);
  return client;
};

beforeEach(async () => {
  live = await startLive();
});
afterEach(async () => {
  for (const client of clients) client.stop();
  clients = [];
  await live.stop();
});

test('[E2] two stock clients write and end with the same text, in the order of the log', async () => {
  const [ada, bob] = [join('ada'), join('bob')];
  await Promise.all([ada.synced(), bob.synced()]);
  for (let n = 0; n < 20; n++) {
    ada.write(`a${n}`);
    bob.write(`b${n}`);
    if (n % 5 === 0) await settle(5);
  }
  await until(() => ada.text() === bob.text() && ada.doc.getXmlFragment('body').length === 40, 'same text');
  const committed = new Y.Doc();
  Y.applyUpdate(committed, (await live.engine.readDocument(DOCUMENT)) ?? new Uint8Array());
  expect(textOf(committed)).toBe(ada.text());
});

test('[E4] a stock observer reads; their write is refused and the document is unchanged', async () => {
  const [ada, eve] = [join('ada'), join('eve')];
  await Promise.all([ada.synced(), eve.synced()]);
  ada.write('kept');
  await until(() => eve.text().includes('kept'), 'the observer reads');
  const head = (await live.store.head(DOCUMENT))?.head;
  eve.write('never');
  await settle(150);
  expect(ada.text()).not.toContain('never');
  expect((await live.store.head(DOCUMENT))?.head).toBe(head);
  // Refused, not thrown out: reading goes on.
  ada.write('read on');
  await until(() => eve.text().includes('read on'), 'the observer still reads');
});

test('[E7] the whole text is there when a stock client reports that it is synced', async () => {
  const ada = join('ada');
  await ada.synced();
  for (let n = 0; n < 60; n++) ada.write(`line ${n}`);
  await until(() => live.store.rows(DOCUMENT).length > 0 && ada.text().includes('line 59'), 'written');
  await until(() => textOfLog() === ada.text(), 'committed');
  const late = join('bob');
  let atSync = '';
  late.provider.once('sync', () => (atSync = late.text()));
  await late.synced();
  expect(atSync).toBe(ada.text());
});

test('[E7] what was written offline arrives when the client comes back', async () => {
  const [ada, bob] = [join('ada'), join('bob')];
  await Promise.all([ada.synced(), bob.synced()]);
  ada.provider.disconnect();
  ada.write('on the train');
  bob.write('at the office');
  await until(() => textOfLog().includes('office'), 'committed');
  ada.provider.connect();
  await until(() => bob.text().includes('train') && ada.text() === bob.text(), 'merged');
});

test('[E8] everybody sees who is there under the name that the server knows, and sees them leave', async () => {
  const [ada, bob] = [join('ada'), join('bob')];
  await Promise.all([ada.synced(), bob.synced()]);
  ada.provider.awareness.setLocalStateField('user', { id: 'bob', name: 'Somebody else', color: '#000000' });
  ada.provider.awareness.setLocalStateField('cursor', { anchor: 1 });
  const seen = () =>
    bob.provider.awareness.getStates().get(ada.doc.clientID) as Record<string, unknown> | undefined;
  await until(() => seen()?.cursor !== undefined, 'the cursor is seen');
  expect(seen()?.user).toEqual({ id: 'ada', name: 'ADA', color: '#336699', country: 'FR' });
  ada.provider.disconnect();
  await until(() => seen() === undefined, 'gone');
  // With the same client id again: visible at once, not after 16 s.
  ada.provider.connect();
  await until(() => seen()?.cursor !== undefined, 'back at once', 2_000);
});

test('[E8] a newcomer is shown who is there already', async () => {
  const ada = join('ada');
  await ada.synced();
  ada.provider.awareness.setLocalStateField('cursor', { anchor: 7 });
  await settle(100);
  const bob = join('bob');
  await until(() => bob.provider.awareness.getStates().has(ada.doc.clientID), 'seen');
});

test('[E13] a shutdown writes what is under way and sends clients away to come back', async () => {
  const ada = join('ada');
  await ada.synced();
  ada.write('last words');
  await settle(2);
  await live.engine.shutdown();
  expect(textOfLog()).toContain('last words');
  await until(() => ada.closeCodes.includes(1012), 'told to come back');
  expect(ada.provider.shouldConnect).toBe(true);
});

function textOfLog(): string {
  const doc = new Y.Doc();
  for (const { bytes } of live.store.rows(DOCUMENT)) Y.applyUpdate(doc, bytes);
  return textOf(doc);
}

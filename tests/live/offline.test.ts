/** What is written without a network, against the real engine: it arrives, or is kept as a copy and said. */
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { textIn } from '#lib/client/device/names.ts';
import { textDocumentRules as schema2Rules } from '../support/schema-2-rules.ts';
import { settle, until } from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';
import { Device, type OpenOptions, type Page } from '../support/offline-peer.ts';

let live: LiveServer;
const pages: Page[] = [];
beforeEach(async () => {
  live = await startLive();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  await live.stop();
});

const device = (who = 'ada', factory?: IDBFactory): Device =>
  new Device({
    url: live.url,
    documentId: DOCUMENT,
    token: who,
    personId: who,
    ...(factory ? { factory } : {}),
  });

async function opened(on: Device, options?: OpenOptions): Promise<Page> {
  const page = await on.open(options);
  pages.push(page);
  return page;
}

/** A device that has had the document, with words written without a network. */
async function away(words: string, who = 'ada'): Promise<Device> {
  const own = device(who);
  const before = await opened(own);
  await before.says('saved');
  await before.close();
  const offline = await opened(own, { offline: true });
  offline.write(words);
  await offline.says('offline');
  await offline.close();
  return own;
}

/** What a device holds of texts. */
const texts = async (on: Device): Promise<string[]> =>
  (await on.factory.databases()).flatMap(({ name }) => (name && textIn(name) ? name : []));

const seenBy = async (who: string, words: string): Promise<void> => {
  const page = await opened(device(who), { right: who === 'eve' ? 'read' : 'write' });
  await until(() => page.text.includes(words), `${who} sees ${words}`);
};

test('a text that was open before opens from the device at once, before any server, and takes edits', async () => {
  const own = await away('on the train');
  const page = await opened(own, { offline: true });
  expect(page.peer.facts).toMatchObject({ opened: true, connected: false });
  expect(page.text).toContain('on the train');
  expect(page.saved).toBe('offline');
});

test('a text that was never open does not pretend to be there', async () => {
  const page = await opened(device(), { offline: true });
  expect(page.saved).toBe('connecting');
});

test('[E12] what was written over many openings without a network arrives when there is one, and is saved', async () => {
  const own = await away('first');
  for (const words of ['second', 'third']) {
    const page = await opened(own, { offline: true });
    page.write(words);
    await page.says('offline');
    // The browser ends: nothing is closed in order.
    page.peer.provider?.destroy();
  }
  const back = await opened(own);
  await back.says('saved');
  for (const words of ['first', 'second', 'third']) await seenBy('bob', words);
  await back.close();
  const later = await opened(own, { offline: true });
  expect(later.peer.facts.unsaved).toBe(false);
});

test('a hundred openings without a network, each with an edit, are taken in one go', async () => {
  const own = await away('0.');
  for (let n = 1; n < 100; n++) {
    const page = await own.open({ offline: true });
    page.write(`${n}.`);
    await page.peer.quiet();
    await page.close();
  }
  await (await opened(own)).says('saved');
  await seenBy('bob', '99.');
});

test('two tabs of one person without a network see each other’s words, and both arrive', async () => {
  const own = await away('before');
  const left = await opened(own, { offline: true });
  const right = await opened(own, { offline: true });
  left.write('from the left');
  await until(() => right.text.includes('from the left'), 'seen on the right');
  right.write('from the right');
  await until(() => left.text.includes('from the right'), 'seen on the left');
  await left.close();
  await right.says('offline');
  await right.close();
  await (await opened(own)).says('saved');
  await seenBy('bob', 'from the left');
  await seenBy('bob', 'from the right');
});

test('[E11] the right was withdrawn while away: the words become a copy, the text opens afresh, the server takes nothing', async () => {
  const own = await away('not wanted any more');
  live.setRight('ada', 'read');
  const rows = live.store.rows(DOCUMENT).length;
  const back = await opened(own, { right: 'read' });
  await back.says('readonly');
  expect(back.text).not.toContain('not wanted');
  await back.peer.quiet();
  expect(back.peer.copy).toMatchObject({ reason: 'right-withdrawn' });
  expect(await own.copies()).toMatchObject([{ words: 'not wanted any more\n', reason: 'right-withdrawn' }]);
  expect(live.store.rows(DOCUMENT)).toHaveLength(rows);
});

test('[E11] the right is withdrawn while the page is away and it still believes in it: refused in words, and copied', async () => {
  const own = await away('believed');
  live.setRight('ada', 'read');
  const back = await opened(own);
  await until(() => back.peer.copy !== null, 'the copy');
  expect(back.saved).toBe('refused');
  expect((await own.copies())[0]?.words).toContain('believed');
});

test('[E11] nothing but reading is lost to who may no longer open it at all', async () => {
  const own = await away('shut out');
  live.setRight('ada', null);
  const back = await opened(own);
  await until(() => back.peer.copy !== null, 'the copy');
  expect(back.saved).toBe('refused');
  expect((await own.copies())[0]?.words).toContain('shut out');
  await back.peer.quiet();
  expect(await texts(own)).toEqual([]);
});

test('[E17] a document that the server does not have any more is a copy on this device, sent or not', async () => {
  live.store.add({ id: 'doc-9' });
  const factory = new IDBFactory();
  const on = (url: string): Device =>
    new Device({ url, documentId: 'doc-9', token: 'ada', personId: 'ada', factory });
  const before = await opened(on(live.url));
  await before.says('saved');
  before.write('perhaps the last one');
  await before.says('saved');
  await before.close();
  const restored = await startLive();
  const back = await opened(on(restored.url));
  await until(() => back.peer.copy !== null, 'the copy');
  await back.peer.quiet();
  expect(await on(restored.url).copies()).toMatchObject([
    { words: 'perhaps the last one\n', reason: 'removed' },
  ]);
  expect(await texts(on(restored.url))).toEqual([]);
  await restored.stop();
});

test('[E11] a document that one may no longer read leaves the device with the server’s word, unsent or not', async () => {
  const own = device();
  const before = await opened(own);
  await before.says('saved');
  before.write('confidential');
  await before.says('saved');
  await before.peer.quiet();
  expect(await texts(own)).toHaveLength(1);
  live.setRight('ada', null);
  await live.engine.documentRightsChanged(DOCUMENT);
  await until(() => before.peer.facts.closedCode !== null, 'told');
  await before.peer.quiet();
  expect([await texts(own), await own.copies()]).toEqual([[], []]);
});

test('[E17] a backup was restored while away: what this device has becomes a copy, and the document is the server’s', async () => {
  const own = await away('from before the restore');
  live.store.change(DOCUMENT, { incarnation: 2 });
  const told = await opened(own);
  await until(() => told.peer.copy !== null, 'the copy');
  expect(told.peer.facts.closedCode).toBe(4409);
  await told.close();
  const back = await opened(own, { incarnation: 2 });
  await back.says('saved');
  expect(back.text).not.toContain('from before');
  expect(await own.copies()).toMatchObject([{ reason: 'restored', incarnation: 1 }]);
});

test('[E17] the page that is loaded after a restore finds the older text and sets it aside', async () => {
  const own = await away('from before the restore');
  live.store.change(DOCUMENT, { incarnation: 2 });
  const back = await opened(own, { incarnation: 2 });
  await back.says('saved');
  expect(back.peer.copy).toMatchObject({ reason: 'restored' });
  expect((await own.copies())[0]?.words).toContain('from before the restore');
});

test('[E17] after a restore that has every word of this device no copy is offered', async () => {
  const own = device();
  const before = await opened(own);
  await before.says('saved');
  before.write('on the server');
  await before.says('saved');
  await before.close();
  live.store.change(DOCUMENT, { incarnation: 2 });
  const back = await opened(own, { incarnation: 2 });
  await back.says('saved');
  await until(() => back.peer.copy === null, 'no copy');
  expect(await own.copies()).toEqual([]);
});

test('[E11] the document was locked while away: refused in words, and copied', async () => {
  const own = await away('too late');
  // The server has let go of the document meanwhile.
  await settle(150);
  live.store.change(DOCUMENT, { locked: true });
  const back = await opened(own);
  await until(() => back.peer.copy !== null, 'the copy');
  expect(back.saved).toBe('refused');
  expect(await own.copies()).toMatchObject([{ reason: 'locked', words: 'too late\n' }]);
});

test('[E9] the page has become too old meanwhile: it is told to reload, the words stay, and the next page sends them', async () => {
  await live.stop();
  live = await startLive({ rules: schema2Rules });
  const own = await away('written with the old page');
  live.store.change(DOCUMENT, { minSchema: 2 });
  const old = await opened(own);
  await old.says('reload');
  expect(await own.copies()).toEqual([]);
  await old.close();
  const next = await opened(own, { schema: 2 });
  await next.says('saved');
});

test('a browser that keeps nothing says so, and the text is still written over the network', async () => {
  const own = device();
  const { open } = own.factory;
  own.factory.open = () => {
    throw new DOMException('no', 'SecurityError');
  };
  const page = await opened(own);
  await page.says('saved');
  expect(page.peer.facts.device).toBe('blocked');
  page.peer.provider?.disconnect();
  page.write('only here');
  expect(page.saved).toBe('unkept');
  own.factory.open = open;
});

test('another person on the same device finds nothing of the first', async () => {
  const own = await away('ada’s alone');
  const bob = await opened(device('bob', own.factory), { offline: true });
  expect(bob.text).toBe('');
  expect(bob.peer.facts.opened).toBe(false);
});

test('[E13] a server that restarts is waited for: why, and until when', async () => {
  const page = await opened(device());
  await page.says('saved');
  await live.engine.shutdown();
  await until(() => page.peer.waiting !== null, 'waiting');
  expect(page.peer.waiting?.reason).toBe('restarting');
  expect(page.saved).toBe('reconnecting');
  expect(page.peer.waiting?.nextTryAtMs).toBeGreaterThan(Date.now() - 100);
});

test('[E17] a restored text that lacks a mention of this device’s is not all of it: the copy stays', async () => {
  const own = device();
  const before = await opened(own);
  before.write('Ask ');
  await before.says('saved');
  await before.close();
  const offline = await opened(own, { offline: true });
  const mention = new Y.XmlElement('mention');
  mention.setAttribute('person', 'bob');
  (offline.peer.doc.getXmlFragment('body').get(0) as Y.XmlElement).push([mention]);
  await offline.says('offline');
  await offline.close();
  live.store.change(DOCUMENT, { incarnation: 2 });
  const back = await opened(own, { incarnation: 2 });
  await back.says('saved');
  await settle(100);
  expect(back.peer.copy).toMatchObject({ reason: 'restored' });
  expect(await own.copies()).toHaveLength(1);
});

test('[E11] a kept page that came with an older, lower right sets nothing aside without the server’s word', async () => {
  const own = await away('on the train');
  const kept = await opened(own, { right: 'read', offline: true });
  await until(() => kept.text.includes('on the train'), 'the words are shown');
  expect(kept.peer.copy).toBe(null);
  expect(kept.saved).toBe('offline');
  expect(await own.copies()).toEqual([]);
  await kept.close();
  const back = await opened(own, { right: 'read' });
  await back.says('saved');
  await seenBy('bob', 'on the train');
  expect(await own.copies()).toEqual([]);
});

test('[E12] a page that came with an older, lower right writes and is saved as soon as the server has said more', async () => {
  const page = await opened(device(), { right: 'read' });
  await page.says('saved');
  page.write('allowed after all');
  await page.says('saved');
  await seenBy('bob', 'allowed after all');
});

test('[E11] a kept page without a network that shows unsent words copies them when the server then refuses', async () => {
  const own = await away('not wanted any more');
  live.setRight('ada', 'read');
  const page = await opened(own, { right: 'read', offline: true });
  await until(() => page.text.includes('not wanted'), 'the words are shown');
  expect(await own.copies()).toEqual([]);
  await page.close();
  const back = await opened(own, { right: 'read' });
  await until(() => back.peer.copy !== null, 'the copy');
  expect((await own.copies())[0]?.words).toContain('not wanted any more');
});

test('[E11] what opens afresh after its words were set aside is on the device again', async () => {
  const own = device();
  const before = await opened(own);
  before.write('shared');
  await before.says('saved');
  await before.close();
  const offline = await opened(own, { offline: true });
  offline.write('refused');
  await offline.says('offline');
  await offline.close();
  live.setRight('ada', 'read');
  const back = await opened(own, { right: 'read' });
  await until(() => back.peer.copy !== null, 'the copy');
  await settle(100);
  await back.close();
  const later = await opened(own, { right: 'read', offline: true });
  expect(later.text).toContain('shared');
  expect(later.text).not.toContain('refused');
  expect(later.peer.facts.opened).toBe(true);
});

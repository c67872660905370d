/** What becomes of an update: judged, on disk, passed on, acknowledged; in this order or not at all. */
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeStep1, encodeStep2, encodeUpdate } from '#lib/protocol/codec.ts';
import { textDocumentRules } from '#lib/protocol/document-rules.ts';
import type { DocStore } from '#server/ports/doc-store.ts';
import { DOCUMENT, startLive, type LiveOptions, type LiveServer } from '../support/live-server.ts';
import {
  BareClient,
  settle,
  stockClient,
  textOf,
  until,
  writeParagraph,
  type BareOptions,
  type StockClient,
} from '../support/live-clients.ts';

let live: LiveServer;
const cleanUp: (() => void)[] = [];
const start = async (options: LiveOptions = {}): Promise<void> => {
  live = await startLive(options);
};
const stock = (token: string): StockClient => {
  const client = stockClient(live.url, DOCUMENT, token);
  cleanUp.push(() => client.stop());
  return client;
};
/** A bare socket that has asked for the text and has it in a `Y.Doc`. */
const bare = async (options: BareOptions = {}): Promise<BareClient> => {
  const client = await new BareClient(live.url, DOCUMENT, options).opened();
  cleanUp.push(() => client.stop());
  client.send(encodeStep1(new Uint8Array([0])));
  await until(() => client.sync(1).length > 0, 'step 2');
  return client;
};
afterEach(async () => {
  for (const stop of cleanUp.splice(0)) stop();
  await live.stop();
});

/** An update that adds a paragraph, and the doc that made it. */
function edit(words: string, doc = new Y.Doc()): Uint8Array {
  const before = Y.encodeStateVector(doc);
  writeParagraph(doc, words);
  return Y.encodeStateAsUpdate(doc, before);
}

const committedText = async (): Promise<string> => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await live.engine.readDocument(DOCUMENT)) ?? new Uint8Array([0, 0]));
  return textOf(doc);
};

test('[E2] a frame that is no message ends the connection and changes nothing', async () => {
  await start();
  for (const frame of [
    [],
    [9],
    [0],
    [0, 7, 0],
    [0, 2, 5, 1],
    [0, 2, 2, 0, 0, 0],
    [1, 3, 1, 1, 1],
    [0x80, 0],
  ]) {
    const client = await bare();
    client.send(Uint8Array.from(frame));
    expect(await client.closed(), JSON.stringify(frame)).toBe(4422);
  }
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E2] an update above its size is refused in words', async () => {
  await start();
  const client = await bare();
  client.send(encodeUpdate(edit('x'.repeat(1_000_100))));
  await until(() => client.notice('rejected') !== undefined, 'refused');
  expect(client.notice('rejected')).toEqual({ kind: 'rejected', frame: 1, code: 'too-large' });
});

test('[E2] a socket that sends too much at once is told to come back later', async () => {
  await start();
  const client = await bare();
  for (let n = 0; n < 600; n++) client.send(Uint8Array.from([3]));
  expect(await client.closed()).toBe(4503);
});

test('[E3] an edit under somebody else’s client id is refused', async () => {
  await start();
  const ada = stock('ada');
  await ada.synced();
  ada.write('mine');
  await until(() => live.store.rows(DOCUMENT).length > 0, 'committed');
  const mallory = await bare({ token: 'bob' });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, (await live.engine.readDocument(DOCUMENT)) ?? new Uint8Array());
  copy.clientID = ada.doc.clientID;
  mallory.send(encodeUpdate(edit('forged', copy)));
  expect(await mallory.closed()).toBe(4422);
  expect(mallory.notice('rejected')?.code).toBe('foreign-client');
  expect(await committedText()).not.toContain('forged');
});

test('[E3] after a gap both sides tell each other everything, and nothing is lost', async () => {
  await start();
  const client = await bare();
  const doc = new Y.Doc();
  edit('first', doc);
  client.send(encodeUpdate(edit('second', doc)));
  await until(() => client.sync(0).length === 2, 'asked again');
  // Further updates of the same stream are covered by the step 2 to come.
  client.send(encodeUpdate(edit('third', doc)));
  client.send(encodeStep2(Y.encodeStateAsUpdate(doc)));
  await until(() => client.durable === 3, 'all settled');
  expect(await committedText()).toContain('third');
});

test('[E3] a client whose step 2 has gaps is told for good', async () => {
  await start();
  const client = await bare();
  const doc = new Y.Doc();
  edit('first', doc);
  client.send(encodeStep2(edit('second', doc)));
  expect(await client.closed()).toBe(4422);
});

test('[E5] what many write in one tick is committed in few transactions and all of it is there', async () => {
  let commits = 0;
  const slow = (store: DocStore): DocStore => ({
    ...store,
    async commit(rooms) {
      commits++;
      await settle(15);
      return store.commit(rooms);
    },
  });
  await start({ wrap: slow });
  const clients = await Promise.all([1, 2, 3, 4].map(() => bare()));
  const docs = clients.map(() => new Y.Doc());
  for (let n = 0; n < 25; n++) {
    for (const [index, client] of clients.entries())
      client.send(encodeUpdate(edit(`${index}:${n};`, docs[index])));
  }
  await until(() => clients.every(({ durable }) => durable === 25), 'all durable');
  expect(live.store.rows(DOCUMENT)).toHaveLength(100);
  expect(commits).toBeLessThan(20);
});

test('[E5] an edit that crosses a lock is refused, and the one beside it in time is not lost', async () => {
  await start();
  const client = await bare();
  const doc = new Y.Doc();
  client.send(encodeUpdate(edit('before', doc)));
  await until(() => client.durable === 1, 'durable');
  live.store.change(DOCUMENT, { locked: true, policyEpoch: 1 });
  client.send(encodeUpdate(edit('after', doc)));
  await until(() => client.notice('rejected') !== undefined, 'refused');
  expect(client.notice('rejected')?.code).toBe('locked');
  expect(client.notice('policy')).toMatchObject({ right: 'comment', locked: true });
  expect(await committedText()).toContain('before');
  expect(await committedText()).not.toContain('after');
});

test('[E6] nobody sees an edit, and nobody calls it saved, before it is on disk', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const gated = (store: DocStore): DocStore => ({
    ...store,
    async commit(rooms) {
      await gate;
      return store.commit(rooms);
    },
  });
  await start({ wrap: gated });
  const [author, reader] = [await bare(), await bare({ token: 'eve' })];
  author.send(encodeUpdate(edit('pending')));
  await settle(80);
  expect([author.durable, reader.sync(2).length]).toEqual([0, 0]);
  release();
  await until(() => author.durable === 1 && reader.sync(2).length === 1, 'after the commit');
});

test('[E6] a full disk is said, nothing false is called saved, and it recovers by itself with every edit', async () => {
  await start();
  const [author, friend] = [await bare(), stock('bob')];
  await friend.synced();
  const doc = new Y.Doc();
  author.send(encodeUpdate(edit('one', doc)));
  await until(() => author.durable === 1, 'durable');
  live.store.failWith('full');
  author.send(encodeUpdate(edit('two', doc)));
  friend.write('friend');
  await until(() => author.notice('storage')?.state === 'full', 'said');
  author.send(encodeUpdate(edit('three', doc)));
  await settle(200);
  expect(author.durable).toBe(1);
  expect(await committedText()).not.toContain('two');
  const asked = author.sync(0).length;
  live.store.failWith(null);
  await until(() => author.notice('storage')?.state === 'ok', 'recovered');
  await until(() => author.sync(0).length > asked, 'asked for what is missing');
  author.send(encodeStep2(Y.encodeStateAsUpdate(doc, author.sync(0).at(-1))));
  await until(() => author.durable === 4, 'everything is settled');
  await until(() => friend.text().includes('three'), 'and seen');
  expect(await committedText()).toContain('friend');
});

test('[E9] before a newer name is passed on, older editors are closed; a newcomer with an old schema too', async () => {
  const names = {
    ...textDocumentRules.names,
    version: 2,
    nodes: { ...textDocumentRules.names.nodes, poll: 2 },
  };
  await start({ rules: { ...textDocumentRules, names } });
  const old = await bare({ token: 'bob' });
  const newer = await bare({ query: 'schema=2&ack=1' });
  const doc = new Y.Doc();
  doc.getXmlFragment('body').insert(0, [new Y.XmlElement('poll')]);
  newer.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  expect(await old.closed()).toBe(4426);
  expect(old.sync(2)).toEqual([]);
  await until(() => newer.durable === 1, 'durable');
  expect((await live.store.head(DOCUMENT))?.minSchema).toBe(2);
  const late = await new BareClient(live.url, DOCUMENT).opened();
  expect(await late.closed()).toBe(4426);
});

test('[E9] an editor cannot write names of a schema that it did not declare', async () => {
  const names = {
    ...textDocumentRules.names,
    version: 2,
    nodes: { ...textDocumentRules.names.nodes, poll: 2 },
  };
  await start({ rules: { ...textDocumentRules, names } });
  const client = await bare();
  const doc = new Y.Doc();
  doc.getXmlFragment('body').insert(0, [new Y.XmlElement('poll')]);
  client.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  expect(await client.closed()).toBe(4422);
  expect(client.notice('rejected')?.code).toBe('unknown-name');
});

test('[E12] the count covers every frame of this socket, also those that added nothing', async () => {
  await start();
  const client = await bare();
  const doc = new Y.Doc();
  const update = edit('once', doc);
  client.send(encodeStep2(new Uint8Array([0, 0])));
  client.send(encodeUpdate(update));
  client.send(encodeUpdate(update));
  await until(() => client.durable === 3, 'three');
  expect(live.store.rows(DOCUMENT)).toHaveLength(1);
});

test('[E12] a stock client is never sent what it does not know', async () => {
  await start();
  const client = await bare({ query: '' });
  client.send(encodeUpdate(edit('x')));
  await until(() => client.sync(2).length === 1, 'relayed');
  expect(client.frames.every(([type]) => type !== undefined && type <= 3)).toBe(true);
});

test('[E4] a reader’s step 2 that adds nothing is settled, one that adds is refused', async () => {
  await start();
  const ada = await bare();
  const doc = new Y.Doc();
  ada.send(encodeUpdate(edit('text', doc)));
  await until(() => ada.durable === 1, 'durable');
  const eve = await bare({ token: 'eve' });
  eve.send(encodeStep2(Y.encodeStateAsUpdate(doc)));
  await until(() => eve.durable === 1, 'settled');
  eve.send(encodeStep2(Y.encodeStateAsUpdate(new Y.Doc())));
  await until(() => eve.durable === 2, 'settled');
  doc.clientID = 12345;
  eve.send(encodeStep2((edit('more', doc), Y.encodeStateAsUpdate(doc))));
  await until(() => eve.notice('rejected') !== undefined, 'refused');
  expect(eve.notice('rejected')).toEqual({ kind: 'rejected', frame: 3, code: 'not-allowed' });
  expect(await committedText()).not.toContain('more');
});

test('[E7] a reader whose text knows deletions that follow from others is not refused', async () => {
  await start();
  const [ada, bob] = [await bare(), await bare({ token: 'bob' })];
  const doc = new Y.Doc();
  ada.send(encodeUpdate(edit('paragraph', doc)));
  await until(() => ada.durable === 1, 'durable');
  // Bob types into the paragraph that Ada deletes at the same moment: his word is deleted by no update.
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const typed = new Promise<Uint8Array>((resolve) => other.once('update', resolve));
  ((other.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'word ');
  const removed = new Promise<Uint8Array>((resolve) => doc.once('update', resolve));
  doc.getXmlFragment('body').delete(0, 1);
  ada.send(encodeUpdate(await removed));
  bob.send(encodeUpdate(await typed));
  await until(() => ada.durable === 2 && bob.durable === 1, 'both durable');
  Y.applyUpdate(doc, await typed);
  const eve = await bare({ token: 'eve' });
  eve.send(encodeStep2(Y.encodeStateAsUpdate(doc)));
  await until(() => eve.durable === 1, 'settled');
  expect(eve.notice('rejected')).toBeUndefined();
});

test('[E10] a slow reader gets nothing meanwhile and everything afterwards; others do not wait', async () => {
  await start();
  const [author, slow] = [await bare(), await bare({ token: 'bob' })];
  slow.pause();
  const doc = new Y.Doc();
  const big = 'x'.repeat(400_000);
  for (let n = 0; n < 30; n++) {
    author.send(encodeUpdate(edit(`${n} ${big}`, doc)));
    await until(() => author.durable === n + 1, `durable ${n}`);
  }
  expect(slow.sync(2).length).toBeLessThan(30);
  slow.resume();
  const copy = new Y.Doc();
  await until(() => {
    for (const update of slow.sync(2)) Y.applyUpdate(copy, update);
    return textOf(copy) === textOf(doc);
  }, 'caught up');
});

test('[E11] whoever loses the right to write is told, and what they send is refused in words', async () => {
  await start();
  const [ada, bob] = [await bare(), await bare({ token: 'bob' })];
  live.setRight('ada', 'read');
  live.setRight('bob', null);
  await live.engine.documentRightsChanged(DOCUMENT);
  expect(await bob.closed()).toBe(4403);
  expect(ada.notice('policy')?.right).toBe('read');
  ada.send(encodeUpdate(edit('too late')));
  await until(() => ada.notice('rejected') !== undefined, 'refused');
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] a lock closes a stock writer, who cannot be told; readers stay', async () => {
  await start();
  const [writer, reader] = [await bare({ query: '' }), await bare({ token: 'eve', query: '' })];
  live.store.change(DOCUMENT, { locked: true, policyEpoch: 1 });
  await live.engine.documentRightsChanged(DOCUMENT);
  expect(await writer.closed()).toBe(4423);
  await settle(30);
  expect(reader.closeCode).toBeNull();
});

test('[E15] the server’s own edit goes to disk and to everybody, on a locked document too', async () => {
  await start();
  const ada = stock('ada');
  await ada.synced();
  ada.write('by ada');
  await until(() => live.store.rows(DOCUMENT).length === 1, 'committed');
  live.store.change(DOCUMENT, { locked: true, policyEpoch: 1 });
  const edits = ['first', 'second', 'third'].map((words) =>
    live.engine.edit(DOCUMENT, (doc) => writeParagraph(doc, words)),
  );
  for (const done of await Promise.all(edits)) expect(done.ok).toBe(true);
  expect(live.store.rows(DOCUMENT).at(-1)?.author).toBe('server');
  expect(await committedText()).toContain(
    '<paragraph>first</paragraph><paragraph>second</paragraph><paragraph>third',
  );
});

test('[E16] after a quiet moment the text is repaired once, by the server, for everybody', async () => {
  const repair = (doc: Y.Doc, mintId: () => string): boolean => {
    const idless = doc
      .getXmlFragment('body')
      .toArray()
      .filter((block) => block instanceof Y.XmlElement && !block.getAttribute('id'));
    for (const block of idless) (block as Y.XmlElement).setAttribute('id', mintId());
    return idless.length > 0;
  };
  await start({ repair, timing: { quietMs: 40 } });
  const [ada, bob] = [stock('ada'), stock('bob')];
  await Promise.all([ada.synced(), bob.synced()]);
  ada.write('no id');
  await until(() => / id="/.test(bob.text()) && ada.text() === bob.text(), 'repaired for both');
  await settle(150);
  expect(live.store.rows(DOCUMENT)).toHaveLength(2);
  expect(live.store.rows(DOCUMENT).at(-1)?.author).toBe('server');
});

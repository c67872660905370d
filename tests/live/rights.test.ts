/** Rights that change while somebody writes: whatever is not on disk by then is judged by what counts now. */
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import {
  BareClient,
  settle,
  textOf,
  until,
  writeParagraph,
  type BareOptions,
} from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveOptions, type LiveServer } from '../support/live-server.ts';

let live: LiveServer;
const cleanUp: (() => void)[] = [];
const start = async (options: LiveOptions = {}): Promise<void> => {
  live = await startLive(options);
};
afterEach(async () => {
  for (const stop of cleanUp.splice(0)) stop();
  await live.stop();
});

const connect = (options: BareOptions): BareClient => {
  const client = new BareClient(live.url, DOCUMENT, options);
  cleanUp.push(() => client.stop());
  return client;
};
/** A socket that has the text. */
const join = async (token: string, query = 'schema=1&proto=1&ack=1'): Promise<BareClient> => {
  const client = await connect({ token, query }).opened();
  client.send(encodeStep1(new Uint8Array([0])));
  await until(() => client.sync(1).length > 0, 'step 2');
  return client;
};

const edit = (words: string): Uint8Array => {
  const doc = new Y.Doc();
  writeParagraph(doc, words);
  return encodeUpdate(Y.encodeStateAsUpdate(doc));
};

const committedText = (): string => {
  const doc = new Y.Doc();
  for (const { bytes } of live.store.rows(DOCUMENT)) Y.applyUpdate(doc, bytes);
  return textOf(doc);
};

/** Lets nobody through until it is opened; says how many wait. */
class Gate {
  waiting = 0;
  #open: (() => void)[] = [];
  isShut = false;

  pass(): Promise<void> {
    if (!this.isShut) return Promise.resolve();
    this.waiting += 1;
    return new Promise((resolve) => this.#open.push(resolve));
  }

  open(): void {
    this.isShut = false;
    for (const resolve of this.#open.splice(0)) resolve();
  }
}

/** The store takes a tick in hand and writes it only when the gate opens. */
const heldCommits = (gate: Gate): LiveOptions => ({
  wrap: (store) => ({ ...store, commit: (rooms) => gate.pass().then(() => store.commit(rooms)) }),
});

/** As the services do: the right and the epoch change together. */
function withdraw(name: string, right: 'read' | null): void {
  live.setRight(name, right);
  live.store.change(DOCUMENT, { policyEpoch: 1 });
}

test('[E11] a right withdrawn between the check and the commit: their row is refused, the one beside it is not', async () => {
  const gate = new Gate();
  await start(heldCommits(gate));
  const [ada, bob] = [await join('ada'), await join('bob')];
  gate.isShut = true;
  bob.send(edit('first of all'));
  await until(() => gate.waiting === 1, 'a tick at the disk');
  ada.send(edit('by Ada'));
  bob.send(edit('by Bob'));
  await settle(30);
  withdraw('ada', 'read');
  gate.open();
  await until(() => ada.notice('rejected') !== undefined && bob.durable === 2, 'judged again');
  expect(ada.notice('rejected')).toMatchObject({ frame: 1, code: 'not-allowed' });
  expect(ada.notice('policy')).toMatchObject({ right: 'read', locked: false });
  expect(committedText()).toContain('first of all');
  expect(committedText()).toContain('by Bob');
  expect(committedText()).not.toContain('by Ada');
  expect(ada.closeCode).toBeNull();
});

test('[E11] who loses every right between the check and the commit is closed, and nothing of theirs is written', async () => {
  const gate = new Gate();
  await start(heldCommits(gate));
  const [ada, bob] = [await join('ada'), await join('bob')];
  gate.isShut = true;
  ada.send(edit('by Ada'));
  await until(() => gate.waiting === 1, 'a tick at the disk');
  withdraw('ada', null);
  gate.open();
  expect(await ada.closed()).toBe(4403);
  bob.send(edit('by Bob'));
  await until(() => bob.durable === 1, 'durable');
  expect(live.store.rows(DOCUMENT).map(({ author }) => author)).toEqual(['bob']);
});

test('[E11] who left with an edit on its way is asked for as well before it is written', async () => {
  const gate = new Gate();
  await start(heldCommits(gate));
  const [ada, bob] = [await join('ada'), await join('bob')];
  gate.isShut = true;
  ada.send(edit('by Ada'));
  await until(() => gate.waiting === 1, 'a tick at the disk');
  ada.stop();
  await settle(30);
  withdraw('ada', 'read');
  gate.open();
  bob.send(edit('by Bob'));
  await until(() => bob.durable === 1, 'durable');
  expect(live.store.rows(DOCUMENT).map(({ author }) => author)).toEqual(['bob']);
});

test('[E11] while somebody is asked for, nothing is written', async () => {
  const gate = new Gate();
  await start({ onVerdict: () => gate.pass() });
  const [ada, bob] = [await join('ada'), await join('bob')];
  gate.isShut = true;
  // As at the end of a token: no document's epoch shows it.
  live.setRight('ada', 'read');
  const told = live.engine.personRightsChanged('ada');
  await until(() => gate.waiting === 1, 'asked');
  ada.send(edit('in between'));
  bob.send(edit('beside it'));
  await settle(60);
  expect(live.store.rows(DOCUMENT)).toEqual([]);
  gate.open();
  await told;
  await until(() => ada.notice('rejected') !== undefined && bob.durable === 1, 'judged');
  expect(live.store.rows(DOCUMENT).map(({ author }) => author)).toEqual(['bob']);
});

test('[E11] who passed the door before the change and sits down after it is asked once more', async () => {
  const gate = new Gate();
  await start({ onVerdict: (name) => (name === 'ada' ? gate.pass() : undefined) });
  await join('bob');
  gate.isShut = true;
  const ada = connect({ token: 'ada' });
  await until(() => gate.waiting === 1, 'at the door');
  live.setRight('ada', 'read');
  await live.engine.personRightsChanged('ada');
  gate.open();
  await ada.opened();
  ada.send(encodeStep1(new Uint8Array([0])));
  ada.send(edit('with an old right'));
  await until(() => ada.notice('rejected') !== undefined, 'refused');
  expect(ada.notice('policy')?.right).toBe('read');
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] the same when nobody said so but the document’s epoch shows it', async () => {
  const gate = new Gate();
  await start({ onVerdict: (name) => (name === 'ada' ? gate.pass() : undefined) });
  gate.isShut = true;
  const ada = connect({ token: 'ada' });
  await until(() => gate.waiting === 1, 'at the door');
  withdraw('ada', 'read');
  gate.open();
  await ada.opened();
  ada.send(edit('with an old right'));
  await until(() => ada.notice('rejected') !== undefined, 'refused');
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] a session that is ended elsewhere takes its sockets along at once; nobody else’s', async () => {
  await start();
  const [ada, bob, stock] = [await join('ada'), await join('bob'), await join('ada', '')];
  live.endSession('ada');
  await live.engine.personRightsChanged('ada');
  expect(await ada.closed()).toBe(4401);
  expect(await stock.closed()).toBe(4401);
  bob.send(edit('goes on'));
  await until(() => bob.durable === 1, 'durable');
  expect(bob.closeCode).toBeNull();
  expect(bob.notices.filter(({ kind }) => kind === 'policy')).toHaveLength(1);
});

test('[E11] a session that was prolonged while one writes goes on; one that was not ends at its time', async () => {
  await start();
  live.setExpiry('ada', Date.now() + 120);
  live.setExpiry('bob', Date.now() + 120);
  const [ada, bob] = [await join('ada'), await join('bob')];
  live.setExpiry('ada', Date.now() + 60_000);
  expect(await bob.closed()).toBe(4401);
  await settle(60);
  expect(ada.closeCode).toBeNull();
  ada.send(edit('goes on'));
  await until(() => ada.durable === 1, 'durable');
});

test('[E11] a stock client whose role is withdrawn is closed, since it cannot be told; it may come back to read', async () => {
  await start();
  const [stock, reader] = [await join('ada', ''), await join('eve', '')];
  withdraw('ada', 'read');
  await live.engine.personRightsChanged('ada');
  expect(await stock.closed()).toBe(4403);
  expect(reader.closeCode).toBeNull();
  const again = await join('ada', '');
  again.send(edit('too late'));
  await settle(30);
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] who is given the right to write is told first and asked then, and writes without coming anew', async () => {
  await start();
  const eve = await join('eve');
  await settle(20);
  const before = eve.frames.length;
  live.setRight('eve', 'write');
  await live.engine.personRightsChanged('eve');
  await until(() => eve.sync(0).length === 1, 'asked for her state');
  expect(eve.notice('policy')?.right).toBe('write');
  expect(eve.frames.slice(before).map(([type]) => type)).toEqual([103, 0]);
  eve.send(edit('at last'));
  await until(() => eve.durable === 1, 'durable');
  expect(committedText()).toContain('at last');
});

test('[E11] the latest question decides, also when the one before it is answered last', async () => {
  const gate = new Gate();
  const holdFirst = { left: 1 };
  let isAsking = false;
  await start({ onVerdict: () => (isAsking && holdFirst.left-- > 0 ? gate.pass() : undefined) });
  const ada = await join('ada');
  isAsking = true;
  gate.isShut = true;
  const first = live.engine.personRightsChanged('ada');
  await until(() => gate.waiting === 1, 'the first question is under way');
  live.setRight('ada', 'read');
  await live.engine.personRightsChanged('ada');
  gate.open();
  await first;
  ada.send(edit('too late'));
  await until(() => ada.notice('rejected') !== undefined, 'refused');
  expect(live.store.rows(DOCUMENT)).toEqual([]);
});

test('[E11] a store that cannot say who may do what sends everybody to the door, and takes nothing', async () => {
  let isDown = false;
  await start({
    wrap: (store) => ({
      ...store,
      head: (id) => (isDown ? Promise.reject(new Error('no disk')) : store.head(id)),
    }),
  });
  const ada = await join('ada');
  isDown = true;
  await live.engine.documentRightsChanged(DOCUMENT);
  expect(await ada.closed()).toBe(4503);
  isDown = false;
  const again = await join('ada');
  again.send(edit('after it'));
  await until(() => again.durable === 1, 'durable');
});

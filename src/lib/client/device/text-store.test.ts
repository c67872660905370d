import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Right } from '#lib/domain/partnership/policy.ts';
import { unsentWork, keepToPerson, forgetPerson, leaveUnreadable } from './device.ts';
import { ownerOf, textIn, textName } from './names.ts';
import { setAside } from './set-aside.ts';
import { peopleOnDevice, Shelf, type KnownDocument } from './shelf.ts';
import { TextStore, type Keeping } from './text-store.ts';

let factory: IDBFactory;
let sessions = 0;
beforeEach(() => (factory = new IDBFactory()));

const SERVER = 'from the server';
const isOwn = (origin: unknown): boolean => origin !== SERVER;
const open = (personId = 'ada', incarnation = 1): Promise<TextStore> =>
  TextStore.open({ factory, personId, documentId: 'd1', incarnation, session: `s${++sessions}` });

async function opened(personId = 'ada'): Promise<{ store: TextStore; doc: Y.Doc }> {
  const [store, doc] = [await open(personId), new Y.Doc()];
  store.attach(doc, (origin) => origin !== store && isOwn(origin));
  return { store, doc };
}

function write(doc: Y.Doc, words: string, origin?: unknown): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  const body = doc.getXmlFragment('body');
  doc.transact(() => body.insert(body.length, [paragraph]), origin);
}
const textOf = (doc: Y.Doc): string =>
  doc
    .getXmlFragment('body')
    .toString()
    .replace(/<[^>]*>/g, ' ');

/** A disk that refuses the next writes with an error of this name. Returns how to mend it. */
function failWrites(name: string): () => void {
  const disk = IDBObjectStore.prototype;
  const { add } = disk;
  disk.add = () => {
    throw new DOMException('no', name);
  };
  return () => void (disk.add = add);
}

test('what was written is there when the page is opened again, and known to be unsent', async () => {
  const { store, doc } = await opened();
  write(doc, 'on the train');
  await store.quiet();
  expect(store.keeping).toBe('kept');
  // The browser ends without a word: nothing is closed.
  const again = await opened();
  expect(textOf(again.doc)).toContain('on the train');
  expect(again.store.unsent).toBe(true);
});

test('kept is said only after the transaction that holds the words has completed', async () => {
  const { store, doc } = await opened();
  const said: Keeping[] = [];
  store.onKeeping = (keeping) => said.push(keeping);
  write(doc, 'words');
  expect(store.keeping).toBe('keeping');
  await store.quiet();
  expect(said).toEqual(['keeping', 'kept']);
  expect(textOf((await opened()).doc)).toContain('words');
});

test('when the server has accepted everything nothing is unsent, also after a remote change right behind it', async () => {
  const { store, doc } = await opened();
  write(doc, 'mine');
  store.settled();
  write(doc, 'a repair', SERVER);
  await store.close();
  expect((await open()).unsent).toBe(false);
});

test('what another tab wrote meanwhile stays unsent when this one is settled', async () => {
  const first = await opened();
  write(first.doc, 'one');
  await first.store.quiet();
  const second = await opened();
  expect(second.store.unsent).toBe(true);
  write(first.doc, 'two');
  await first.store.quiet();
  second.store.settled();
  await second.store.close();
  expect((await open()).unsent).toBe(true);
});

test('a full disk is told apart, and when there is room again everything is there, also what was lost between', async () => {
  const { store, doc } = await opened();
  write(doc, 'one');
  await store.quiet();
  const heal = failWrites('QuotaExceededError');
  write(doc, 'two');
  await store.quiet();
  expect(store.keeping).toBe('full');
  heal();
  write(doc, 'three');
  await store.quiet();
  expect(store.keeping).toBe('kept');
  const again = await opened();
  expect(textOf(again.doc).split(/\s+/).filter(Boolean)).toEqual(['one', 'two', 'three']);
  expect(again.store.unsent).toBe(true);
});

test('many small changes are joined, and two tabs that do so lose nothing of each other', async () => {
  const [left, right] = [await opened(), await opened()];
  for (let n = 0; n < 350; n++) {
    write(left.doc, `l${n}.`);
    if (n % 2 === 0) write(right.doc, `r${n}.`);
    if (n % 10 === 0) await Promise.all([left.store.quiet(), right.store.quiet()]);
  }
  await left.store.close();
  await right.store.close();
  const again = await opened();
  const text = textOf(again.doc);
  for (let n = 0; n < 350; n++) {
    expect(text).toContain(` l${n}. `);
    if (n % 2 === 0) expect(text).toContain(` r${n}. `);
  }
});

test('a text opens without the server only when all of it had arrived', async () => {
  const { store, doc } = await opened();
  write(doc, 'a part', SERVER);
  await store.close();
  expect((await open()).complete).toBe(false);
  const next = await opened();
  next.store.markComplete();
  await next.store.close();
  expect((await open()).complete).toBe(true);
});

test('a person’s databases carry person, document and incarnation, whatever signs are in an id', () => {
  const name = textName('a:b/c', 'd:1', 3);
  expect(ownerOf(name)).toBe('a:b/c');
  expect(textIn(name)).toEqual({ documentId: 'd:1', incarnation: 3 });
  expect(ownerOf('somebody-else')).toBe(null);
});

const known: KnownDocument = {
  id: 'd1',
  title: 'Draft',
  language: 'en',
  incarnation: 1,
  right: 'write',
  syncedAtMs: 1,
};

test('[E11] a text set aside is a copy before its store is empty; the document then opens afresh', async () => {
  const shelf = await Shelf.open(factory, 'ada');
  const { store, doc } = await opened();
  write(doc, 'refused words');
  await store.quiet();
  const copy = await setAside(shelf, store, known, 'right-withdrawn', 7);
  const again = await opened();
  expect([textOf(again.doc), again.store.unsent]).toEqual(['', false]);
  expect(await shelf.copies()).toMatchObject([{ id: copy.id, words: 'refused words\n' }]);
});

test('[E11] without room for the copy the store keeps the words', async () => {
  const shelf = await Shelf.open(factory, 'ada');
  const { store, doc } = await opened();
  write(doc, 'refused words');
  await store.quiet();
  const heal = failWrites('QuotaExceededError');
  await expect(setAside(shelf, store, known, 'refused', 7)).rejects.toThrow();
  heal();
  expect(textOf((await opened()).doc)).toContain('refused words');
});

test('[E17] two pages that set the same text aside make one copy', async () => {
  const shelf = await Shelf.open(factory, 'ada');
  const [left, right] = [await opened(), await opened()];
  write(left.doc, 'same');
  Y.applyUpdate(right.doc, Y.encodeStateAsUpdate(left.doc));
  const copies = [
    await setAside(shelf, left.store, known, 'restored', 7),
    await setAside(shelf, right.store, known, 'restored', 8),
  ];
  expect(copies[0]?.id).toBe(copies[1]?.id);
  expect(await shelf.copies()).toHaveLength(1);
});

async function leaveText(personId: string, isUnsent: boolean, right: Right = 'write'): Promise<void> {
  const shelf = await Shelf.open(factory, personId);
  await shelf.remember({ ...known, right });
  const { store, doc } = await opened(personId);
  write(doc, `of ${personId}`, isUnsent ? undefined : SERVER);
  store.markComplete();
  await store.close();
  shelf.close();
}

test('at sign-out everything of the person goes, and nothing of another', async () => {
  await leaveText('ada', true);
  await leaveText('bob', true);
  expect((await unsentWork(factory, 'ada')).documents).toMatchObject([{ id: 'd1' }]);
  await forgetPerson(factory, 'ada', 'en');
  expect(await peopleOnDevice(factory)).toEqual(['bob']);
  expect((await factory.databases()).every(({ name }) => name?.startsWith('tandem:bob'))).toBe(true);
});

test('after a sign-out elsewhere, what is on the server is deleted, what is nowhere else waits for its author', async () => {
  await leaveText('ada', false);
  await leaveText('bob', true);
  await keepToPerson(factory, 'eve', 'en');
  expect(await peopleOnDevice(factory)).toEqual(['bob']);
});

test('a browser that lists no databases is looked at all the same, and left with nothing at sign-out', async () => {
  const { store, doc } = await opened();
  const shelf = await Shelf.open(factory, 'ada');
  await shelf.remember(known);
  write(doc, 'only here');
  await store.close();
  shelf.close();
  const { databases } = factory;
  Object.assign(factory, { databases: undefined });
  expect((await unsentWork(factory, 'ada')).documents).toMatchObject([{ id: 'd1' }]);
  await forgetPerson(factory, 'ada', 'en');
  Object.assign(factory, { databases });
  expect(await peopleOnDevice(factory)).toEqual([]);
});

test('a look that fails is no proof that nothing is unsent', async () => {
  const { store, doc } = await opened();
  write(doc, 'only here');
  await store.close();
  factory.open = () => {
    throw new DOMException('no', 'SecurityError');
  };
  await expect(unsentWork(factory, 'ada')).rejects.toThrow();
});

test('[E11] documents that the server no longer lets one read leave the device, what was never sent as a copy', async () => {
  await leaveText('ada', true);
  const ask = (reason: 'right-withdrawn' | null) => Promise.resolve(reason);
  expect(await leaveUnreadable(factory, 'ada', null, 7, () => ask(null))).toBe(0);
  expect(await leaveUnreadable(factory, 'ada', 'd2', 7, () => ask('right-withdrawn'))).toBe(0);
  expect((await unsentWork(factory, 'ada')).documents).toHaveLength(1);
  expect(await leaveUnreadable(factory, 'ada', 'd1', 7, () => ask('right-withdrawn'))).toBe(1);
  const shelf = await Shelf.open(factory, 'ada');
  expect(await shelf.documents()).toEqual([]);
  expect(await shelf.copies()).toMatchObject([{ words: 'of ada\n', reason: 'right-withdrawn' }]);
  shelf.close();
  expect((await factory.databases()).filter(({ name }) => textIn(name ?? ''))).toEqual([]);
});

test('[E11] without room for the copy of what was never sent nothing is removed', async () => {
  await leaveText('ada', true);
  const heal = failWrites('QuotaExceededError');
  const left = leaveUnreadable(factory, 'ada', null, 7, () => Promise.resolve('removed'));
  await expect(left).rejects.toThrow();
  heal();
  expect((await unsentWork(factory, 'ada')).documents).toHaveLength(1);
});

test('[E17] of a document that the server does not know any more the whole text becomes a copy, sent or not', async () => {
  await leaveText('ada', false);
  expect(await leaveUnreadable(factory, 'ada', null, 7, () => Promise.resolve('removed'))).toBe(1);
  const shelf = await Shelf.open(factory, 'ada');
  expect(await shelf.copies()).toMatchObject([{ words: 'of ada\n', reason: 'removed' }]);
  shelf.close();
});

test('[E11] who only read a document that is gone keeps nothing of it', async () => {
  await leaveText('ada', false, 'comment');
  expect(await leaveUnreadable(factory, 'ada', null, 7, () => Promise.resolve('removed'))).toBe(0);
  const shelf = await Shelf.open(factory, 'ada');
  expect(await shelf.copies()).toEqual([]);
  expect(await shelf.documents()).toEqual([]);
  shelf.close();
});

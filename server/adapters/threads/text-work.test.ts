import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { condense, EMPTY_UPDATE } from '#lib/protocol/whole-text.ts';
import { typing } from '../../../tests/support/grow-logs.ts';
import { threadTextWork, type TextWorkOptions } from './text-work.ts';

/** 8 MB in one update. */
const LONG = longUpdate();

let close: () => Promise<void> = async () => {};
afterEach(() => close());

function open(options?: TextWorkOptions) {
  const text = threadTextWork(options);
  close = () => text.close();
  return text;
}

test('a text is condensed there as it would be here, and what was handed over may be used again', async () => {
  const updates = typing(7, 500);
  const text = open();
  const [one, other] = await Promise.all([text.condense(updates), text.condense(updates)]);
  expect(one).toEqual(condense(updates));
  expect(other).toEqual(one);
});

test('[E16] a block without an id is mended by the server’s client id, and what is whole is left alone', async () => {
  const doc = new Y.Doc();
  const paragraph = new Y.XmlElement('paragraph');
  doc.getXmlFragment('body').insert(0, [paragraph]);
  const text = open();
  const mended = await text.repair([Y.encodeStateAsUpdate(doc)], 42);
  Y.applyUpdate(doc, mended ?? EMPTY_UPDATE);
  expect(paragraph.getAttribute('id')).toMatch(/^[a-z0-9]{20}$/);
  expect(Y.decodeStateVector(Y.encodeStateVector(doc)).has(42)).toBe(true);
  expect(await text.repair([Y.encodeStateAsUpdate(doc)], 43)).toBeNull();
});

test('bytes that are no update fail their own task; the next one is done', async () => {
  const text = open();
  const failing = text.condense([Uint8Array.of(255, 255, 255)]);
  const fine = text.condense([EMPTY_UPDATE]);
  await expect(failing).rejects.toThrow();
  expect((await fine).bytes).toEqual(EMPTY_UPDATE);
});

test('a task that takes too long is given up, and the next one gets a new thread', async () => {
  const text = open({ timeLimitMs: 0 });
  await expect(text.condense(typing(1, 2_000))).rejects.toThrow('longer than 0 ms');
  await expect(text.condense([EMPTY_UPDATE])).rejects.toThrow('longer than 0 ms');
});

test('what waits is copied when its turn comes; above the limit it is refused, and taken again later', async () => {
  const updates = typing(3, 300);
  const text = open({ waitingMax: 2 });
  const before = process.memoryUsage().arrayBuffers;
  const large = [...updates, LONG];
  const taken = [text.condense(updates), text.condense(large), text.condense(large)];
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(LONG.length);
  await expect(text.condense(updates)).rejects.toThrow('too many');
  await expect(text.repair(updates, 42)).rejects.toThrow('too many');
  for (const { bytes } of await Promise.all(taken.slice(1)))
    expect(Buffer.compare(bytes, condense(large).bytes)).toBe(0);
  expect(await text.condense(updates)).toEqual(condense(updates));
});

test('closing fails what runs and what waits, and takes nothing more', async () => {
  const text = open();
  const tasks = [text.condense(typing(1, 200)), text.condense([EMPTY_UPDATE])];
  const settled = Promise.allSettled(tasks);
  await text.close();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(text.condense([EMPTY_UPDATE])).rejects.toThrow('closed');
});

function longUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 1;
  doc.getText('long').insert(0, 'x'.repeat(8_000_000));
  return Y.encodeStateAsUpdate(doc);
}

import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { learnLog } from './learn-log.ts';
import { bringsNothing, Outline } from './outline.ts';
import { isSameText } from './same-text.ts';
import { condense } from './whole-text.ts';

/** Three people, one of whom deletes what another wrote. */
function history() {
  const updates: Uint8Array[] = [];
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }));
  for (const doc of docs)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'net') return;
      updates.push(update);
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'net');
    });
  for (let n = 0; n < 60; n++) {
    const body = docs[n % 3]!.getXmlFragment('body');
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(`words ${n}`)]);
    body.insert(body.length, [paragraph]);
    if (n % 5 === 4) body.delete(1, 2);
  }
  return { updates, doc: docs[0]! };
}

test.each([0, 1, 40, 80])(
  '[E7] a snapshot’s summary and %i updates after it tell how far every client has come',
  (later) => {
    const { updates } = history();
    const at = Math.max(0, updates.length - later);
    const outline = new Outline(at > 0 ? condense(updates.slice(0, at)) : null, updates.slice(at));
    expect(outline.states()).toEqual(learnLog(updates, new Map()).states());
  },
);

test('[E4] a step 2 of somebody who has everything brings nothing; one word or one deletion more does', () => {
  const { updates, doc } = history();
  const outline = new Outline(condense(updates), []);
  const step2 = () => Y.encodeStateAsUpdate(doc, outline.stateVector());
  expect(bringsNothing(outline, step2())).toBe(true);
  expect(bringsNothing(outline, outline.deletesAsUpdate())).toBe(true);
  doc.getXmlFragment('body').delete(0, 1);
  expect(bringsNothing(outline, step2())).toBe(false);
  const { doc: writer } = history();
  writer.getXmlFragment('body').insert(0, [new Y.XmlElement('paragraph')]);
  expect(bringsNothing(outline, Y.encodeStateAsUpdate(writer, outline.stateVector()))).toBe(false);
});

test('a text is the same however it was put together, and another after one word', () => {
  const { updates, doc } = history();
  const { bytes } = condense(updates);
  expect(isSameText(updates, [bytes])).toBe(true);
  expect(isSameText([Y.mergeUpdates(updates)], [Y.encodeStateAsUpdate(doc)])).toBe(true);
  expect(isSameText(updates.slice(0, -1), [bytes])).toBe(false);
  // Same clocks and deletions, another word: only the content tells.
  const spoilt = Buffer.from(Buffer.from(bytes).toString('latin1').replace('words 59', 'wards 59'), 'latin1');
  expect(isSameText(updates, [new Uint8Array(spoilt)])).toBe(false);
});

/** A phone in a pocket: its socket takes nothing, and the server holds no more for it than its limit. */
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate } from '#lib/protocol/codec.ts';
import type { LiveSocket } from '#server/ports/live.ts';
import { BareClient, until, writeParagraph } from '../support/live-clients.ts';
import { DOCUMENT, startLive, type LiveServer } from '../support/live-server.ts';

/** `BUFFERED_BYTES_MAX` of the engine, and the one frame that crossed it. */
const HELD_BYTES_MAX = 1_000_000 + 500_000;
const PARAGRAPH_BYTES = 400_000;
/** Of each of two authors: one alone may not send as much at once. */
const PARAGRAPHS = 30;

let live: LiveServer;
const clients: BareClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  await live.stop();
});

test('[E10] for a socket that takes nothing the server holds little, however much is written; then it gets all of it', async () => {
  const sockets = new Map<string, LiveSocket>();
  live = await startLive({
    cast: { ada: 'write', bob: 'write', eve: 'read', zoe: 'read' },
    onConnect: ({ identity, socket }) => void sockets.set(identity.personId, socket),
  });
  const join = async (token: string): Promise<BareClient> => {
    const client = await new BareClient(live.url, DOCUMENT, { token }).opened();
    clients.push(client);
    client.send(encodeStep1(new Uint8Array([0])));
    await until(() => client.sync(1).length > 0, 'step 2');
    return client;
  };
  const authors = [await join('ada'), await join('bob')];
  const [stalled, reader] = [await join('eve'), await join('zoe')];
  const held = (): number => sockets.get('eve')?.bufferedBytes() ?? Number.NaN;

  stalled.pause();
  let most = 0;
  const docs = authors.map(() => new Y.Doc());
  for (let n = 1; n <= PARAGRAPHS; n++) {
    for (const [index, author] of authors.entries()) {
      const doc = docs[index]!;
      const before = Y.encodeStateVector(doc);
      writeParagraph(doc, `${n} ${'x'.repeat(PARAGRAPH_BYTES)}`);
      author.send(encodeUpdate(Y.encodeStateAsUpdate(doc, before)));
    }
    await until(() => authors.every(({ durable }) => durable === n), `durable ${n}`);
    most = Math.max(most, held());
  }
  // It did stop taking: what was written is many times what the network itself holds.
  expect(most).toBeGreaterThan(1_000_000);
  expect(most).toBeLessThan(HELD_BYTES_MAX);
  // Nobody waits for it.
  await until(() => textIn(reader).length === 2 * PARAGRAPHS, 'everything seen by the other');
  expect(stalled.closeCode).toBeNull();

  stalled.resume();
  await until(() => textIn(stalled).length === 2 * PARAGRAPHS, 'caught up', 15_000);
  expect(textIn(stalled)).toEqual(textIn(reader));
  await until(() => held() === 0, 'nothing left for it');
}, 40_000);

/** The paragraphs that this socket was given, by their beginnings. */
function textIn(client: BareClient): string[] {
  const doc = new Y.Doc();
  for (const update of client.sync(2)) Y.applyUpdate(doc, update);
  return doc
    .getXmlFragment('body')
    .toArray()
    .map((paragraph) => `${paragraph}`.slice(0, 40));
}

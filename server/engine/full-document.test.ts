/** E19: a document that comes near its limit says so, and refuses only what adds to it. */
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { decodeNotice, encodeUpdate } from '#lib/protocol/codec.ts';
import { messageTypes, type ServerNotice } from '#lib/protocol/messages.ts';
import { FakeSocket, stage } from '../../tests/support/engine-stage.ts';
import { writeParagraph } from '../../tests/support/live-clients.ts';

const MAX = 20_000;
const QUIET_MS = 5_000;

const percents = (socket: FakeSocket): number[] => noticesOf(socket, 'size').map(({ percent }) => percent);

function noticesOf<K extends ServerNotice['kind']>(
  { frames }: FakeSocket,
  kind: K,
): Extract<ServerNotice, { kind: K }>[] {
  return frames
    .filter(([type]) => type === messageTypes[kind])
    .flatMap((frame) => {
      const notice = decodeNotice(kind, frame.subarray(1));
      return notice.ok ? [notice.value as Extract<ServerNotice, { kind: K }>] : [];
    });
}

function author() {
  const doc = new Y.Doc();
  const change = (run: () => void): Uint8Array => {
    let update = new Uint8Array();
    doc.once('update', (bytes: Uint8Array) => (update = bytes.slice()));
    doc.transact(run);
    return encodeUpdate(update);
  };
  return {
    doc,
    write: (size: number) => change(() => writeParagraph(doc, 'x'.repeat(size))),
    removeAll: () => change(() => doc.getXmlFragment('body').delete(0, doc.getXmlFragment('body').length)),
  };
}

test('[E19] from 80 % on everybody is told, at each whole percent and who comes later too; below it nobody is', async () => {
  const { clock, join } = stage(undefined, { documentSizeBytesMax: MAX });
  const [ada, eve] = [await join('ada'), await join('eve', 'read')];
  const { write } = author();
  for (let written = 0; written < 15_000; written += 1_000) ada.connection.receive(write(900));
  await clock.pass(100);
  expect(percents(ada.socket)).toEqual([]);
  ada.connection.receive(write(3_000));
  await clock.pass(100);
  ada.connection.receive(write(1));
  await clock.pass(100);
  expect(percents(ada.socket)).toHaveLength(1);
  expect(percents(ada.socket)[0]).toBeGreaterThanOrEqual(80);
  expect(percents(eve.socket)).toEqual(percents(ada.socket));
  expect(percents((await join('bob')).socket)).toEqual(percents(ada.socket));
});

test('[E19] what would go beyond the limit is refused in words, after the text was called full; nothing of it is seen', async () => {
  const { clock, join, commits } = stage(undefined, { documentSizeBytesMax: MAX });
  const [ada, bob] = [await join('ada'), await join('bob')];
  const [own, others] = [author(), author()];
  ada.connection.receive(own.write(19_000));
  await clock.pass(100);
  const before = commits.length;
  ada.connection.receive(own.write(2_000));
  await clock.pass(100);
  expect(percents(ada.socket).at(-1)).toBe(100);
  expect(percents(bob.socket).at(-1)).toBe(100);
  expect(noticesOf(ada.socket, 'rejected')).toMatchObject([{ code: 'document-full' }]);
  expect(ada.socket.closeCode).toBeNull();
  expect(commits.length).toBe(before);
  expect(bob.socket.text()).not.toContain('x'.repeat(19_001));
  // Who adds less than what is left still may.
  bob.connection.receive(others.write(10));
  await clock.pass(100);
  expect(bob.socket.durable).toBe(1);
});

test('[E19] a full text takes deletions, and after a quiet moment there is room again, which is told', async () => {
  const { clock, join } = stage(undefined, { documentSizeBytesMax: MAX });
  const { socket, connection } = await join('ada');
  const { write, removeAll } = author();
  connection.receive(write(19_800));
  await clock.pass(100);
  connection.receive(removeAll());
  await clock.pass(100);
  expect(socket.durable).toBe(2);
  expect(percents(socket).at(-1)).toBeGreaterThan(90);
  await clock.pass(QUIET_MS);
  expect(percents(socket).at(-1)).toBe(0);
  connection.receive(write(10_000));
  await clock.pass(100);
  expect(socket.durable).toBe(3);
});

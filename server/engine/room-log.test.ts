import { expect, test } from 'vitest';
import { encodeUpdate } from '#lib/protocol/codec.ts';
import { RoomLog } from './room-log.ts';

const bytes = (n: number): Uint8Array => Uint8Array.of(n, n);
const snapshot = (seq: number) => ({ seq, bytes: bytes(99), stateVector: bytes(0), deletes: bytes(0) });

test('[E7] what was committed while a snapshot was being written is not lost with the rows it stands for', () => {
  const log = new RoomLog({ snapshot: null, updates: [] }, 0);
  for (let n = 1; n <= 5; n++) log.append(bytes(n));
  log.rebase(snapshot(3));
  expect(log.updates()).toEqual([bytes(99), bytes(4), bytes(5)]);
  expect(log.head).toBe(5);
});

test('[E10] a cursor is given the rows after it, and the snapshot only when it lies before that', () => {
  const log = new RoomLog({ snapshot: snapshot(3), updates: [] }, 3);
  log.append(bytes(4));
  log.append(bytes(5));
  expect(log.framesAfter(4)).toEqual([encodeUpdate(bytes(5))]);
  expect(log.framesAfter(3)).toEqual([encodeUpdate(bytes(4)), encodeUpdate(bytes(5))]);
  expect(log.framesAfter(2)).toHaveLength(3);
  expect(log.framesAfter(5)).toEqual([]);
});

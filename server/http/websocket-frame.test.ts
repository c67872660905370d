import { Receiver } from 'ws';
import { describe, expect, test } from 'vitest';
import { framed } from './websocket-frame.ts';

describe('what is written to many sockets at once', () => {
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 200_000];

  test('is read by a WebSocket as the same messages, one after the other', () => {
    const sent = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
    const received: Buffer[] = [];
    const receiver = new Receiver({ isServer: false, binaryType: 'nodebuffer' });
    receiver.on('message', (data: Buffer, isBinary: boolean) => {
      expect(isBinary).toBe(true);
      received.push(data);
    });
    receiver.write(framed(sent));
    expect(received.map((data) => data.length)).toEqual(lengths);
    for (const [index, data] of received.entries()) expect(data.equals(sent[index]!)).toBe(true);
  });
});

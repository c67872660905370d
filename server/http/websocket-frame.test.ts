import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { expect, test } from 'vitest';
import { framed, frameHead } from './websocket-frame.ts';

test('a message whose rest is written by itself is framed as in one piece', () => {
  for (const length of [0, 100, 60_000, 70_000]) {
    const [head, rest] = [new Uint8Array([0, 2, 9]), new Uint8Array(length).fill(7)];
    const whole = framed([new Uint8Array([...head, ...rest])]);
    expect(Buffer.concat([frameHead(head, length), rest]).equals(whole)).toBe(true);
  }
});

test('what is written to many sockets at once is read as the same messages, one after the other', async () => {
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 200_000];
  const sent = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer().listen(0, '127.0.0.1');
  server.on('upgrade', (request, stream, head) =>
    sockets.handleUpgrade(request, stream, head, () => stream.write(framed(sent))),
  );
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const received: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('message', (data: Buffer, isBinary) => {
      expect(isBinary).toBe(true);
      if (received.push(data) === sent.length) resolve();
    });
  });
  client.terminate();
  server.close();
  expect(received.map(({ length }) => length)).toEqual(lengths);
  for (const [index, data] of received.entries()) expect(data.equals(sent[index]!)).toBe(true);
});
